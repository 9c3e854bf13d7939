"""Folders of georeferenced pictures: GeoTIFFs, and JPEG and PNG files with world files."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import rasterio
from numpy.typing import NDArray
from PIL import Image
from pytest_django.fixtures import Settings
from rasterio.transform import from_bounds

from imagery.errors import ForbiddenAddress, NoImagery, SourceUnavailable
from imagery.readers import picture_index, pictures
from imagery.readers.base import TilePicture
from imagery.readers.registry import open_reader
from ml.tiles import Tile
from tests.factories import HOME_TILE, make_source
from tests.imagery.rasters import noisy_picture, smooth_picture, write_in_crs, write_over_tile

pytestmark = pytest.mark.django_db

NEIGHBOUR = Tile(HOME_TILE.z, HOME_TILE.x + 1, HOME_TILE.y)
MERCATOR_PRJ = pyproj.CRS("EPSG:3857").to_wkt("WKT1_ESRI")


@pytest.fixture
def folder(settings: Settings) -> Path:
    found = Path(settings.RASTER_ROOT) / "flight"
    found.mkdir()
    return found


def reader(**changes: Any) -> Any:
    return open_reader(make_source(**({"kind": "pictures", "path": "flight"} | changes)))


def read(tile: Tile = HOME_TILE, **changes: Any) -> TilePicture:
    found: TilePicture = reader(**changes).read(tile)
    return found


def as_image(bands: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return bands.transpose(1, 2, 0)


def grid_of(tile: Tile, columns: slice = slice(0, 1024)) -> Any:
    """The transform of a picture of these columns of a tile, 1024 px high."""
    west, south, east, north = tile.mercator_bounds
    pixel = (east - west) / 1024
    left, right = west + pixel * columns.start, west + pixel * columns.stop
    return from_bounds(left, south, right, north, columns.stop - columns.start, 1024)


def write_picture(
    path: Path, image: NDArray[np.uint8], world: Any = None, prj: str = MERCATOR_PRJ, **options: Any
) -> Path:
    """A JPEG or PNG with a world file and a .prj file, each left out when it is empty."""
    Image.fromarray(image).save(path, **options)
    if world is not None:
        centre = world @ (0.5, 0.5)
        numbers: Sequence[float] = (world.a, world.d, world.b, world.e, *centre)
        path.with_suffix(path.suffix[:2] + path.suffix[-1] + "w").write_text("\n".join(map(repr, numbers)))
        if prj:
            path.with_suffix(".prj").write_text(prj)
    return path


@pytest.mark.parametrize("name", ["a.png", "A.PNG"])
def test_a_png_with_a_world_file_is_copied_pixel_by_pixel(folder: Path, name: str) -> None:
    bands = noisy_picture()
    write_picture(folder / name, as_image(bands), grid_of(HOME_TILE))
    picture = read()
    np.testing.assert_array_equal(picture.image, as_image(bands))
    assert picture.missing_share == 0
    assert picture.valid is None


@pytest.mark.parametrize("name", ["a.jpg", "a.jpeg"])
def test_a_jpeg_with_a_world_file_is_read(folder: Path, name: str) -> None:
    bands = smooth_picture()
    write_picture(folder / name, as_image(bands), grid_of(HOME_TILE), quality=95)
    difference = np.abs(read().image.astype(int) - as_image(bands))
    assert difference.mean() < 2


def test_a_rotated_world_file_turns_the_picture(folder: Path) -> None:
    """A picture that was taken with north on its left side."""
    bands = smooth_picture()
    grid = grid_of(HOME_TILE)
    turned = type(grid)(0, grid.a, grid.c, grid.e, 0, grid.f)  # its columns go south, its rows east
    write_picture(folder / "a.png", as_image(bands).transpose(1, 0, 2).copy(), turned)
    picture = read()
    assert picture.missing_share < 0.01
    difference = np.abs(picture.image.astype(int) - as_image(bands))[4:-4, 4:-4]
    assert difference.max() <= 4


def test_geotiffs_in_different_zones_are_put_together(folder: Path) -> None:
    bands = smooth_picture()
    for name, crs, columns in (
        ("west", "EPSG:32635", slice(0, 540)),
        ("east", "EPSG:32636", slice(500, 1024)),
    ):
        path = write_in_crs(folder / f"{name}.tif", crs, HOME_TILE, bands)
        cut_to(path, columns)
    picture = read()
    assert picture.missing_share == 0
    difference = np.abs(picture.image.astype(int) - as_image(bands))
    assert difference.mean() < 1
    assert difference.max() <= 6


def cut_to(path: Path, columns: slice) -> None:
    """Keep the part of a raster that lies in some columns of the home tile, and little more."""
    west, _, _, _ = HOME_TILE.mercator_bounds
    pixel = (HOME_TILE.mercator_bounds.east - west) / 1024
    with rasterio.open(path) as dataset:
        to_mercator = pyproj.Transformer.from_crs(dataset.crs, "EPSG:3857", always_xy=True)
        data, profile = dataset.read(), dataset.profile
        rows, cols = np.mgrid[0 : dataset.height, 0 : dataset.width]
        xs, ys = dataset.transform @ (cols.ravel() + 0.5, rows.ravel() + 0.5)
        place = (to_mercator.transform(xs, ys)[0] - west) / pixel
    outside = ((place < columns.start - 2) | (place > columns.stop + 2)).reshape(rows.shape)
    data[:, outside] = 0
    with rasterio.open(path, "w", **(profile | {"nodata": 0})) as dataset:
        dataset.write(data)


def test_a_world_file_without_prj_takes_the_sources_coordinate_system(folder: Path) -> None:
    bands = noisy_picture()
    write_picture(folder / "a.png", as_image(bands), grid_of(HOME_TILE), prj="")
    with pytest.raises(SourceUnavailable, match=r"a\.png has a world file but no \.prj file"):
        read()
    np.testing.assert_array_equal(read(slug="stated", crs="EPSG:3857").image, as_image(bands))


def test_the_newest_picture_is_on_top(folder: Path) -> None:
    old, new = noisy_picture(seed=1), noisy_picture(seed=2)
    write_over_tile(folder / "a.tif", HOME_TILE, old, tags={"TIFFTAG_DATETIME": "2019:07:14 10:20:30"})
    write_over_tile(folder / "b.tif", HOME_TILE, new, tags={"TIFFTAG_DATETIME": "2023:07:14 10:20:30"})
    picture = read()
    np.testing.assert_array_equal(picture.image, as_image(new))
    assert picture.captured_from == picture.captured_to == date(2023, 7, 14)


def test_pictures_without_dates_are_taken_by_name(folder: Path) -> None:
    first = noisy_picture(seed=1)
    write_over_tile(folder / "a.tif", HOME_TILE, first)
    write_over_tile(folder / "b.tif", HOME_TILE, noisy_picture(seed=2))
    picture = read(captured_from=date(2001, 1, 1), captured_to=date(2001, 1, 2))
    np.testing.assert_array_equal(picture.image, as_image(first))
    assert (picture.captured_from, picture.captured_to) == (date(2001, 1, 1), date(2001, 1, 2))


def test_dates_and_masks_of_the_pictures_in_a_tile_are_joined(folder: Path) -> None:
    bands = noisy_picture()
    for name, columns, when in (("a", slice(0, 256), "2019:07:14"), ("b", slice(512, 1024), "2021:08:01")):
        write_over_tile(
            folder / f"{name}.tif", HOME_TILE, bands[:, :, columns], transform=grid_of(HOME_TILE, columns),
            tags={"TIFFTAG_DATETIME": f"{when} 10:20:30"},
        )  # fmt: skip
    picture = read()
    assert (picture.captured_from, picture.captured_to) == (date(2019, 7, 14), date(2021, 8, 1))
    assert picture.missing_share == 0.25
    assert picture.valid is not None
    assert picture.valid[:, :256].all()
    assert not picture.valid[:, 256:512].any()
    assert not picture.image[:, 256:512].any()
    np.testing.assert_array_equal(picture.image[:, 512:], as_image(bands)[:, 512:])


def test_exif_gives_the_capture_date(folder: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = "2022:05:06 07:08:09"
    write_picture(folder / "a.jpg", as_image(smooth_picture()), grid_of(HOME_TILE), exif=exif)
    assert read().captured_from == date(2022, 5, 6)


def test_only_pictures_that_show_something_new_are_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two halves lie on top of twenty others and of five that are far away."""
    for half in (0, 1):
        columns = slice(half * 512, half * 512 + 512)
        write_over_tile(
            folder / f"0{half}.tif", HOME_TILE, noisy_picture()[:, :, columns],
            transform=grid_of(HOME_TILE, columns), tags={"TIFFTAG_DATETIME": "2023:01:01 00:00:00"},
        )  # fmt: skip
    for number in range(25):
        place = HOME_TILE if number < 20 else NEIGHBOUR
        write_over_tile(folder / f"1{number}.tif", place, noisy_picture(16))
    opened: list[str] = []
    plain = pictures.open_picture_file
    monkeypatch.setattr(
        pictures, "open_picture_file", lambda path, driver: opened.append(path.name) or plain(path, driver)
    )
    assert read().missing_share == 0
    assert opened == ["00.tif", "01.tif"]


def test_the_index_is_made_once_and_mended_when_files_change(
    folder: Path, data_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    plain = picture_index._index_picture
    monkeypatch.setattr(
        picture_index,
        "_index_picture",
        lambda picture, stated_crs: looked_at.append(picture.name) or plain(picture, stated_crs),
    )
    write_over_tile(folder / "a.tif", HOME_TILE, noisy_picture(64))
    write_over_tile(folder / "b.tif", NEIGHBOUR, noisy_picture(64))
    source = make_source(kind="pictures", path="flight")
    for _ in range(2):
        open_reader(source).read(HOME_TILE)
        picture_index._index_in_state.cache_clear()  # as in another process
    assert sorted(looked_at) == ["a.tif", "b.tif"]
    assert len(list((data_root / "picture-indexes").glob("*.json"))) == 1

    looked_at.clear()
    changed = noisy_picture(64, seed=8)
    write_over_tile(folder / "a.tif", HOME_TILE, changed, dtype="uint8")
    os.utime(folder / "a.tif", (1, 1))
    (folder / "b.tif").unlink()
    open_reader(source).read(HOME_TILE)
    assert looked_at == ["a.tif"]
    with pytest.raises(NoImagery, match="outside flight"):
        open_reader(source).read(NEIGHBOUR)


@pytest.mark.parametrize(
    "damage", [b"", b"words", b'{"version": 1}', b'{"version": 1, "pictures": [{}], "faults": []}']
)
def test_a_damaged_index_is_made_again(folder: Path, data_root: Path, damage: bytes) -> None:
    write_over_tile(folder / "a.tif", HOME_TILE, noisy_picture(64))
    source = make_source(kind="pictures", path="flight")
    open_reader(source).read(HOME_TILE)
    next((data_root / "picture-indexes").glob("*.json")).write_bytes(damage)
    picture_index._index_in_state.cache_clear()
    assert open_reader(source).read(HOME_TILE).missing_share == 0


def test_one_bad_picture_does_not_spoil_the_others_and_is_named(folder: Path) -> None:
    bands = noisy_picture()
    write_over_tile(folder / "good.tif", HOME_TILE, bands)
    (folder / "bad.tif").write_bytes(b"PK\x03\x04 a zip")
    (folder / "cut.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing more")
    write_picture(folder / "lost.png", as_image(noisy_picture(64)))
    found = reader()
    np.testing.assert_array_equal(found.read(HOME_TILE).image, as_image(bands))
    notes = " ".join(str(note) for note in found.describe().notes)
    assert "bad.tif is not a TIFF file" in notes
    assert "cut.jpg cannot be read" in notes
    assert "lost.png has no georeference; give it a world file (.pgw)" in notes


def test_a_picture_damaged_inside_is_left_out_where_others_are(folder: Path) -> None:
    bands = noisy_picture()
    write_over_tile(folder / "whole.tif", HOME_TILE, bands)
    newer = {"TIFFTAG_DATETIME": "2023:01:01 00:00:00"}
    cut = write_over_tile(folder / "cut.tif", HOME_TILE, bands, tiled=True, compress="deflate", tags=newer)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    # Its directory may have been cut off too: then it is not in the index at all.
    assert read().missing_share in (0, 1)


def test_a_folder_of_damaged_pictures_says_so(folder: Path) -> None:
    path = write_over_tile(folder / "a.tif", HOME_TILE, noisy_picture(), tiled=True, compress="deflate")
    content = bytearray(path.read_bytes())
    content[len(content) // 4 : len(content) // 2] = bytes(len(content) // 2 - len(content) // 4)
    path.write_bytes(content)
    with pytest.raises(SourceUnavailable, match=r"a\.tif cannot be read"):
        read()


def test_raw_drone_pictures_are_refused_with_what_to_do(folder: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 18.0, 0.0), 3: "E", 4: (27.0, 30.0, 0.0)})
    write_picture(folder / "DJI_0001.jpg", as_image(smooth_picture(64)), exif=exif)
    with pytest.raises(SourceUnavailable, match=r"where the camera was.*Make an orthomosaic"):
        read()


def test_an_empty_folder_is_refused(folder: Path) -> None:
    (folder / "notes.txt").write_text("words")
    with pytest.raises(SourceUnavailable, match="holds no pictures"):
        read()


def test_a_missing_folder_and_one_outside_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="has no folder elsewhere"):
        read(path="elsewhere")
    (folder / "out").symlink_to(tmp_path)
    with pytest.raises(ForbiddenAddress, match="outside the raster folder"):
        read(slug="out", path="flight/out")


def test_links_that_lead_outside_are_left_out(folder: Path, tmp_path: Path) -> None:
    secret = write_over_tile(tmp_path / "secret.tif", HOME_TILE, noisy_picture(64))
    (folder / "a.tif").symlink_to(secret)
    with pytest.raises(SourceUnavailable, match="holds no pictures"):
        read()


@pytest.mark.parametrize(
    ("world", "prj", "words"),
    [
        ("1\n2\n3", MERCATOR_PRJ, r"a\.pgw does not hold six numbers"),
        ("0\n0\n0\n0\n0\n0", MERCATOR_PRJ, r"a\.pgw gives pixels without a size"),
        ("nan\n0\n0\n-1\n0\n0", MERCATOR_PRJ, r"a\.pgw gives pixels without a size"),
        ("1\n0\n0\n-1\n0\n0", "words", r"a\.prj holds no coordinate reference system"),
        ("1\n0\n0\n-1\n9e99\n0", MERCATOR_PRJ, r"beyond the globe"),
    ],
)
def test_files_that_do_not_place_a_picture_are_named(folder: Path, world: str, prj: str, words: str) -> None:
    write_picture(folder / "a.png", as_image(noisy_picture(64)))
    (folder / "a.pgw").write_text(world)
    (folder / "a.prj").write_text(prj)
    with pytest.raises(SourceUnavailable, match=words):
        read()


def test_a_world_file_may_use_decimal_commas(folder: Path) -> None:
    bands = noisy_picture()
    write_picture(folder / "a.png", as_image(bands), grid_of(HOME_TILE))
    world = folder / "a.pgw"
    world.write_text(world.read_text().replace(".", ","))
    np.testing.assert_array_equal(read().image, as_image(bands))


def test_a_geotiff_may_take_its_place_from_a_world_file(folder: Path) -> None:
    bands = noisy_picture()
    Image.fromarray(as_image(bands)).save(folder / "a.tif")
    write_picture(folder / "b.png", as_image(bands), grid_of(HOME_TILE))
    (folder / "b.png").unlink()
    (folder / "b.pgw").rename(folder / "a.tfw")
    (folder / "b.prj").rename(folder / "a.prj")
    np.testing.assert_array_equal(read().image, as_image(bands))


def test_transparent_and_palette_pictures_keep_their_colours(folder: Path) -> None:
    bands = noisy_picture(bands=4)
    bands[3] = 255
    bands[3, :, :256] = 0
    write_picture(folder / "a.png", as_image(bands), grid_of(HOME_TILE))
    picture = read()
    assert picture.missing_share == 0.25
    np.testing.assert_array_equal(picture.image[:, 256:], as_image(bands)[:, 256:, :3])

    coloured = Image.fromarray(as_image(smooth_picture())).quantize(32)
    (folder / "a.png").unlink()
    coloured.save(folder / "a.png")
    np.testing.assert_array_equal(read(slug="palette").image, np.asarray(coloured.convert("RGB")))


def test_a_polyglot_is_not_opened_by_another_driver(folder: Path, tmp_path: Path) -> None:
    """GDAL takes a file with this text in its first kilobyte for a VRT, unless it is told otherwise."""
    secret = write_over_tile(tmp_path / "secret.tif", HOME_TILE, noisy_picture(64))
    comment = (
        '<VRTDataset rasterXSize="64" rasterYSize="64"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f"<SourceFilename>{secret}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    bands = smooth_picture()
    write_picture(folder / "a.jpg", as_image(bands), grid_of(HOME_TILE), quality=95, comment=comment)
    assert np.abs(read().image.astype(int) - as_image(bands)).mean() < 2


def test_the_folder_describes_itself(folder: Path) -> None:
    write_over_tile(
        folder / "a.tif", HOME_TILE, noisy_picture(), tags={"TIFFTAG_DATETIME": "2019:07:14 10:20:30"}
    )
    write_over_tile(
        folder / "b.tif", NEIGHBOUR, noisy_picture(2048), tags={"TIFFTAG_DATETIME": "2021:07:14 10:20:30"}
    )
    facts = reader().describe()
    assert facts.bounds == pytest.approx(
        (HOME_TILE.bounds.west, HOME_TILE.bounds.south, NEIGHBOUR.bounds.east, NEIGHBOUR.bounds.north),
        abs=1e-6,
    )
    assert facts.max_zoom == HOME_TILE.z + 1 + 2
    assert facts.dates == (date(2019, 7, 14), date(2021, 7, 14))
    assert facts.notes == ()
