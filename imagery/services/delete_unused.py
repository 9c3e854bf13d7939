"""Deletes tiles and superpixels that nothing refers to any more, rows and files."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from imagery.files import data_path, delete_picture_files
from imagery.models import ImagerySource, Tile, TileSegmentation

Row = TypeVar("Row", Tile, TileSegmentation)


def delete_unused_tiles(*, tile_ids: Collection[int], keep: QuerySet[ImagerySource] | None = None) -> int:
    """Delete those of the tiles, with their superpixels, to which no table refers, and count them. Tiles of
    the sources in `keep` stay.

    The rows are set to PENDING first. Killed after that, the next call deletes them, and somebody who needs a
    tile meanwhile reads it anew. Must not run inside a transaction.
    """
    tiles = Tile.objects.filter(pk__in=tile_ids)
    if keep is not None:
        tiles = tiles.exclude(source__in=keep)
    _without_references(tiles).update(state=Tile.State.PENDING)
    return _delete_pending(tiles.filter(state=Tile.State.PENDING))


@transaction.atomic
def delete_unused_segmentations(*, segmentation_ids: Collection[int]) -> None:
    """Delete those to which no table refers; their tiles stay."""
    _delete_segmentations(_unused(TileSegmentation.objects.filter(pk__in=segmentation_ids)))


def files_of(tiles: QuerySet[Tile]) -> list[str]:
    """Names of all files of the tiles: pictures, masks, labels and outlines."""
    cuts = TileSegmentation.objects.filter(tile__in=tiles).values_list("labels", "outlines")
    own = tiles.values_list("picture", "mask")
    return [name for names in (*own, *cuts) for name in names if name]


@transaction.atomic
def _delete_pending(tiles: QuerySet[Tile]) -> int:
    chosen = list(_without_references(tiles).select_for_update())
    _delete_segmentations(TileSegmentation.objects.filter(tile__in=chosen))
    for tile in chosen:
        _delete_files_of(tile)
    Tile.objects.filter(pk__in=[tile.pk for tile in chosen]).delete()
    return len(chosen)


def _delete_segmentations(cuts: QuerySet[TileSegmentation]) -> None:
    chosen = list(cuts)
    TileSegmentation.objects.filter(pk__in=[cut.pk for cut in chosen]).delete()
    _delete_files(name for cut in chosen for name in (cut.labels, cut.outlines))


def _without_references(tiles: QuerySet[Tile]) -> QuerySet[Tile]:
    cuts = TileSegmentation.objects.filter(tile__in=tiles)
    used = cuts.exclude(pk__in=_unused(cuts).values("pk"))
    return _unused(tiles, but=TileSegmentation).exclude(pk__in=used.values("tile"))


def _unused(rows: QuerySet[Row], but: type[models.Model] | None = None) -> QuerySet[Row]:
    """Those to which no foreign key of any table leads, `but` aside."""
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.related_model is not but:
            rows = rows.exclude(Exists(_references(relation)))
    return rows


def _references(relation: models.ForeignObjectRel) -> "QuerySet[models.Model]":
    return relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})


def _delete_files_of(tile: Tile) -> None:
    if tile.picture:
        delete_picture_files(tile.picture)
    _delete_files([tile.mask])


def _delete_files(names: Iterable[str]) -> None:
    for name in names:
        if name:
            data_path(name).unlink(missing_ok=True)
