"""Outlines are drawn from the labels when somebody first needs them."""

import numpy as np
import pytest
from django.http import Http404
from django.test import RequestFactory

from imagery import files
from imagery.errors import StorageError
from imagery.models import ImagerySource, Tile, TileSegmentation
from imagery.outlines import outlines_response, read_outlines
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import cut_tile, ensure_segmentation, store_segmentation
from ml.outlines import superpixel_outlines
from ml.segmentation_settings import SegmentationSettings
from tests.factories import HOME_TILE

SETTINGS = SegmentationSettings()


@pytest.fixture
def cut(xyz_source: ImagerySource) -> TileSegmentation:
    """As a search cuts a tile."""
    tile: Tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    found = cut_tile(tile, SETTINGS, files.read_picture(tile))
    return store_segmentation(tile=tile, settings=SETTINGS, cut=found)


def test_cutting_draws_none_and_reading_draws_them_once(cut: TileSegmentation) -> None:
    path = files.data_path(cut.outlines)
    assert not path.exists()
    found = read_outlines(cut)
    drawn = superpixel_outlines(files.read_labels(cut))
    assert found.keys() == drawn.keys()
    for number, rings in drawn.items():
        assert all(np.allclose(*pair, atol=0.051) for pair in zip(found[number], rings, strict=True))
    written = path.stat().st_mtime_ns
    assert read_outlines(cut) == found and path.stat().st_mtime_ns == written


def test_whoever_makes_sure_of_superpixels_has_their_outlines_drawn(cut: TileSegmentation) -> None:
    assert ensure_segmentation(tile=cut.tile, settings=SETTINGS) == cut
    assert files.data_path(cut.outlines).is_file()


def test_the_address_of_outlines_draws_them_too(cut: TileSegmentation) -> None:
    answer = outlines_response(RequestFactory().get("/"), cut)
    assert answer.status_code == 200 and files.data_path(cut.outlines).is_file()


def test_a_disk_that_takes_no_file_costs_only_time(
    cut: TileSegmentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(relative: str, _content: bytes) -> None:
        raise StorageError(relative)

    monkeypatch.setattr("imagery.outlines.write_atomically", refuse)
    assert read_outlines(cut) and not files.data_path(cut.outlines).exists()


def test_without_labels_there_are_none(cut: TileSegmentation) -> None:
    files.data_path(cut.labels).unlink()
    with pytest.raises(StorageError, match="damaged or missing"):
        read_outlines(cut)
    with pytest.raises(Http404):
        outlines_response(RequestFactory().get("/"), cut)
