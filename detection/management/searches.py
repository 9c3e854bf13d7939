"""What the commands about searches share."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from campaigns.management.command import describe_job
from campaigns.models import Campaign
from detection.runs.models import DetectionRun


def find_run(campaign: Campaign, number: int | None) -> DetectionRun:
    """The search with this number, or the newest. Raises CommandError."""
    runs = campaign.runs.select_related("campaign", "model_version", "job")
    run = runs.filter(number=number).first() if number is not None else runs.newest_first().first()
    if run is not None:
        return run
    if number is None:
        raise CommandError(f"{campaign.slug} has no search yet; manage.py search {campaign.slug} starts one.")
    known = ", ".join(str(one.number) for one in runs.newest_first()[:10]) or "none yet"
    raise CommandError(f"{campaign.slug} has no search {number}. There are: {known}.")


def describe_run(run: DetectionRun) -> dict[str, Any]:
    run.refresh_from_db()
    job = describe_job(run.job) if run.job else {}
    return {
        "campaign": run.campaign.slug,
        "run": run.number,
        "model": run.model_version.number,
        "threshold": run.threshold,
        "rule": run.rule,
        "min_positive_superpixels": run.min_positive_superpixels,
        "lone_threshold": run.lone_threshold,
        "tiles": run.counts(),
        "findings": run.findings().count(),
        **job,
    }


def run_in_words(answer: Mapping[str, Any]) -> str:
    tiles = ", ".join(f"{n} {state}" for state, n in answer["tiles"].items())
    lines = [
        f"Search {answer['run']} of {answer['campaign']} (model v{answer['model']}): "
        f"{answer.get('state', 'no job')}",
        f"Tiles: {tiles}",
        f"Findings: {answer['findings']}",
    ]
    if answer.get("failure"):
        lines.append(f"Why: {answer['failure']}")
    return "\n".join(lines)
