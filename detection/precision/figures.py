"""What a sample says about its search, from the decisions as they stand now."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet

from detection.precision.agreement import krippendorff_alpha
from detection.precision.estimates import (
    Interval,
    Judged,
    JudgedStratum,
    estimated_area,
    stratified_share,
    wilson_interval,
)
from detection.precision.models import PrecisionSample
from detection.precision.pace import seconds_between
from detection.review.models import Review
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

State = Detection.State
DECIDED = (State.CONFIRMED, State.REJECTED)
FEW = 30
"""With fewer decided findings the figures are shown with a warning."""
MIN_PAIRED = 10
"""Findings on which two editors decided independently, for alpha."""
MIN_GAPS = 5
"""Gaps between decisions, for a median."""


@dataclass(frozen=True)
class Agreement:
    alpha: float | None
    """None when too few findings were decided by two editors, or when all decisions are the same."""
    n_findings: int
    """Those that two editors or more decided on, each on their own."""

    @property
    def is_too_little(self) -> bool:
        return self.n_findings < MIN_PAIRED


@dataclass(frozen=True)
class EditorPace:
    editor: str
    n_sampled: int
    """Findings of the sample that they have decided on, or left unsure."""
    median_seconds: float | None
    n_gaps: int


@dataclass(frozen=True)
class Pace:
    """Of the search: seconds from one decision of an editor to the next."""

    median_seconds: float | None
    n_gaps: int
    editors: list[EditorPace]


@dataclass(frozen=True)
class Figures:
    sample: PrecisionSample
    states: dict[str, int]
    """Number of sampled findings by state."""
    n_before: int
    """Decided ones of which a decision is older than the sample, so that it was made in view of the score."""
    share: Interval | None
    """Precision: the part of decided sampled findings that are confirmed, 0..1."""
    weighted: Interval | None
    area: Interval | None
    """Hectares that are right, of those mapped."""
    agreement: Agreement
    pace: Pace
    is_outdated: bool

    @property
    def n_confirmed(self) -> int:
        return self.states.get(State.CONFIRMED, 0)

    @property
    def n_decided(self) -> int:
        return sum(self.states.get(state, 0) for state in DECIDED)

    @property
    def n_open(self) -> int:
        return self.sample.size - self.n_decided

    @property
    def n_unsure(self) -> int:
        return self.states.get(State.UNSURE, 0)

    @property
    def n_disputed(self) -> int:
        return self.states.get(State.DISPUTED, 0)

    @property
    def n_waiting(self) -> int:
        """Open ones that lack a decision."""
        return self.n_open - self.n_unsure - self.n_disputed

    @property
    def rests_on_few(self) -> bool:
        return self.n_decided < FEW


def figures_of(sample: PrecisionSample) -> Figures:
    findings = Detection.objects.filter(sampled__sample=sample)
    states = dict(findings.order_by().values_list("review_state").annotate(Count("pk")))
    n_decided = sum(states.get(state, 0) for state in DECIDED)
    strata = judged_strata(sample)
    return Figures(
        sample=sample,
        states=states,
        n_before=_decided_before(sample),
        share=wilson_interval(states.get(State.CONFIRMED, 0), n_decided) if n_decided else None,
        weighted=stratified_share(strata),
        area=estimated_area(strata),
        agreement=agreement_on(findings, sample.run),
        pace=pace_of(sample),
        is_outdated=sample.is_outdated(),
    )


def judged_strata(sample: PrecisionSample) -> list[JudgedStratum]:
    judged: dict[int, list[Judged]] = defaultdict(list)
    decided = sample.findings.filter(detection__review_state__in=DECIDED)
    columns = ("stratum", "detection__area_ha", "detection__review_state")
    for stratum, area_ha, state in decided.order_by("pk").values_list(*columns):
        judged[stratum].append(Judged(area_ha, state == State.CONFIRMED))
    return [
        JudgedStratum(part.n_findings, part.area_ha, judged[number])
        for number, part in enumerate(sample.parts)
    ]


def _decided_before(sample: PrecisionSample) -> int:
    decided = sample.findings.filter(detection__review_state__in=DECIDED)
    early = Review.objects.standing().filter(
        detection__in=decided.values("detection"), created_at__lt=sample.drawn_at
    )
    return early.values("detection").distinct().count()


def agreement_on(findings: QuerySet[Detection], run: DetectionRun) -> Agreement:
    """On the first independent decisions on each finding, one an editor, as many as publishing needs.

    No more than these: a confirmation of what is confirmed already never counts as independent, a rejection
    does, so that later decisions would show too little agreement. "Unsure" is no value.
    """
    made = Review.objects.made_by_people().filter(detection__in=findings.order_by().values("pk"))
    independent = made.filter(independent=True).exclude(decision=Review.Decision.UNSURE)
    first: dict[int, dict[int, str]] = defaultdict(dict)
    rows = independent.order_by("created_at", "pk").values_list("detection", "editor", "decision")
    for finding, editor, decision in rows:
        first[finding].setdefault(editor, decision)
    needed = run.campaign.confirmations_to_publish
    units = [list(said.values())[:needed] for said in first.values()]
    n_paired = sum(len(unit) >= 2 for unit in units)
    return Agreement(krippendorff_alpha(units) if n_paired >= MIN_PAIRED else None, n_paired)


def pace_of(sample: PrecisionSample) -> Pace:
    """Of every editor who has decided in the search; pauses are left out."""
    made = Review.objects.filter(detection__run=sample.run, carried_from__isnull=True)
    moments = defaultdict(list)
    for editor, moment in made.order_by("created_at").values_list("editor", "created_at"):
        moments[editor].append(moment)
    in_sample = Review.objects.standing().filter(detection__sampled__sample=sample)
    n_sampled = Counter(in_sample.order_by().values_list("editor", flat=True))
    gaps = {editor: seconds_between(moments[editor]) for editor in moments.keys() | n_sampled.keys()}
    names = {user.pk: user.get_username() for user in User.objects.filter(pk__in=gaps)}
    editors = [
        EditorPace(names[editor], n_sampled[editor], _median(gaps[editor]), len(gaps[editor]))
        for editor in sorted(gaps, key=lambda key: names[key])
    ]
    together = [gap for one in gaps.values() for gap in one]
    return Pace(_median(together), len(together), editors)


def _median(gaps: list[float]) -> float | None:
    return median(gaps) if len(gaps) >= MIN_GAPS else None


def samples_that_count(run: DetectionRun) -> Iterator[PrecisionSample]:
    """The newest first, without those drawn from other findings than the search has now."""
    return (sample for sample in PrecisionSample.objects.of(run) if not sample.is_outdated())
