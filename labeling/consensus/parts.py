"""Which superpixels of queued tiles are asked at all: those with imagery."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from imagery.models import TileSegmentation
from labeling.models import LabelTile
from labeling.models.votes import SuperpixelKey


def why_not_asked(label_tile: int, superpixel: int, segmentation: TileSegmentation) -> str:
    """Why an answer on a superpixel is refused; empty when it is asked."""
    words = {"tile": label_tile, "highest": segmentation.n_superpixels, "superpixel": superpixel}
    if not 1 <= superpixel <= segmentation.n_superpixels:
        return _("Tile %(tile)d has superpixels 1 to %(highest)d, not %(superpixel)d.") % words
    if superpixel in segmentation.without_data:
        return _("Part %(superpixel)d of tile %(tile)d shows no imagery, so it takes no answer.") % words
    return ""


def keys_without_data(tiles: Iterable[LabelTile]) -> set[SuperpixelKey]:
    """Superpixels that take no answer; votes on them are from before that was known. The tiles come with
    their segmentations."""
    return {(tile.pk, number) for tile in tiles for number in tile.segmentation.without_data}


def keys_without_data_in(campaign: Campaign) -> set[SuperpixelKey]:
    tiles = LabelTile.objects.filter(campaign=campaign, segmentation__n_without_data__gt=0)
    return keys_without_data(tiles.select_related("segmentation"))
