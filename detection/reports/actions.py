"""What an editor starts."""

from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from detection.reports.models import ReaderReport
from detection.reports.tasks import learn_from_report
from imagery.services.queue_task import queue_task


@transaction.atomic
def ask_for_training(*, report: ReaderReport, editor: User) -> bool:
    """Have a worker use an accepted report for training; False for one that may not be used, or was."""
    report = ReaderReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not report.may_train or report.trained_at is not None:
        return False
    report.training_asked_at, report.training_asked_by = timezone.now(), editor
    report.training_parts = ""
    report.save(update_fields=["training_asked_at", "training_asked_by", "training_parts"])
    transaction.on_commit(partial(queue_task, task=learn_from_report, argument=report.pk))
    return True
