"""Reads and cuts the tiles of a preview."""

from campaigns.models import PreviewTile, SuperpixelPreview
from campaigns.setup.sampling import deal_tiles
from imagery.errors import ImageryError
from imagery.messages import Words, words_of
from imagery.models import ImagerySource, Tile, TileSegmentation
from imagery.services.delete_unused import delete_unused_segmentations, delete_unused_tiles
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import ensure_segmentation
from ml import tiles
from ml.errors import MlError

State = PreviewTile.State


def draw_preview(*, preview: SuperpixelPreview) -> bool:
    """Draw the tiles as the newest request says; False when another one came meanwhile.

    What an earlier request drew is deleted, unless a queue or a search uses it. A tile without imagery is
    passed over for its neighbours; a failure is stored with the source's reason.
    """
    source, region, number = preview.target.source, preview.target.region, preview.number
    if source is None or not region:
        return True
    for position, candidates in enumerate(deal_tiles(region, preview.zoom, preview.deal)):
        if not preview.is_newest(number):
            return False
        _draw_one(preview, number, position, source, candidates)
    return True


def _draw_one(
    preview: SuperpixelPreview,
    number: int,
    position: int,
    source: ImagerySource,
    candidates: list[tiles.Tile],
) -> None:
    tile = _first_with_imagery(source, candidates)
    cut, failure = _cut(preview, tile) if tile.state == Tile.State.READY else (None, tile.failure_parts)
    states = {Tile.State.NO_IMAGERY: State.NO_IMAGERY, Tile.State.READY: State.READY if cut else State.FAILED}
    before = PreviewTile.objects.filter(preview=preview, position=position).first()
    PreviewTile.objects.update_or_create(
        preview=preview,
        position=position,
        defaults={
            "number": number,
            "state": states.get(Tile.State(tile.state), State.FAILED),
            "failure_parts": failure,
            "tile": tile,
            "segmentation": cut,
        },
    )
    if before is not None:
        _forget(before)


def _first_with_imagery(source: ImagerySource, candidates: list[tiles.Tile]) -> Tile:
    tile = prepare_tile(source=source, address=candidates[0])
    for address in candidates[1:]:
        if tile.state != Tile.State.NO_IMAGERY:
            break
        tile = prepare_tile(source=source, address=address)
    return tile


def _cut(preview: SuperpixelPreview, tile: Tile) -> tuple[TileSegmentation | None, Words]:
    try:
        return ensure_segmentation(tile=tile, settings=preview.segmentation), ""
    except (ImageryError, MlError) as error:
        return None, words_of(error)


def _forget(before: PreviewTile) -> None:
    """Delete what the position showed, unless it is shown again or somebody else uses it."""
    if before.segmentation_id is not None:
        delete_unused_segmentations(segmentation_ids=[before.segmentation_id])
    if before.tile_id is not None:
        delete_unused_tiles(tile_ids=[before.tile_id])
