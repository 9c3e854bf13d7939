import stat
from pathlib import Path

import pytest
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from imagery import files
from imagery import outlines as outlines_module
from imagery.errors import StorageError
from imagery.models import ImagerySource, Tile, TileSegmentation
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import ensure_segmentation
from ml.segmentation_settings import SegmentationSettings
from tests.factories import HOME_TILE

requests = RequestFactory()


@pytest.fixture
def tile(xyz_source: ImagerySource) -> Tile:
    return prepare_tile(source=xyz_source, address=HOME_TILE)


@pytest.fixture
def segmentation(tile: Tile) -> TileSegmentation:
    return ensure_segmentation(tile=tile, settings=SegmentationSettings())


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a/../../outside", "", ".", "a\0b"])
def test_a_name_that_leads_outside_is_refused(name: str) -> None:
    with pytest.raises(StorageError, match="not a file below"):
        files.data_path(name)


@given(st.text(alphabet="./ab\\~", max_size=20))
def test_any_name_stays_below_the_data_folder_or_is_refused(name: str) -> None:
    root = files.settings.DATA_ROOT.resolve()
    try:
        path = files.data_path(name)
    except StorageError:
        return
    assert root in path.parents


def test_a_link_that_leads_outside_is_refused(data_root: Path, tmp_path: Path) -> None:
    data_root.mkdir()
    (data_root / "link").symlink_to(tmp_path)
    with pytest.raises(StorageError):
        files.data_path("link/file")


def test_a_written_file_replaces_the_old_one_and_is_readable_by_others(data_root: Path) -> None:
    files.write_atomically("a/b/file", b"old")
    path = files.write_atomically("a/b/file", b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


def test_a_failed_write_leaves_the_old_file(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.write_atomically("a/file", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StorageError, match=r"a/file cannot be written .No space left on device"):
        files.write_atomically("a/file", b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


def test_a_picture_is_sent_with_a_cache_lifetime_of_a_year(tile: Tile) -> None:
    response = files.picture_response(requests.get("/"), tile)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["ETag"] == f'"{tile.sha256}"'
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response.content == files.data_path(tile.picture).read_bytes()


def test_a_picture_that_the_browser_has_is_not_sent_again(tile: Tile) -> None:
    response = files.picture_response(requests.get("/", headers={"If-None-Match": f'"{tile.sha256}"'}), tile)
    assert (response.status_code, response.content) == (304, b"")
    assert "immutable" in response["Cache-Control"]
    other = files.picture_response(requests.get("/", headers={"If-None-Match": '"other"'}), tile)
    assert other.status_code == 200


def test_outlines_are_sent_as_cacheable_json(segmentation: TileSegmentation) -> None:
    response = outlines_module.outlines_response(requests.get("/"), segmentation)
    assert response["Content-Type"] == "application/json"
    assert segmentation.settings_key in response["ETag"]
    again = outlines_module.outlines_response(
        requests.get("/", headers={"If-None-Match": response["ETag"]}), segmentation
    )
    assert again.status_code == 304


def test_a_missing_picture_is_a_404(tile: Tile) -> None:
    files.data_path(tile.picture).unlink()
    with pytest.raises(Http404):
        files.picture_response(requests.get("/"), tile)
    with pytest.raises(StorageError, match="restore the data folder"):
        files.read_picture(tile)
    tile.picture = ""
    with pytest.raises(Http404):
        files.picture_response(requests.get("/"), tile)


def test_a_damaged_picture_is_reported(tile: Tile) -> None:
    files.data_path(tile.picture).write_bytes(b"\xff\xd8\xff torn")
    with pytest.raises(StorageError, match="damaged or missing"):
        files.read_picture(tile)


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x03\x04torn"])
def test_damaged_labels_are_reported(segmentation: TileSegmentation, content: bytes) -> None:
    files.data_path(segmentation.labels).write_bytes(content)
    with pytest.raises(StorageError, match="damaged or missing"):
        files.read_labels(segmentation)


def test_damaged_outlines_are_reported(segmentation: TileSegmentation) -> None:
    files.data_path(segmentation.outlines).write_bytes(b'{"1": [')
    with pytest.raises(StorageError, match="damaged or missing"):
        outlines_module.read_outlines(segmentation)
