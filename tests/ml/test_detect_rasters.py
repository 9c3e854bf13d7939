"""`ml detect` on georeferenced rasters: tiles, shapes as GeoJSON, memory, and what can be wrong."""

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyogrio
import pyproj
import pytest
import rasterio
import shapely

from ml.cli import files
from ml.cli.main import main
from ml.tiles import Tile
from tests.ml.drawing import make_pits, save, save_crops
from tests.ml.georeferenced import MERCATOR, UTM, draw_field, place_of, tile_grid, utm_grid, write_raster

PARENT = Tile(15, 18842, 10904)
"""Its four children at zoom 16 meet in the middle of the pits."""
PITS = (slice(700, 1300), slice(600, 1500))
MEBIBYTE = 2**20

pytestmark = pytest.mark.filterwarnings("ignore")  # rasterio's on rasters without georeference


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rasters")


@pytest.fixture(scope="module")
def model(folder: Path) -> str:
    positive, negative = save_crops(folder)
    path = str(folder / "model")
    folders = ["--positive", str(positive), "--negative", str(negative)]
    assert main(["train", *folders, "--model", path, "--extractor", "texture"]) == 0
    return path


@pytest.fixture(scope="module")
def rasters(folder: Path) -> dict[str, Path]:
    """The same field in two projections, pits over the corner of four tiles in one of them."""
    field = draw_field(2048, 2048, PITS)
    return {
        MERCATOR: write_raster(folder / "mercator.tif", field, MERCATOR, tile_grid(PARENT, 2048)),
        UTM: write_raster(folder / "utm.tif", field, UTM, utm_grid()),
    }


@pytest.fixture(scope="module")
def shapes(model: str, rasters: dict[str, Path], folder: Path) -> dict[str, Path]:
    """What is found in the raster on the grid, in both kinds of shapes."""
    for kind in ("merged", "superpixels"):
        out = str(folder / f"{kind}.geojson")
        given = ["--geojson", out, "--shapes", kind]
        assert main(["detect", "--model", model, str(rasters[MERCATOR]), *given]) == 0
    return {kind: folder / f"{kind}.geojson" for kind in ("merged", "superpixels")}


def detect(model: str, *arguments: object) -> int:
    return main(["detect", "--model", model, *(str(argument) for argument in arguments)])


def read(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())["features"]
    return found


def likeness(found: shapely.Geometry, drawn: shapely.Geometry) -> float:
    return float(found.intersection(drawn).area / found.union(drawn).area)


def geometries(path: Path) -> list[shapely.Geometry]:
    return [shapely.geometry.shape(feature["geometry"]) for feature in read(path)]


@pytest.mark.parametrize("crs", [MERCATOR, UTM])
def test_pits_are_found_where_they_were_drawn(
    crs: str, model: str, rasters: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new folder" / "o.geojson"
    assert detect(model, rasters[crs], "--geojson", out, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    with rasterio.open(rasters[crs]) as dataset:
        drawn = place_of(PITS, dataset.transform, crs)
    assert row["error"] is None and row["positive"] is True and row["zoom"] == 16
    assert row["n_tiles"] == len(row["tiles"]) + row["n_tiles_without_data"]
    assert row["n_positive"] == sum(tile["n_positive"] for tile in row["tiles"])
    assert likeness(shapely.union_all(geometries(out)), drawn) > 0.6


def test_gdal_reads_the_shapes_in_degrees(shapes: dict[str, Path]) -> None:
    for kind, names in {
        "merged": {"image", "n_superpixels", "max_probability", "mean_probability", "area_ha"},
        "superpixels": {"image", "tile", "superpixel", "probability", "area_ha"},
    }.items():
        meta, _, wkb, columns = pyogrio.raw.read(shapes[kind])
        assert meta["crs"] == "EPSG:4326" and names <= set(meta["fields"])
        found = shapely.from_wkb(wkb)
        assert len(found) and shapely.is_valid(found).all() and not shapely.is_empty(found).any()
        assert all(shapely.box(*PARENT.bounds).buffer(1e-6).contains(found))
        area = columns[list(meta["fields"]).index("area_ha")]
        expected = [abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(one)[0]) / 10_000 for one in found]
        np.testing.assert_allclose(area, expected, rtol=1e-3)


def test_outer_rings_turn_anticlockwise_and_holes_clockwise(shapes: dict[str, Path]) -> None:
    for path in shapes.values():
        document = json.loads(path.read_text())
        assert document["type"] == "FeatureCollection" and "crs" not in document
        for geometry in geometries(path):
            for polygon in shapely.get_parts(geometry):
                assert shapely.is_ccw(polygon.exterior)
                assert not any(shapely.is_ccw(ring) for ring in polygon.interiors)


def test_merged_shapes_are_the_superpixels_without_the_tiles_borders(shapes: dict[str, Path]) -> None:
    merged, single = (read(shapes[kind]) for kind in ("merged", "superpixels"))
    largest = max(merged, key=lambda feature: feature["properties"]["n_superpixels"])
    tiles = {feature["properties"]["tile"] for feature in single}
    assert len(tiles) == 4 and largest["properties"]["n_superpixels"] > 8
    middle = shapely.Point(*shapely.centroid(shapely.box(*PARENT.bounds)).coords)
    outline = shapely.geometry.shape(largest["geometry"])
    assert outline.contains(middle.buffer(1e-5))  # all four tiles meet here
    assert sum(feature["properties"]["n_superpixels"] for feature in merged) == len(single)
    unions = [shapely.union_all(geometries(path)) for path in shapes.values()]
    assert likeness(*unions) > 0.9999
    probabilities = [feature["properties"]["probability"] for feature in single]
    assert max(feature["properties"]["max_probability"] for feature in merged) == max(probabilities)
    total = sum(f["properties"]["mean_probability"] * f["properties"]["n_superpixels"] for f in merged)
    assert total == pytest.approx(sum(probabilities), abs=1e-3 * len(probabilities))


def test_the_file_says_which_threshold_and_features_it_comes_from(shapes: dict[str, Path]) -> None:
    document = json.loads(shapes["merged"].read_text())
    assert document["threshold_name"] == "balanced" and 0 <= document["threshold"] <= 1
    assert document["extractor"] == "texture"


def test_a_tile_is_judged_as_the_same_picture_is(
    model: str, rasters: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with rasterio.open(rasters[MERCATOR]) as dataset:
        whole = dataset.read().transpose(1, 2, 0)
    picture = save(np.ascontiguousarray(whole[:1024, :1024]), tmp_path / "tile.png")
    assert detect(model, rasters[MERCATOR], picture, "--json") == 0
    raster, single = json.loads(capsys.readouterr().out)
    (tile,) = [one for one in raster["tiles"] if one["tile"] == str(PARENT.children(16)[0])]
    names = ("n_superpixels", "n_positive", "positive", "max_probability")
    assert [tile[name] for name in names] == [single[name] for name in names]


def test_the_zoom_can_be_chosen_and_is_printed(
    model: str, rasters: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert detect(model, rasters[MERCATOR], "--zoom", 15) == 0
    captured = capsys.readouterr()
    assert "of 1 tiles positive at zoom 15 (0.7" in captured.out and "Threshold balanced" in captured.out


def test_overlays_are_drawn_of_tiles_with_a_positive_superpixel(
    model: str, folder: Path, tmp_path: Path
) -> None:
    field = draw_field(1024, 2048, (slice(200, 800), slice(200, 800)))
    grid = tile_grid(PARENT, 2048)
    path = write_raster(tmp_path / "strip.tif", field, MERCATOR, grid)
    assert detect(model, path, "--overlay", tmp_path / "out") == 0
    drawn = [one.name for one in (tmp_path / "out").iterdir()]
    first = PARENT.children(16)[0]
    assert drawn == [f"strip-16-{first.x}-{first.y}.png"]


def test_ground_without_data_is_never_positive(
    model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Threshold 0 takes whatever there is."""
    field = draw_field(1024, 1024, None)
    field[:, 400:] = 0
    path = write_raster(
        tmp_path / "half.tif", field, MERCATOR, tile_grid(PARENT.children(16)[0], 1024), nodata=0
    )
    out = tmp_path / "o.geojson"
    assert detect(model, path, "--threshold", "1e-9", "--rule", 1, "--geojson", out, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert 0 < row["n_positive"] < row["n_superpixels"]
    edges = PARENT.children(16)[0].bounds
    middle = edges.west + (edges.east - edges.west) * 0.62
    assert max(shape.bounds[2] for shape in geometries(out)) < middle


def run_measured(*arguments: object) -> int:
    """Run the command in a process of its own; the most memory that it held, in bytes."""
    command = [sys.executable, "-m", "ml", "detect", *(str(argument) for argument in arguments)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss * 1024


def test_a_large_raster_takes_no_more_memory_than_a_small_one(
    model: str, rasters: dict[str, Path], tmp_path: Path
) -> None:
    side, grandparent = 16_384, Tile(12, PARENT.x >> 3, PARENT.y >> 3)
    path = tmp_path / "large.tif"
    field = draw_field(1500, 1500, PITS)
    with rasterio.open(
        path, "w", driver="GTiff", width=side, height=side, count=3, dtype="uint8", crs=MERCATOR,
        transform=tile_grid(grandparent, side), tiled=True, sparse_ok=True, compress="deflate",
    ) as dataset:  # fmt: skip
        for corner in (0, 7000, 14_000):
            window = rasterio.windows.Window(corner, corner, 1500, 1500)
            dataset.write(field.transpose(2, 0, 1), window=window)
    small = run_measured("--model", model, rasters[MERCATOR], "--geojson", tmp_path / "small.geojson")
    large = run_measured("--model", model, path, "--geojson", tmp_path / "large.geojson")
    picture = side * side * 3
    assert picture > 700 * MEBIBYTE and large - small < picture / 5
    assert len({round(shape.centroid.x, 2) for shape in geometries(tmp_path / "large.geojson")}) == 3


def without_crs(path: Path) -> None:
    write_raster(path, make_pits(512, 512), None, utm_grid())


def large_without_crs(path: Path) -> None:
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=30_000,
        height=30_000,
        count=3,
        dtype="uint8",
        tiled=True,
        sparse_ok=True,
    ):
        pass


def on_the_moon(path: Path) -> None:
    write_raster(path, make_pits(64, 64), "+proj=longlat +a=1737400 +b=1737400", utm_grid())


def beyond_the_map(path: Path) -> None:
    grid = rasterio.transform.from_origin(-100_000, 100_000, 500, 500)
    write_raster(path, draw_field(400, 400, None), "EPSG:3413", grid)


def empty(path: Path) -> None:
    write_raster(path, np.zeros((512, 512, 3), np.uint8), UTM, utm_grid(), nodata=0)


def with_floats(path: Path) -> None:
    write_raster(path, make_pits(64, 64).astype(np.float32), UTM, utm_grid())


def text(path: Path) -> None:
    path.write_text("no raster")


def cut_short(path: Path) -> None:
    write_raster(path, draw_field(1500, 1500, None), UTM, utm_grid())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_in_its_head(path: Path) -> None:
    write_raster(path, make_pits(64, 64), UTM, utm_grid())
    path.write_bytes(path.read_bytes()[:100])


BAD = {
    "absent": (lambda path: None, "cannot be read"),
    "text": (text, "is no picture that can be read"),
    "cut in its head": (cut_in_its_head, "cannot be read .* copy or make it again"),
    "cut short": (cut_short, "tiles of .* failed; the first: .* cannot be read"),
    "large without CRS": (
        large_without_crs,
        "30000 x 30000 pixels .* without georeference",
    ),
    "on the Moon": (on_the_moon, "cannot be placed on the web-mercator map .*turned into degrees"),
    "beyond the map": (beyond_the_map, "lies wholly beyond the map's edges"),
    "empty": (empty, "has no valid pixel in any of its"),
    "floats": (with_floats, "holds float32 values; export it as 8-bit or 16-bit"),
}


def test_bad_rasters_are_one_clear_sentence_each(model: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.tif" for name in BAD]
    for path, (make, _) in zip(paths, BAD.values(), strict=True):
        make(path)
    command = [sys.executable, "-m", "ml", "detect", "--model", model, *(str(path) for path in paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    said = [line for line in done.stderr.splitlines() if not re.match(r"\d+ of \d+ ", line)]
    assert len(said) == len(BAD), done.stderr
    for line, path, (_, sentence) in zip(said, paths, BAD.values(), strict=True):
        assert line.startswith("error: ") and str(path) in line and re.search(sentence, line), line


def test_a_raster_that_is_read_in_part_fails_and_its_good_tiles_are_printed(
    model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_raster(tmp_path / "a.tif", draw_field(2048, 2048, PITS), MERCATOR, tile_grid(PARENT, 2048))
    with rasterio.open(path) as dataset:
        block = int(dataset.get_tag_item("BLOCK_OFFSET_7_7", "TIFF", bidx=1))
    content = bytearray(path.read_bytes())
    content[block : block + 16] = bytes(16)
    path.write_bytes(content)
    assert detect(model, path, "--json") == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert row["positive"] is True and re.match("1 of 4 tiles of .* failed", row["error"])


def test_a_small_raster_without_crs_is_one_picture(
    model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_crs(tmp_path / "plain.tif")
    assert detect(model, tmp_path / "plain.tif", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["n_superpixels"] > 10 and "tiles" not in row


def test_shapes_of_a_picture_without_georeference_are_refused_before_the_work(
    model: str, rasters: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = save(make_pits(320, 320), tmp_path / "plain.png")
    out = tmp_path / "o.geojson"
    assert detect(model, rasters[UTM], picture, "--geojson", out) == 1
    captured = capsys.readouterr()
    assert "plain.png has no georeference" in captured.err and "tiles of" not in captured.err
    assert not out.exists()


@pytest.mark.parametrize("place", ["file/o.geojson", "", "/dev/full"])
def test_an_output_that_cannot_be_written_is_reported_before_the_work(
    place: str, model: str, rasters: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert detect(model, rasters[UTM], "--geojson", tmp_path / place) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("error: ") and ("cannot be written" in said or "not a regular file" in said)


class FullDisk:
    """A file on a disk with room for `room` characters."""

    def __init__(self, file: IO[str], room: int) -> None:
        self._file, self._room = file, room

    def write(self, text: str) -> int:
        self._room -= len(text)
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._file.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@pytest.mark.parametrize("room", [10, 400])
def test_a_full_disk_leaves_the_old_file_and_no_other(
    room: int,
    model: str,
    rasters: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    real = os.fdopen
    monkeypatch.setattr(files.os, "fdopen", lambda *given, **named: FullDisk(real(*given, **named), room))
    out = tmp_path / "o.geojson"
    out.write_text("earlier")
    assert detect(model, rasters[UTM], "--geojson", out) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == (
        f"error: {out} cannot be written (No space left on device); "
        "free space or change the folder's permissions, or give another path."
    )
    assert out.read_text() == "earlier" and list(tmp_path.iterdir()) == [out]


def test_a_limit_on_file_size_is_reported(model: str, rasters: dict[str, Path], tmp_path: Path) -> None:
    """The system's own refusal: no file of this process may grow beyond 100 bytes."""
    out = tmp_path / "o.geojson"
    program = (
        "import resource, sys; from ml.cli.main import main; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["detect", "--model", model, str(rasters[MERCATOR]), "--geojson", str(out)]
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"error: {out} cannot be written (File too large)")
    assert not list(tmp_path.iterdir())
