"""How fast a search goes, what it waits for, and how long it will take. Reads counters only, never its
tiles."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

import numpy as np
from django.conf import settings
from django.db.models import Count, F, Max, Min, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.models import Job
from campaigns.setup.region_facts import duration_in_words
from detection.runs.models import DetectionRun
from detection.runs.stages import READERS, STAGES

RECENT_MINUTES = 5
"""Over which the present speed is the mean."""
SPREAD_MINUTES = 15
MIN_MINUTES = 3
"""Whole minutes from which the spread says something."""
SLOW, QUICK = 0.1, 0.9
"""Quantiles of the minutes' speeds that bound the time left."""
RECENT_CHUNKS = 20
MIN_BARS, MAX_BARS = 20, 60
BAR_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440)
STAGE_NAMES: dict[str, str | Promise] = {
    "reading": _("Reading pictures"),
    "segmenting": _("Cutting superpixels"),
    "describing": _("Describing them"),
    "judging": _("Judging"),
}
STATE_NAMES: dict[str, str | Promise] = {
    "waiting": _("Waiting for a worker"),
    "planning": _("Listing the tiles"),
    "running": _("Searching"),
    "paused": _("Paused"),
    "complete": _("Complete"),
    "open_failures": _("Finished with open failures"),
    "stopped": _("Stopped"),
    "failed": _("Failed"),
}


@dataclass(frozen=True)
class TimeLeft:
    """Seconds until the last tile, at the mean speed of the last minutes and at that of the quick and the
    slow ones; `slow_s` is None where some minutes had no tile at all."""

    quick_s: float
    mean_s: float
    slow_s: float | None

    @property
    def quick_in_words(self) -> str:
        return duration_in_words(self.quick_s)

    @property
    def mean_in_words(self) -> str:
        return duration_in_words(self.mean_s)

    @property
    def slow_in_words(self) -> str:
        """Empty where it is unknown."""
        return duration_in_words(self.slow_s) if self.slow_s is not None else ""


@dataclass(frozen=True)
class Stage:
    """`seconds` a tile; `busy` is the share of the time, 0..1, for which its threads were at work."""

    name: str
    seconds: float
    busy: float

    @property
    def label(self) -> str:
        return str(STAGE_NAMES[self.name])

    @property
    def percent(self) -> float:
        return min(100.0, 100 * self.busy)


@dataclass(frozen=True)
class Bar:
    """`n_tiles` finished from `begins` on; `percent` of the highest bar's."""

    begins: datetime
    n_tiles: int
    percent: float

    @property
    def top(self) -> float:
        return 100 - self.percent


@dataclass(frozen=True)
class Throughput:
    minutes_each: int
    bars: list[Bar]

    @property
    def most_per_second(self) -> float:
        return max(bar.n_tiles for bar in self.bars) / (60 * self.minutes_each)

    @property
    def begins(self) -> datetime:
        return self.bars[0].begins

    @property
    def ends(self) -> datetime:
        return self.bars[-1].begins + timedelta(minutes=self.minutes_each)

    @property
    def width(self) -> int:
        """Of the plot in bars: few bars do not fill it."""
        return max(len(self.bars), MIN_BARS)


@dataclass(frozen=True)
class Progress:
    """`state` is a key of STATE_NAMES; `counts` are tiles by state."""

    state: str
    counts: dict[str, int]
    n_open: int
    tiles_per_second: float | None
    time_left: TimeLeft | None
    stages: list[Stage]
    throughput: Throughput | None

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def finished(self) -> int:
        return self.total - self.counts["pending"]

    @property
    def n_accepted(self) -> int:
        return self.counts["failed"] - self.n_open

    @property
    def slowest(self) -> Stage | None:
        """The stage that the others wait for."""
        return max(self.stages, key=lambda stage: stage.busy, default=None)


def progress_of(run: DetectionRun) -> Progress:
    counts, n_open = run.counts(), run.n_open_failures()
    state = state_of(run, counts, n_open)
    now = timezone.now().timestamp()
    is_going = state == "running"
    return Progress(
        state=state,
        counts=counts,
        n_open=n_open,
        tiles_per_second=_present_speed(run, now) if is_going else _mean_speed(run),
        time_left=_time_left(run, counts["pending"], now) if is_going else None,
        stages=_stages(run),
        throughput=_throughput(run),
    )


def repeated_tiles(run: DetectionRun) -> dict[str, int]:
    """Of a search that repeats another: tiles by whether the source has a newer picture."""
    counts = dict(run.tile_results.exclude(is_newer=None).values_list("is_newer").annotate(Count("pk")))
    return {"newer": counts.get(True, 0), "unchanged": counts.get(False, 0)}


def state_of(run: DetectionRun, counts: dict[str, int], n_open: int) -> str:
    job = run.job
    if job is not None and job.is_active:
        if run.is_paused:
            return "paused"
        if job.state == Job.State.QUEUED:
            return "waiting"
        return "running" if run.planned_at else "planning"
    if run.planned_at is not None and not counts["pending"]:
        return "open_failures" if n_open else "complete"
    return "failed" if job is not None and job.state == Job.State.FAILED else "stopped"


def _present_speed(run: DetectionRun, now: float) -> float | None:
    begun = run.job.started_at if run.job is not None else None
    if begun is None:
        return None
    first = max(int(begun.timestamp() // 60), int(now // 60) - RECENT_MINUTES)
    n_tiles = run.minutes.filter(minute__gte=first).aggregate(n=Sum("n_tiles", default=0))["n"]
    elapsed = now - max(begun.timestamp(), 60 * first)
    return n_tiles / elapsed if n_tiles and elapsed >= 1 else None


def _mean_speed(run: DetectionRun) -> float | None:
    """Over the minutes in which something was finished: what a pause or an outage took does not count."""
    sums = run.minutes.aggregate(n=Sum("n_tiles"), minutes=Count("pk"))
    return sums["n"] / (60 * sums["minutes"]) if sums["n"] else None


def _time_left(run: DetectionRun, n_pending: int, now: float) -> TimeLeft | None:
    """From the whole minutes before this one, at most the last 15, since the work began or went on."""
    begun = run.job.started_at if run.job is not None else None
    if begun is None:
        return None
    this = int(now // 60)
    first = max(int(begun.timestamp() // 60) + 1, this - SPREAD_MINUTES)
    if this - first < MIN_MINUTES:
        return None
    found = dict(run.minutes.filter(minute__gte=first, minute__lt=this).values_list("minute", "n_tiles"))
    speeds = np.array([found.get(minute, 0) for minute in range(first, this)]) / 60
    slow, quick, mean = np.quantile(speeds, SLOW), np.quantile(speeds, QUICK), speeds.mean()
    if not quick:
        return None
    return TimeLeft(
        float(n_pending / quick), float(n_pending / mean), float(n_pending / slow) if slow else None
    )


def _stages(run: DetectionRun) -> list[Stage]:
    recent = run.chunks.filter(searched_s__gt=0).order_by("-heartbeat_at")[:RECENT_CHUNKS]
    rows = list(recent.values("searched_s", "n_pending", *(f"{stage}_s" for stage in STAGES), n=_finished()))
    n_tiles, searched = sum(row["n"] for row in rows), sum(row["searched_s"] for row in rows)
    if not n_tiles or not searched:
        return []
    sums = {stage: sum(row[f"{stage}_s"] for row in rows) for stage in STAGES}
    return [
        Stage(stage, sums[stage] / n_tiles, sums[stage] / (searched * _threads(stage))) for stage in STAGES
    ]


def _finished() -> F:
    return F("n_analysed") + F("n_no_imagery") + F("n_failed")  # type: ignore[return-value]  # an expression


def _threads(stage: str) -> int:
    return READERS if stage == "reading" else settings.SEARCH_THREADS


def _throughput(run: DetectionRun) -> Throughput | None:
    ends = run.minutes.aggregate(first=Min("minute"), last=Max("minute"))
    if ends["first"] is None:
        return None
    span = ends["last"] - ends["first"] + 1
    fitting = (minutes for minutes in BAR_MINUTES if span <= minutes * (MAX_BARS - 1))
    each = next(fitting, ceil(span / (MAX_BARS - 1)))
    # A whole number divided by a whole number: the database rounds down.
    placed = run.minutes.order_by().annotate(bar=F("minute") / each)
    found = dict(placed.values_list("bar").annotate(n=Sum("n_tiles")))
    most = max(found.values())
    bars = [
        Bar(datetime.fromtimestamp(60 * bar * each, UTC), n, 100 * n / most)
        for bar in range(ends["first"] // each, ends["last"] // each + 1)
        for n in [found.get(bar, 0)]
    ]
    return Throughput(each, bars)
