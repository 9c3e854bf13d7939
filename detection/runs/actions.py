"""Start a search, or go on with one."""

from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from detection.runs.errors import BadThreshold, NoModelYet, NothingToDo, UnfitModel
from detection.runs.models import DetectionRun, RunChunk, TileResult
from detection.runs.tasks import plan_run
from detection.training.models import ModelVersion
from imagery.messages import message as _
from ml.rule import MIN_POSITIVE_SUPERPIXELS


@transaction.atomic
def start_run(
    *,
    campaign: Campaign,
    started_by: User | None,
    model_version: ModelVersion | None = None,
    threshold: float | str | None = None,
    min_positive_superpixels: int = MIN_POSITIVE_SUPERPIXELS,
) -> DetectionRun:
    """Freeze model, imagery, segmentation, threshold and rule, and queue the search.

    `threshold` is a probability or one of the model's own (`precise`, the default, or `balanced`).
    Raises a RunError, or JobAlreadyRunning while the campaign's region is being searched.
    """
    model = model_version or _newest_model(campaign)
    frozen = _freeze(campaign, model)
    level = _threshold(model, threshold)
    job = start_job(
        campaign=campaign, kind=Job.Kind.DETECT, started_by=started_by, message=_("Waiting for a worker")
    )
    run = DetectionRun.objects.create(
        number=_next_number(campaign),
        threshold=level,
        min_positive_superpixels=min_positive_superpixels,
        job=job,
        created_by=started_by,
        **frozen,
    )
    queue_for_job(job=job, task=plan_run, argument=run.pk)
    return run


@transaction.atomic
def continue_run(*, run: DetectionRun, started_by: User | None) -> Job:
    """Go on with a run that was stopped or that failed, and try its failed tiles again; the rest is kept.

    Raises NothingToDo, or JobAlreadyRunning while the campaign's region is being searched.
    """
    job = start_job(
        campaign=run.campaign, kind=Job.Kind.DETECT, started_by=started_by, message=_("Waiting for a worker")
    )
    TileResult.objects.filter(run=run).failed().update(
        state=TileResult.State.PENDING, failure_parts="", finished_at=None, n_attempts=0
    )
    unfinished = TileResult.objects.filter(run=run).pending()
    if run.planned_at is not None and not unfinished.exists():
        raise NothingToDo(_("Every tile of this search is finished, and none has failed."))
    run.chunks.filter(pk__in=unfinished.values("chunk")).update(state=RunChunk.State.PENDING, claim=None)
    run.job = job
    run.save(update_fields=["job"])
    queue_for_job(job=job, task=plan_run, argument=run.pk)
    return job


def _newest_model(campaign: Campaign) -> ModelVersion:
    model = campaign.model_versions.newest_first().first()
    if model is None:
        raise NoModelYet(_("There is no model yet. Label some tiles and retrain first."))
    return model


def _freeze(campaign: Campaign, model: ModelVersion) -> dict[str, Any]:
    if model.segmentation_key != campaign.segmentation.key:
        raise UnfitModel(
            _(
                "Model v%(number)d was learnt from superpixels cut with other settings. "
                "Retrain before searching."
            )
            % {"number": model.number}
        )
    return {
        "campaign": campaign,
        "model_version": model,
        "source": campaign.source,
        "source_version": campaign.source.version,
        "region": campaign.region,
        "zoom": campaign.zoom,
        "segmentation": asdict(campaign.segmentation),
        "segmentation_key": campaign.segmentation.key,
    }


def _threshold(model: ModelVersion, wanted: float | str | None) -> float:
    level = model.thresholds.get(wanted or "precise", wanted) if not isinstance(wanted, float) else wanted
    try:
        number = float(level if level is not None else "")
    except (TypeError, ValueError):
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise BadThreshold(_("The threshold must be “precise”, “balanced” or a number from 0 to 1."))
    return number


def _next_number(campaign: Campaign) -> int:
    """Safe without a lock: only the holder of the campaign's one active job of this kind asks."""
    newest: int | None = campaign.runs.aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1
