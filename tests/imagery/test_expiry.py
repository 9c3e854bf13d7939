"""Pictures are deleted as their source's terms ask, and known again when they are read again."""

from pathlib import Path

import pytest
from django.http import Http404
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from imagery.errors import ImageryChanged
from imagery.files import (
    FOREVER,
    data_path,
    picture_response,
    public_picture_response,
    read_labels,
    read_picture,
    write_atomically,
)
from imagery.models import ImagerySource, Tile
from imagery.outlines import outlines_response
from imagery.services.expire_pictures import expire_pictures
from imagery.services.prepare_tile import prepare_tile
from imagery.services.read_again import picture_for_a_moment, read_again
from imagery.services.segment_tile import ensure_segmentation
from ml.segmentation_settings import SegmentationSettings
from tests.factories import HOME_TILE
from tests.imagery.tile_server import Answer, TileServer, draw_tile

State = Tile.State
PARTS = HOME_TILE.children(HOME_TILE.z + 2)


@pytest.fixture
def tile(xyz_source: ImagerySource, tile_server: TileServer) -> Tile:
    """Cut, with one part missing."""
    tile_server.override(PARTS[0], Answer(404))
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    ensure_segmentation(tile=tile, settings=SegmentationSettings())
    return tile


def pictures_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.jpg"))


def test_a_deleted_picture_leaves_superpixels_and_mask_and_says_why(tile: Tile, data_root: Path) -> None:
    thumbnail = str(Path(tile.picture).with_suffix(".thumb-plain.jpg"))
    write_atomically(thumbnail, b"small")
    assert len(pictures_in(data_root)) == 2
    assert expire_pictures(tiles=[tile]) == 1
    tile.refresh_from_db()
    assert (tile.state, tile.picture) == (State.EXPIRED, "")
    assert tile.sha256 and data_path(tile.mask).is_file()
    assert pictures_in(data_root) == []
    assert "as the terms of its source ask" in tile.failure
    assert read_labels(tile.segmentations.get()).shape == (1024, 1024)


def test_deleting_twice_deletes_once(tile: Tile) -> None:
    assert [expire_pictures(tiles=[tile]), expire_pictures(tiles=[tile])] == [1, 0]


def test_a_page_is_told_why_there_is_no_picture(tile: Tile) -> None:
    expire_pictures(tiles=[tile])
    tile.refresh_from_db()
    answer = picture_response(RequestFactory().get("/"), tile)
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    assert b"was deleted, as the terms of its source ask" in answer.content  # type: ignore[attr-defined]  # not streamed
    assert outlines_response(RequestFactory().get("/"), tile.segmentations.get()).status_code == 200


def test_the_same_imagery_is_known_again(tile: Tile) -> None:
    before = read_picture(tile)
    numbers = tile.segmentations.get().numbers_with_data
    expire_pictures(tiles=[tile])
    again = read_again(tile=Tile.objects.get())
    assert (again.state, again.sha256, again.failure) == (State.READY, tile.sha256, "")
    assert (read_picture(again) == before).all()
    kept = ensure_segmentation(tile=again, settings=SegmentationSettings())
    assert (kept.pk, kept.numbers_with_data) == (tile.segmentations.get().pk, numbers)


def test_other_imagery_is_not_mixed_with_the_old_superpixels(
    tile: Tile, xyz_source: ImagerySource, tile_server: TileServer, data_root: Path
) -> None:
    expire_pictures(tiles=[tile])
    tile_server.override(PARTS[5], Answer.picture(draw_tile(PARTS[6])[::-1]))
    for _attempt in range(2):
        found = prepare_tile(source=xyz_source, address=HOME_TILE)
        assert found.state == State.FAILED
        assert "has changed since" in found.failure and "revision" in found.failure
        assert (found.sha256, found.picture) == (tile.sha256, "")
        assert pictures_in(data_root) == []
    answer = picture_response(RequestFactory().get("/"), found)
    assert answer.status_code == 404
    assert b"has changed since" in answer.content  # type: ignore[attr-defined]  # not streamed


@pytest.mark.parametrize("is_the_same", [True, False])
def test_a_tile_of_another_version_of_its_source_is_known_by_its_picture(
    tile: Tile, xyz_source: ImagerySource, tile_server: TileServer, is_the_same: bool
) -> None:
    expire_pictures(tiles=[tile])
    xyz_source.revision += 1
    xyz_source.save()
    if not is_the_same:
        tile_server.override(PARTS[5], Answer.picture(draw_tile(PARTS[6])[::-1]))
    found = read_again(tile=Tile.objects.get())
    assert found.state == (State.READY if is_the_same else State.FAILED)
    assert is_the_same or "has changed since" in found.failure


def test_a_picture_is_read_for_a_moment_and_not_stored(
    tile: Tile, tile_server: TileServer, data_root: Path
) -> None:
    before = read_picture(tile)
    expire_pictures(tiles=[tile])
    expired = Tile.objects.select_related("source").get()
    assert (picture_for_a_moment(expired) == before).all()
    assert pictures_in(data_root) == []
    tile_server.override(PARTS[5], Answer.picture(draw_tile(PARTS[6])[::-1]))
    with pytest.raises(ImageryChanged, match="has changed"):
        picture_for_a_moment(expired)


@pytest.mark.parametrize(
    ("may_cache", "keep_days", "expected"),
    [(True, None, FOREVER), (False, None, "private, no-store"), (True, 30, "private, max-age=2592000")],
)
def test_browsers_keep_a_picture_no_longer_than_the_terms_allow(
    tile: Tile, may_cache: bool, keep_days: int | None, expected: str
) -> None:
    ImagerySource.objects.update(may_cache=may_cache, keep_days=keep_days)
    tile = Tile.objects.get()
    assert picture_response(RequestFactory().get("/"), tile)["Cache-Control"] == expected


def test_strangers_get_no_picture_that_may_not_be_published(tile: Tile, settings: Settings) -> None:
    with pytest.raises(Http404, match="do not allow its pictures to be published"):
        public_picture_response(RequestFactory().get("/"), Tile.objects.get())
    ImagerySource.objects.update(may_publish_pictures=True)
    assert public_picture_response(RequestFactory().get("/"), Tile.objects.get()).status_code == 200
