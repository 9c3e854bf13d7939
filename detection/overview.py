"""The campaign's page. It belongs to no feature because it shows all of them."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from campaigns.models import Campaign, Job
from campaigns.roles import Role, has_role, role_in
from detection.review.queue import waiting_for
from detection.runs.coverage import shares_of
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun, TileResult
from detection.runs.novelty import USUAL_SHARE, novel_tiles
from detection.runs.progress import STATE_NAMES, state_of
from detection.training.learning import learning_of
from detection.training.models import RegionEstimate
from labeling.interface import (
    dates_in_words,
    estimate_prevalence,
    labeling_summary,
    open_events,
    place_in_words,
    visible_campaigns,
)
from ml import tiles

MAX_ROWS = 20
MAX_NOVEL_TILES = 50
MAX_NOVEL_PICTURES = 6
State = Detection.State


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(visible_campaigns(request).select_related("source"), slug=slug)
    role = role_in(request.user, campaign)
    if role is None:
        return _short_version(request, campaign)
    is_editor = has_role(request.user, campaign, Role.EDITOR)
    context: dict[str, Any] = {
        "campaign": campaign,
        "is_editor": is_editor,
        "is_admin": role == Role.ADMIN,
        "labeling": labeling_summary(campaign),
        "prevalence": estimate_prevalence(campaign),
        "events": open_events(campaign),
        "release": campaign.releases.first(),
        **_learning(campaign),
        **_searching(campaign),
        "reviewing": _reviewing(campaign, cast(User, request.user) if is_editor else None),
    }
    return render(request, "detection/campaign.html", context)


def _short_version(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    # Guests of a campaign that is not public may label, and read nothing else.
    context = {"campaign": campaign, "release": campaign.releases.first() if campaign.is_public else None}
    return render(request, "detection/campaign_short.html", context)


def _learning(campaign: Campaign) -> dict[str, Any]:
    models = campaign.model_versions.newest_first().select_related("created_by")
    return {
        "models": models[:MAX_ROWS],
        "newest_model": models.first(),
        "learning": learning_of(campaign),
        "training": _newest_job(campaign, Job.Kind.TRAIN),
        "preparing": _newest_job(campaign, Job.Kind.PREPARE),
    }


def _searching(campaign: Campaign) -> dict[str, Any]:
    runs = campaign.runs.newest_first().select_related("model_version", "job", "created_by", "repeats")
    rows = [_run_row(run) for run in runs[:MAX_ROWS]]
    return {
        "runs": rows,
        "newest_run": rows[0] if rows else None,
        "current_run": campaign.runs.filter(is_current=True).first(),
        "insight": _insight(rows[0]["run"]) if rows else None,
        "searching": _newest_job(campaign, Job.Kind.DETECT),
    }


def _insight(run: DetectionRun) -> dict[str, Any]:
    """What is known about the newest search besides its findings."""
    unusual = novel_tiles(run, MAX_NOVEL_TILES)
    return {
        "novel_share": run.novel_share(),
        "usual_share": USUAL_SHARE,
        "novel_tiles": unusual,
        "novel_pictures": _pictures([tile for tile in unusual if tile.tile_id][:MAX_NOVEL_PICTURES]),
        "estimate": _estimate_of(run),
        "rescoring": run.rescorings.finished().select_related("model_version").last(),
    }


def _pictures(results: list[TileResult]) -> list[dict[str, Any]]:
    """What a thumbnail of each tile shows, in words; its address is made from z, x and y."""
    return [
        {
            "tile": one,
            "place": place_in_words((south + north) / 2, (west + east) / 2),
            "captured": dates_in_words(one.captured_from, one.captured_to),
        }
        for one in results
        for west, south, east, north in [tiles.Tile(one.z, one.x, one.y).bounds]
    ]


def _estimate_of(run: DetectionRun) -> RegionEstimate | None:
    if run.share is None:
        return None
    # Only the estimate that the search was started with: one made later says nothing about it.
    return RegionEstimate.objects.filter(model_version=run.model_version, share=run.share).first()


def _reviewing(campaign: Campaign, editor: User | None) -> dict[str, int] | None:
    # The search that the review page opens, so that both pages show the same numbers.
    run = campaign.runs.current()
    if run is None:
        return None
    counts = _review_counts(run)
    return counts if editor is None else {**counts, "n_waiting": waiting_for(editor, run).count()}


def _run_row(run: DetectionRun) -> dict[str, Any]:
    counts, n_open = run.counts(), run.n_open_failures()
    return {
        "run": run,
        "state_name": STATE_NAMES[state_of(run, counts, n_open)],
        "shares": shares_of(counts),
        "n_newer": run.tile_results.filter(is_newer=True).count() if run.repeats_id is not None else 0,
        **_review_counts(run),
    }


def _review_counts(run: DetectionRun) -> dict[str, int]:
    states = dict(run.findings().values_list("review_state").annotate(Count("id")))
    n_confirmed, n_rejected = states.get(State.CONFIRMED, 0), states.get(State.REJECTED, 0)
    n_detections = sum(states.values())
    return {
        "n_detections": n_detections,
        "n_confirmed": n_confirmed,
        "n_undecided": n_detections - n_confirmed - n_rejected,
    }


def _newest_job(campaign: Campaign, kind: Job.Kind) -> Job | None:
    return campaign.jobs.filter(kind=kind).select_related("started_by").first()
