import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings

from imagery import files
from imagery.errors import DiskFull
from imagery.models import ImagerySource, Tile
from imagery.services import prepare_tile as module
from imagery.services.prepare_tile import get_or_create_tile, prepare_tile, read_tile
from tests.factories import HOME_TILE, make_source
from tests.imagery.rasters import smooth_picture, write_over_tile
from tests.imagery.tile_server import Answer, TileServer


def stored_files() -> list[Path]:
    return [path for path in Path(settings.DATA_ROOT).glob("tiles/**/*") if path.is_file()]


def test_a_tile_is_read_and_stored(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    tile_server.headers["Data-Capture-Date-Range"] = "4/1/2018-4/30/2018"
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert (tile.state, tile.failure, tile.quadkey) == (Tile.State.READY, "", HOME_TILE.quadkey)
    assert (tile.captured_from, tile.captured_to) == (date(2018, 4, 1), date(2018, 4, 30))
    assert tile.sha256 == hashlib.sha256(files.data_path(tile.picture).read_bytes()).hexdigest()
    assert files.read_picture(tile).shape == (1024, 1024, 3)
    assert tile.read_at is not None


def test_the_stored_picture_looks_like_the_source(db: None) -> None:
    bands = smooth_picture()
    write_over_tile(settings.RASTER_ROOT / "picture.tif", HOME_TILE, bands)
    tile = prepare_tile(source=make_source(), address=HOME_TILE)
    difference = np.abs(files.read_picture(tile).astype(int) - bands.transpose(1, 2, 0).astype(int))
    assert difference.max() <= 12
    assert difference.mean() < 1.5


def test_a_ready_tile_is_not_read_again(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    first = prepare_tile(source=xyz_source, address=HOME_TILE)
    again = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert again.pk == first.pk
    assert len(tile_server.requests) == 16


def test_a_tile_without_imagery_is_not_read_again(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    tile_server.misbehave(Answer(404))
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert (tile.state, tile.picture) == (Tile.State.NO_IMAGERY, "")
    asked = len(tile_server.requests)
    assert prepare_tile(source=xyz_source, address=HOME_TILE).state == Tile.State.NO_IMAGERY
    assert len(tile_server.requests) == asked


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(500), "answers 500"),
        (Answer.busy(retry_after=900), "asks to wait 900 s"),
        (Answer.html(), "HTML"),
        (Answer(403), "check the key"),
        (Answer.picture(np.zeros((10, 10, 3), dtype=np.uint8)), "tile size"),
    ],
)
def test_a_failure_is_recorded_with_its_reason_and_tried_again(
    xyz_source: ImagerySource, tile_server: TileServer, answer: Answer, words: str
) -> None:
    tile_server.misbehave(answer)
    if words == "tile size":
        for index, part in enumerate(HOME_TILE.children(18)):
            picture = np.full((10, 10, 3), index, dtype=np.uint8)
            picture[0, 0] = 255
            tile_server.override(part, Answer.picture(picture))
        tile_server.recover()
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert tile.state == Tile.State.FAILED
    assert words in tile.failure
    assert stored_files() == []
    tile_server.forget()
    recovered = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert (recovered.pk, recovered.state, recovered.failure) == (tile.pk, Tile.State.READY, "")


def test_a_server_that_is_down_fails_the_tile_and_raises_nothing(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.close()
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert tile.state == Tile.State.FAILED
    assert "cannot be reached" in tile.failure


def test_a_full_disk_fails_the_tile_and_leaves_no_partial_file(
    xyz_source: ImagerySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert tile.state == Tile.State.FAILED
    assert "No space left on device" in tile.failure
    assert "free space" in tile.failure
    assert stored_files() == []
    monkeypatch.undo()
    assert prepare_tile(source=xyz_source, address=HOME_TILE).state == Tile.State.READY


def test_a_search_is_told_of_a_full_disk_and_not_of_a_bad_tile(
    xyz_source: ImagerySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DiskFull, match="free space"):
        read_tile(xyz_source, get_or_create_tile(source=xyz_source, address=HOME_TILE))


def test_a_long_reason_is_cut_to_fit(xyz_source: ImagerySource) -> None:
    tile = prepare_tile(source=make_source(slug="long", path="a" * 250 + ".tif"), address=HOME_TILE)
    tile.store_failure("x" * 2000)
    assert len(tile.failure) == 500


def test_a_higher_revision_reads_the_tile_again(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    first = prepare_tile(source=xyz_source, address=HOME_TILE)
    xyz_source.revision += 1
    xyz_source.save()
    second = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert second.pk != first.pk
    assert len(tile_server.requests) == 32


def test_the_first_of_two_simultaneous_pictures_stays(
    xyz_source: ImagerySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other worker finishes while this one is reading."""
    open_reader = module.open_reader

    class Slow:
        def read(self, address: Any) -> Any:
            monkeypatch.setattr(module, "open_reader", open_reader)
            prepare_tile(source=xyz_source, address=HOME_TILE)
            picture = open_reader(xyz_source).read(address)
            return type(picture)(255 - picture.image)

    monkeypatch.setattr(module, "open_reader", lambda source: Slow())
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert tile.state == Tile.State.READY
    assert tile.sha256 == hashlib.sha256(files.data_path(tile.picture).read_bytes()).hexdigest()
    assert Tile.objects.count() == 1
    assert (
        np.abs(files.read_picture(tile).astype(int) - open_reader(xyz_source).read(HOME_TILE).image).mean()
        < 10
    )


def test_a_late_failure_does_not_undo_a_picture(xyz_source: ImagerySource) -> None:
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    stale = Tile.objects.get(pk=tile.pk)
    stale.store_failure("too late")
    assert stale.state == Tile.State.READY
