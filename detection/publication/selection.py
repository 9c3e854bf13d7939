"""Which findings may be published, and what a release would contain now."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from campaigns.models import Campaign
from detection.publication.districts.lookup import districts_key
from detection.publication.models import Release
from detection.review.models import Review
from detection.review.verdict import CONFIRMING
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun


def publishable(run: DetectionRun) -> QuerySet[Detection]:
    """Findings that enough different editors confirmed, each on their own, and nobody rejected, the largest
    first, with `n_confirmed`.

    Confirmations are counted again: what is published never rests on the stored state alone.
    """
    rejections = Review.objects.standing().filter(detection=OuterRef("pk"), decision=Review.Decision.REJECTED)
    return (
        Detection.objects.filter(~Exists(rejections), finding_set=run.finding_set_id)
        .filter(review_state=Detection.State.CONFIRMED)
        .annotate(n_confirmed=Count("reviews__editor", filter=CONFIRMING, distinct=True))
        .filter(n_confirmed__gte=run.campaign.confirmations_to_publish)
        .select_related("tile_result__tile", "place")
        .order_by("-area_ha", "pk")
    )


@dataclass(frozen=True)
class ReleasePreview:
    """What a release would contain now, and what is missing."""

    n_places: int
    area_ha: float
    waiting: dict[str, int]
    """Number of findings left out, by review state."""
    coverage: dict[str, int]
    """Number of tiles of the search by state."""
    is_news: bool
    """False when the release would be the same as the newest one."""
    replaces_places: bool
    """Whether the newest release has places, so that an empty one would say something."""

    @property
    def n_waiting(self) -> int:
        return sum(self.waiting.values()) - self.waiting.get(Detection.State.REJECTED, 0)

    @property
    def n_tiles(self) -> int:
        return sum(self.coverage.values())


def preview_release(run: DetectionRun) -> ReleasePreview:
    places = list(publishable(run).values_list("pk", "area_ha"))
    left_out = run.findings().exclude(pk__in=publishable(run).order_by().values("pk"))
    coverage = run.counts()
    return ReleasePreview(
        n_places=len(places),
        area_ha=sum(area for _, area in places),
        waiting=dict(left_out.order_by().values_list("review_state").annotate(Count("pk"))),
        coverage=coverage,
        is_news=is_news(run, {pk for pk, _ in places}, coverage),
        replaces_places=shows_places(run.campaign),
    )


def shows_places(campaign: Campaign) -> bool:
    newest = campaign.releases.first()
    return newest is not None and newest.places.exists()


def is_news(run: DetectionRun, detection_ids: set[int], coverage: dict[str, int]) -> bool:
    latest = Release.objects.filter(campaign=run.campaign).first()
    if latest is None or latest.run_id != run.pk or latest.coverage != coverage:
        return True
    if latest.card.get("districts_key", "") != districts_key(run.campaign):
        return True
    return set(latest.places.values_list("detection_id", flat=True)) != detection_ids
