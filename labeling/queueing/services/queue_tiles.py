from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from random import Random

from django.db.models import Q

from campaigns.models import Campaign, Job
from imagery.errors import ImageryError
from imagery.messages import Message, Words, words_of
from imagery.messages import message as _
from imagery.models import Tile, TileSegmentation
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import ensure_segmentation
from labeling.models import LabelTile, Reason
from ml import tiles
from ml.errors import MlError

FAILURES_IN_A_ROW = 25
"""The imagery source is then assumed to be down."""
REQUESTED_PRIORITY = 1e9
"""Above every other priority, until the queue is ordered again."""


@dataclass
class Progress:
    wanted: int
    added: int
    outcomes: Counter[str] = field(default_factory=Counter)
    failures_in_a_row: int = 0
    last_failure: Words = ""

    @property
    def is_over(self) -> bool:
        return self.added >= self.wanted or self.failures_in_a_row >= FAILURES_IN_A_ROW

    def note(self, outcome: str, failure: Words = "") -> None:
        self.outcomes[outcome] += 1
        self.added += outcome == "added"
        self.failures_in_a_row = self.failures_in_a_row + 1 if outcome == "failed" else 0
        self.last_failure = failure or self.last_failure


def queue_tiles(*, job: Job) -> Progress | None:
    """Read, segment and queue tiles until the job has its number; a job taken over from a dead worker
    continues with what is missing. None when the job was stopped. A tile that fails does not stop the
    others."""
    progress = Progress(wanted=job.total, added=job.done)
    requested = requested_tiles(job)
    for address in requested[job.done :] if requested else _untried_tiles(job.campaign, seed=job.pk):
        if progress.is_over:
            break
        progress.note(*_queue_one(job.campaign, address, Reason.REQUESTED if requested else None))
        if not job.report(progress.added, progress.wanted):
            return None
    return progress


def queue_random_tiles(
    campaign: Campaign, count: int, go_on: Callable[[], bool], chosen: Collection[tiles.Tile] = ()
) -> int | None:
    """Queue that many random tiles, or as many as there are; None when `go_on` said no. Tiles that are
    `chosen` anyway are drawn like any other but not counted."""
    progress = Progress(wanted=count, added=0)
    for address in _untried_tiles(campaign, seed=campaign.pk):
        if progress.is_over:
            break
        outcome, failure = _queue_one(campaign, address)
        progress.note("known" if outcome == "added" and address in chosen else outcome, failure)
        if not go_on():
            return None
    return progress.added


def requested_tiles(job: Job) -> list[tiles.Tile]:
    return [tiles.Tile(job.campaign.zoom, x, y) for x, y in job.result.get("tiles", [])]


def _untried_tiles(campaign: Campaign, seed: int) -> Iterator[tiles.Tile]:
    """The region's tiles in random order, but those drawn before. Tiles that somebody chose are drawn like
    any other: left out, the random ones would miss what was known."""
    # Of these pictures: tiles from before a change of source or zoom do not stand for the place.
    present = {"tile__source": campaign.source_id, "tile__source_version": campaign.source.version}
    chosen = Q(reason__in=(Reason.REQUESTED, Reason.KNOWN_PLACE), is_random=False)
    drawn = LabelTile.objects.filter(campaign=campaign, tile__z=campaign.zoom, **present).exclude(chosen)
    queued = set(drawn.values_list("tile__x", "tile__y"))
    addresses = [(tile.x, tile.y) for tile in tiles.tiles_in_geometry(campaign.region, campaign.zoom)]
    Random(seed).shuffle(addresses)  # noqa: S311 - a sample, not a secret
    return (tiles.Tile(campaign.zoom, x, y) for x, y in addresses if (x, y) not in queued)


def queue_tile(campaign: Campaign, address: tiles.Tile, reason: Reason) -> tuple[LabelTile | None, Words]:
    """Queue a tile that somebody chose; None, and why, when it has no picture."""
    outcome, failure = _queue_one(campaign, address, reason)
    queued = LabelTile.objects.filter(
        campaign=campaign, tile__z=address.z, tile__x=address.x, tile__y=address.y
    )
    if outcome != "added":
        return None, failure
    return queued.select_related("tile", "segmentation__tile").order_by("-pk").first(), ""


def _queue_one(campaign: Campaign, address: tiles.Tile, reason: Reason | None = None) -> tuple[str, Words]:
    tile = prepare_tile(source=campaign.source, address=address)
    if tile.state == Tile.State.NO_IMAGERY:
        return "no_imagery", ""
    if tile.state != Tile.State.READY:
        return "failed", tile.failure_parts
    try:
        segmentation = ensure_segmentation(tile=tile, settings=campaign.segmentation)
    except (ImageryError, MlError) as error:
        return "failed", words_of(error)
    is_new = _add_to_queue(campaign, tile, segmentation, reason)
    if campaign.comparison_source is not None:
        prepare_tile(source=campaign.comparison_source, address=address)
    return "added" if is_new or reason else "known", ""


def _add_to_queue(
    campaign: Campaign, tile: Tile, segmentation: TileSegmentation, reason: Reason | None
) -> bool:
    """Whether the tile is new to the queue."""
    # Random tiles are drawn before any model has rated them.
    draw = Random(f"{campaign.pk}-{tile.quadkey}").random()  # noqa: S311 - a sample, not a secret
    is_random = reason is None and draw < campaign.random_share
    row, is_new = LabelTile.objects.get_or_create(
        campaign=campaign, tile=tile, defaults={"segmentation": segmentation, "is_random": is_random}
    )
    found = LabelTile.objects.filter(pk=row.pk)
    if is_random and not is_new:
        found.update(is_random=True)
    if reason:
        # Known places come in any order, so that their tiles do not give themselves away.
        if reason != Reason.REQUESTED:
            found = found.exclude(reason=Reason.REQUESTED)
        priority = REQUESTED_PRIORITY * (1 if reason == Reason.REQUESTED else draw / 2)
        found.update(priority=priority, reason=reason)
    return is_new


def close_job(*, job: Job, progress: Progress) -> None:
    outcomes = progress.outcomes
    if progress.added == 0 or progress.failures_in_a_row >= FAILURES_IN_A_ROW:
        job.fail(_reason(progress))
        return
    words = {"added": progress.added, "empty": outcomes["no_imagery"], "failed": outcomes["failed"]}
    message = _("%(added)d tiles queued; %(empty)d without imagery, %(failed)d could not be read.") % words
    job.succeed(message, **words)


def _reason(progress: Progress) -> Message:
    if progress.last_failure:
        return _("%(added)d tiles queued, then the imagery could not be read: %(failure)s") % {
            "added": progress.added,
            "failure": progress.last_failure,
        }
    return _("No more tiles with imagery in the region. Enlarge the region, or check the imagery source.")
