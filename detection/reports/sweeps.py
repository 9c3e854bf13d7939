"""What beat starts."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from detection.reports.models import ReaderReport
from detection.reports.services.forget_contacts import forget_contacts
from detection.reports.tasks import learn_from_report
from imagery.services.queue_task import queue_task

SILENCE = timedelta(minutes=15)


@shared_task
def forget_old_contacts() -> None:
    forget_contacts()


@shared_task
def learn_where_asked() -> None:
    """Queue again what a dead worker left, or a message that was lost."""
    waiting = ReaderReport.objects.waiting_for_training()
    for report in waiting.filter(training_asked_at__lt=timezone.now() - SILENCE):
        ReaderReport.objects.filter(pk=report.pk).update(training_asked_at=timezone.now())
        queue_task(task=learn_from_report, argument=report.pk)
