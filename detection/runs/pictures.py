"""Which stored pictures somebody still needs, and which have to go, as the terms of their source ask."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from campaigns.models import Campaign
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun, TileResult
from imagery.models import ImagerySource, Tile
from labeling.interface import pictures_in_use

LEFT_ALONE = timedelta(days=1)
"""How long a picture that may not be kept stays after it was read: whoever asked for it looks at it
meanwhile."""
OPEN = (
    Detection.State.UNREVIEWED,
    Detection.State.NEEDS_SECOND,
    Detection.State.UNSURE,
    Detection.State.DISPUTED,
)


def limited_sources() -> "QuerySet[ImagerySource]":
    return ImagerySource.objects.filter(Q(may_cache=False) | Q(keep_days__isnull=False))


def tiles_in_need(source: ImagerySource) -> "QuerySet[Tile]":
    """Tiles of a source whose pictures people are to look at: in open queues, and under open review in the
    newest search of each campaign, which is the one that editors see."""
    campaigns = Campaign.objects.filter(runs__source=source).distinct()
    newest = [run.pk for campaign in campaigns if (run := campaign.runs.current())]
    in_force = Detection.objects.filter(run__in=newest, finding_set=F("run__finding_set"))
    under_review = in_force.filter(review_state__in=OPEN)
    # Findings reach across tiles: all tiles with positive superpixels, which are few.
    positive = TileResult.objects.filter(run__in=under_review.values("run"), n_positive__gt=0)
    asked = Q(pk__in=pictures_in_use(source).values("pk"))
    return Tile.objects.filter(asked | Q(pk__in=positive.values("tile")), source=source)


def due_for_deletion(source: ImagerySource, now: datetime | None = None) -> "QuerySet[Tile]":
    """Pictures that may not be kept and are no longer needed, and those older than the terms allow, needed or
    not."""
    now = now or timezone.now()
    due = Q(pk__in=[])
    if not source.may_cache:
        due |= Q(read_at__lt=now - LEFT_ALONE) & ~Q(pk__in=tiles_in_need(source).values("pk"))
    if source.keep_days is not None:
        due |= Q(read_at__lt=now - timedelta(days=source.keep_days))
    return Tile.objects.ready().filter(due, source=source)


def wanted_again(source: ImagerySource) -> "QuerySet[Tile]":
    repeated = DetectionRun.objects.filter(source=source, source_version=source.version)
    versions = Q(source_version=source.version) | Q(source_version__in=repeated.values("tiles_version"))
    expired = Tile.objects.filter(versions, state=Tile.State.EXPIRED, source=source)
    return expired.filter(pk__in=tiles_in_need(source).values("pk")).order_by("pk")
