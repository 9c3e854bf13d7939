"""Find or create the tiles that an imported file refers to."""

from dataclasses import dataclass

from campaigns.models import Campaign
from imagery.errors import ImageryError
from imagery.messages import message as _
from imagery.messages import words_of
from imagery.models import Tile, TileSegmentation
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import ensure_segmentation
from labeling.errors import InvalidLabelFile
from labeling.models import LabelTile
from ml import tiles
from ml.errors import MlError


@dataclass(frozen=True)
class TileReference:
    """A tile as a file refers to it."""

    address: tiles.Tile
    segmentation: str
    picture_sha256: str
    is_random: bool = False


def find_segmentations(
    campaign: Campaign, wanted: dict[TileReference, int]
) -> dict[TileReference, TileSegmentation]:
    """The campaign's segmentation of each tile; `highest` maps it to the highest superpixel number in the
    file. Missing tiles are read from the imagery source. Raises `InvalidLabelFile` where picture or
    superpixels differ from those of the file."""
    return {reference: _find(campaign, reference, highest) for reference, highest in wanted.items()}


def _find(campaign: Campaign, reference: TileReference, highest: int) -> TileSegmentation:
    words = {"tile": str(reference.address)}
    if reference.address.z != campaign.zoom or reference.segmentation != campaign.segmentation.key:
        raise InvalidLabelFile(
            _("Tile %(tile)s was segmented with other settings than this campaign's.") % words
        )
    tile = prepare_tile(source=campaign.source, address=reference.address)
    if tile.state != Tile.State.READY:
        raise InvalidLabelFile(_("Tile %(tile)s cannot be read from this campaign's imagery source.") % words)
    if tile.sha256 != reference.picture_sha256:
        raise InvalidLabelFile(
            _("Tile %(tile)s has a different picture here, so its superpixels differ.") % words
        )
    try:
        segmentation = ensure_segmentation(tile=tile, settings=campaign.segmentation)
    except (ImageryError, MlError) as error:
        raise InvalidLabelFile(words_of(error)) from error
    if highest > segmentation.n_superpixels:
        raise InvalidLabelFile(
            _("The file has a superpixel number that tile %(tile)s does not have.") % words
        )
    return segmentation


def queue_referenced_tiles(
    campaign: Campaign, segmentations: dict[TileReference, TileSegmentation]
) -> dict[tuple[int, int], LabelTile]:
    """The tiles in the queue by (x, y), their rows locked until the transaction ends."""
    for reference, segmentation in segmentations.items():
        LabelTile.objects.get_or_create(
            campaign=campaign,
            tile=segmentation.tile,
            defaults={"segmentation": segmentation, "is_random": reference.is_random},
        )
    wanted = [segmentation.tile_id for segmentation in segmentations.values()]
    rows = LabelTile.objects.filter(campaign=campaign, tile__in=wanted).order_by("pk")
    held = rows.select_for_update(of=("self",)).select_related("tile", "campaign")
    return {(row.tile.x, row.tile.y): row for row in held}
