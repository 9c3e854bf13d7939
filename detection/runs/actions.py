"""Start or continue a search."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

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
    rule: DetectionRun.Rule = DetectionRun.Rule.SHAPE,
    lone_threshold: float | None = None,
) -> DetectionRun:
    """Freeze the search's inputs and queue it.

    `threshold` is a probability or the name of one of the model's thresholds: `precise` (the default) or
    `balanced`. Raises a RunError, or JobAlreadyRunning while another search of the campaign is running.
    """
    model = model_version or _newest_model(campaign)
    frozen = _frozen_inputs(campaign, model) | _share_and_threshold(model, threshold)
    job = _start_job(campaign, started_by)
    run = DetectionRun.objects.create(
        number=campaign.runs.next_number(),  # the campaign's one active search job serves as the lock
        min_positive_superpixels=min_positive_superpixels,
        rule=rule,
        lone_threshold=lone_threshold,
        job=job,
        created_by=started_by,
        **frozen,
    )
    queue_for_job(job=job, task=plan_run, argument=run.pk)
    return run


@transaction.atomic
def continue_run(*, run: DetectionRun, started_by: User | None) -> Job:
    """Continue a search that was stopped or failed, and retry its failed tiles. Finished tiles stay as they
    are.

    Raises NothingToDo, or JobAlreadyRunning while another search of the campaign is running.
    """
    job = _start_job(run.campaign, started_by)
    TileResult.objects.filter(run=run).failed().update(
        state=TileResult.State.PENDING, failure_parts="", finished_at=None, n_attempts=0, n_alone=0
    )
    unfinished = TileResult.objects.filter(run=run).pending()
    if run.is_searched() and not unfinished.exists():
        raise NothingToDo(_("Every tile of this search is finished, and none has failed."))
    run.chunks.filter(pk__in=unfinished.values("chunk")).update(state=RunChunk.State.PENDING, claim=None)
    run.job = job
    run.save(update_fields=["job"])
    queue_for_job(job=job, task=plan_run, argument=run.pk)
    return job


def _start_job(campaign: Campaign, started_by: User | None) -> Job:
    waiting = _("Waiting for a worker")
    return start_job(campaign=campaign, kind=Job.Kind.DETECT, started_by=started_by, message=waiting)


def _newest_model(campaign: Campaign) -> ModelVersion:
    model = campaign.model_versions.newest()
    if model is None:
        raise NoModelYet(_("There is no model yet. Label some tiles, then retrain."))
    return model


def _frozen_inputs(campaign: Campaign, model: ModelVersion) -> dict[str, Any]:
    if model.segmentation_key != campaign.segmentation.key:
        raise UnfitModel(
            _(
                "Model v%(number)d was trained on superpixels cut with other settings. "
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


def _share_and_threshold(model: ModelVersion, threshold: float | str | None) -> dict[str, float | None]:
    share, thresholds = model.search_settings()
    return {"share": share, "threshold": _probability(thresholds, threshold)}


def _probability(thresholds: Mapping[str, float], threshold: float | str | None) -> float:
    value = threshold
    if not isinstance(threshold, float):
        value = thresholds.get(threshold or "precise", threshold)
    try:
        probability = float(value if value is not None else "")
    except (TypeError, ValueError):
        probability = -1.0
    if not 0.0 <= probability <= 1.0:
        raise BadThreshold(_("The threshold must be “precise”, “balanced” or a number from 0 to 1."))
    return probability
