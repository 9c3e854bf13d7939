"""Background work of retraining. The web process loads this module to queue tasks, so the services, which
load the heavy libraries, are imported inside the tasks."""

from celery import shared_task

from imagery.services.queue_task import queue_task


@shared_task
def train_model(job_id: int) -> None:
    from detection.training.services.train_model import train_model as train

    version = train(job_id=job_id)
    if version is not None:
        queue_task(task=rank_queue, argument=version.pk)


@shared_task
def rank_queue(model_version_id: int) -> None:
    from detection.training.services.estimate_region import estimate_region
    from detection.training.services.measure_change import measure_change
    from detection.training.services.rank_queue import rank_queue as rank

    estimate_region(model_version_id=model_version_id)
    measure_change(model_version_id=model_version_id)
    rank(model_version_id=model_version_id)
