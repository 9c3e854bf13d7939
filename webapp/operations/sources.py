"""Imagery sources that have failed lately, from what a few rows say: no table of tiles is counted."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from detection.runs.models import DetectionRun, TileResult
from imagery.models import SourceProbe

MOST = 20
MOST_COUNTED = 1000
"""A count stops here: whether a thousand tiles failed or all of them, the answer is the same."""


@dataclass(frozen=True)
class FailingSource:
    name: str
    campaign: str
    """Empty for a source that somebody looked at and did not store."""
    run: int | None
    n_failed: int
    reason: str

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)


def failing_sources(*, since: datetime) -> list[FailingSource]:
    """The newest searches whose tiles failed since then, and looks at sources that failed."""
    runs = DetectionRun.objects.filter(job__heartbeat_at__gte=since).select_related("campaign", "source")
    found = [_of_run(run, since) for run in runs.order_by("-pk")[:MOST]]
    return [*filter(None, found), *_of_probes(since)]


def _of_run(run: DetectionRun, since: datetime) -> FailingSource | None:
    failed = TileResult.objects.filter(run=run).failed()
    newest = failed.filter(finished_at__gte=since)[:MOST_COUNTED]
    reasons = list(newest.values_list("failure_parts", flat=True))
    if not reasons:
        return None
    return FailingSource(run.source.name, run.campaign.slug, run.number, len(reasons), str(reasons[0]))


def _of_probes(since: datetime) -> list[FailingSource]:
    failed = SourceProbe.objects.filter(state=SourceProbe.State.FAILED, state_at__gte=since)
    stored = failed.filter(source__isnull=False).select_related("source").order_by("-state_at")[:MOST]
    return [FailingSource(probe.source.name, "", None, 1, probe.failure) for probe in stored if probe.source]
