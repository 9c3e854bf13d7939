"""Which detections may be published, and what still keeps the others back."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from detection.publication.models import Release
from detection.review.models import Review
from detection.runs.models import Detection, DetectionRun


def publishable(run: DetectionRun) -> QuerySet[Detection]:
    """What enough different editors confirm and nobody rejects, with `n_confirmed`; the largest first.

    Votes are counted anew: the state alone would still say "confirmed" after the campaign asked for more.
    """
    confirmed = Q(reviews__superseded_at__isnull=True, reviews__decision=Review.Decision.CONFIRMED)
    rejections = Review.objects.standing().filter(detection=OuterRef("pk"), decision=Review.Decision.REJECTED)
    return (
        Detection.objects.filter(~Exists(rejections), run=run, review_state=Detection.State.CONFIRMED)
        .annotate(n_confirmed=Count("reviews__editor", filter=confirmed, distinct=True))
        .filter(n_confirmed__gte=run.campaign.confirmations_to_publish)
        .select_related("tile_result__tile")
        .order_by("-area_ha", "pk")
    )


@dataclass(frozen=True)
class ReleasePreview:
    """What a release made now would hold, and what is missing."""

    n_places: int
    area_ha: float
    waiting: dict[str, int]
    """Detections that stay behind, by review state."""
    coverage: dict[str, int]
    """Tiles of the run by state."""
    is_news: bool
    """False when the newest release already says exactly this."""

    @property
    def n_waiting(self) -> int:
        return sum(self.waiting.values()) - self.waiting.get(Detection.State.REJECTED, 0)

    @property
    def n_tiles(self) -> int:
        return sum(self.coverage.values())


def preview(run: DetectionRun) -> ReleasePreview:
    places = list(publishable(run).values_list("pk", "area_ha"))
    behind = run.detections.exclude(pk__in=publishable(run).order_by().values("pk"))
    coverage = run.counts()
    return ReleasePreview(
        n_places=len(places),
        area_ha=sum(area for _, area in places),
        waiting=dict(behind.order_by().values_list("review_state").annotate(Count("pk"))),
        coverage=coverage,
        is_news=says_something_new(run, {pk for pk, _ in places}, coverage),
    )


def says_something_new(run: DetectionRun, detections: set[int], coverage: dict[str, int]) -> bool:
    """False when the campaign's newest release holds just these places of this run and just this coverage."""
    latest = Release.objects.filter(campaign=run.campaign).first()
    if latest is None or latest.run_id != run.pk or latest.coverage != coverage:
        return True
    return set(latest.places.values_list("detection_id", flat=True)) != detections
