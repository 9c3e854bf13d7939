from datetime import timedelta

from django.utils import timezone

from detection.reports.models import ReaderReport

KEPT_FOR = timedelta(days=90)


def forget_contacts() -> int:
    """Delete how to reach the readers whose reports were answered long ago. Returns how many."""
    old = ReaderReport.objects.closed_before(timezone.now() - KEPT_FOR)
    return old.exclude(contact="").update(contact="")
