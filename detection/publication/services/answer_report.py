from django.contrib.auth.models import User
from django.utils import timezone

from detection.publication.models import ReaderReport


def answer_report(*, report: ReaderReport, editor: User, state: str) -> ReaderReport:
    report.state = ReaderReport.State(state)
    report.answered_by = None if report.state == ReaderReport.State.OPEN else editor
    report.answered_at = None if report.state == ReaderReport.State.OPEN else timezone.now()
    report.save(update_fields=["state", "answered_by", "answered_at"])
    return report
