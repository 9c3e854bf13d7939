from celery import shared_task

from detection.reports.models import ReaderReport
from detection.reports.services.use_for_training import use_for_training


@shared_task
def learn_from_report(report_id: int) -> None:
    related = ("campaign__source", "campaign__comparison_source", "place__detection", "training_asked_by")
    use_for_training(report=ReaderReport.objects.select_related(*related).get(pk=report_id))
