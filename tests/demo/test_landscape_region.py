"""The drawn region: its position, its description, and that drawing it again changes nothing."""

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio

from demo.landscape import DemoRegion, LandscapeError, draw_region, load_region, truth_for_superpixels
from demo.landscape.region import mercator_bounds
from demo.landscape.scene import Cover
from ml.tiles import Tile


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> DemoRegion:
    return draw_region(folder=tmp_path_factory.mktemp("landscape"), seed=7, n_tiles=2)


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as source:
        return np.asarray(source.read())


def test_the_raster_covers_its_tiles_to_the_pixel(region: DemoRegion) -> None:
    last = Tile(region.z, region.x_min + 1, region.y_min + 1)
    first = Tile(region.z, region.x_min, region.y_min)
    with rasterio.open(region.raster_path) as source:
        assert source.crs.to_epsg() == 3857
        assert (source.width, source.height, source.count) == (2048, 2048, 3)
        assert tuple(source.bounds) == pytest.approx(tuple(mercator_bounds(region)), abs=1e-6)
        left, _, right, top = source.bounds
    assert (left, top) == pytest.approx(first.mercator_bounds[0::3], abs=1e-6)
    assert right == pytest.approx(last.mercator_bounds.east, abs=1e-6)
    assert (region.west, region.north) == pytest.approx((first.bounds.west, first.bounds.north))
    assert (region.east, region.south) == pytest.approx((last.bounds.east, last.bounds.south))


def test_the_raster_is_cloud_optimised_and_dated(region: DemoRegion) -> None:
    with rasterio.open(region.raster_path) as source:
        assert source.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert source.compression.name == "jpeg"
        assert source.photometric.name == "ycbcr"
        assert source.block_shapes[0] == (512, 512)
        assert source.overviews(1)[:2] == [2, 4]
        assert source.tags()["TIFFTAG_DATETIME"] == "2018:06:14 09:12:00"


def test_the_description_agrees_with_the_mask(region: DemoRegion) -> None:
    said = json.loads(region.truth_json_path.read_text())
    mask = read(region.truth_path)[0]
    assert mask.shape == (512, 512)
    assert said["codes"]["mining"] == Cover.MINING == 1
    assert (said["seed"], said["n_tiles"], said["z"]) == (7, 2, region.z)
    metres = Tile(region.z, region.x_min, region.y_min).metres_per_pixel() * 4
    described = sum(site["area_ha"] for site in said["mining"])
    assert described == pytest.approx((mask == Cover.MINING).sum() * metres**2 / 10_000, rel=0.01)
    assert said["mining"]
    for site in said["mining"]:
        assert 0.5 <= site["area_ha"] <= 12
        assert region.west < site["lng"] < region.east
        assert region.south < site["lat"] < region.north


def test_a_site_lies_where_the_description_says(region: DemoRegion) -> None:
    said = json.loads(region.truth_json_path.read_text())
    mask = read(region.truth_path)[0] == Cover.MINING
    for site in said["mining"]:
        column = int((site["lng"] - region.west) / (region.east - region.west) * 512)
        row = int((region.north - site["lat"]) / (region.north - region.south) * 512)
        assert mask[row - 20 : row + 20, column - 20 : column + 20].any()


def test_a_finished_region_is_not_drawn_again(region: DemoRegion) -> None:
    before = {path: path.stat().st_mtime_ns for path in (region.raster_path, region.truth_path)}
    steps: list[tuple[int, int]] = []
    again = draw_region(
        folder=region.raster_path.parent, seed=7, n_tiles=2, progress=lambda *step: steps.append(step)
    )
    assert again == region == load_region(region.raster_path.parent)
    assert steps == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_an_interrupted_run_starts_again(tmp_path: Path) -> None:
    whole = draw_region(folder=tmp_path, seed=3, n_tiles=1)
    picture, mask = whole.raster_path.read_bytes(), read(whole.truth_path)
    whole.raster_path.write_bytes(picture[: len(picture) // 2])
    leftover = tmp_path / ".drawing-torn"
    leftover.mkdir()
    (leftover / "plain.tif").write_bytes(b"half")
    with pytest.raises(LandscapeError, match="No finished landscape"):
        load_region(tmp_path)
    steps: list[tuple[int, int]] = []
    draw_region(folder=tmp_path, seed=3, n_tiles=1, progress=lambda *step: steps.append(step))
    assert whole.raster_path.read_bytes() == picture
    assert (read(whole.truth_path) == mask).all()
    assert not list(tmp_path.glob(".drawing-*"))
    assert steps[-1][0] == steps[-1][1]


def test_a_failed_run_leaves_no_finished_region(tmp_path: Path) -> None:
    def fail(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw_region(folder=tmp_path, seed=3, n_tiles=1, progress=fail)
    assert list(tmp_path.iterdir()) == []


def test_the_number_of_processes_changes_nothing(region: DemoRegion, tmp_path: Path) -> None:
    alone = draw_region(folder=tmp_path, seed=7, n_tiles=2, processes=1)
    assert alone.raster_path.read_bytes() == region.raster_path.read_bytes()
    assert alone.truth_json_path.read_bytes() == region.truth_json_path.read_bytes()


def test_an_empty_folder_has_no_region(tmp_path: Path) -> None:
    with pytest.raises(LandscapeError, match="draw_region makes one"):
        load_region(tmp_path)


def test_superpixels_get_their_share_of_mining(region: DemoRegion) -> None:
    mask = read(region.truth_path)[0] == Cover.MINING
    shares = mask.reshape(2, 256, 2, 256).mean(axis=(1, 3))
    row, column = np.unravel_index(shares.argmax(), shares.shape)
    tile = (region.z, region.x_min + int(column), region.y_min + int(row))
    part = mask[row * 256 : row * 256 + 256, column * 256 : column * 256 + 256]
    labels = np.ones((1024, 1024), dtype=np.int32)
    labels[:, 512:] = 2
    share = truth_for_superpixels(region, tile, labels)
    assert share.dtype == np.float32
    assert share == pytest.approx([part[:, :128].mean(), part[:, 128:].mean()])


def test_a_tile_outside_the_region_is_refused(region: DemoRegion) -> None:
    with pytest.raises(LandscapeError, match="not in the drawn region"):
        truth_for_superpixels(region, (region.z, 0, 0), np.ones((8, 8), dtype=np.int32))
