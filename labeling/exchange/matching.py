"""Tiles that a file speaks of, found or made in a campaign."""

from dataclasses import dataclass

from campaigns.models import Campaign
from imagery.errors import ImageryError
from imagery.messages import message as _
from imagery.messages import words_of
from imagery.models import Tile, TileSegmentation
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import ensure_segmentation
from labeling.errors import BadLabels
from labeling.models import LabelTile
from ml import tiles
from ml.errors import MlError


@dataclass(frozen=True)
class Named:
    """A tile as a file names it, and how many superpixels it must have at least."""

    address: tiles.Tile
    segmentation: str
    picture_sha256: str
    is_random: bool = False


def find_segmentations(campaign: Campaign, wanted: dict[Named, int]) -> dict[Named, TileSegmentation]:
    """The campaign's own segmentation of each tile, read from the source where it is not there yet. Raises
    `BadLabels` where pictures or superpixels are not those that the file's numbers mean."""
    return {named: _find(campaign, named, highest) for named, highest in wanted.items()}


def _find(campaign: Campaign, named: Named, highest: int) -> TileSegmentation:
    words = {"tile": str(named.address)}
    if named.address.z != campaign.zoom or named.segmentation != campaign.segmentation.key:
        raise BadLabels(_("Tile %(tile)s was cut with other settings than this campaign's.") % words)
    tile = prepare_tile(source=campaign.source, address=named.address)
    if tile.state != Tile.State.READY:
        raise BadLabels(_("Tile %(tile)s cannot be read from this campaign's imagery source.") % words)
    if tile.sha256 != named.picture_sha256:
        raise BadLabels(
            _("Tile %(tile)s has another picture here: superpixels would not be the same.") % words
        )
    try:
        segmentation = ensure_segmentation(tile=tile, settings=campaign.segmentation)
    except (ImageryError, MlError) as error:
        raise BadLabels(words_of(error)) from error
    if highest > segmentation.n_superpixels:
        raise BadLabels(_("Tile %(tile)s has fewer superpixels than the file names.") % words)
    return segmentation


def queue_named(
    campaign: Campaign, segmentations: dict[Named, TileSegmentation]
) -> dict[tuple[int, int], LabelTile]:
    """The tiles' rows in the queue, held until the transaction ends, by (x, y)."""
    for named, segmentation in segmentations.items():
        LabelTile.objects.get_or_create(
            campaign=campaign,
            tile=segmentation.tile,
            defaults={"segmentation": segmentation, "is_random": named.is_random},
        )
    wanted = [segmentation.tile_id for segmentation in segmentations.values()]
    rows = LabelTile.objects.filter(campaign=campaign, tile__in=wanted).order_by("pk")
    held = rows.select_for_update(of=("self",)).select_related("tile", "campaign")
    return {(row.tile.x, row.tile.y): row for row in held}
