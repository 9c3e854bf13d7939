"""A raster is read from its own bytes: GDAL follows no name in it, beside it or in its parts."""

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
from pytest_django.fixtures import Settings
from rasterio.enums import Resampling

from imagery.errors import ForbiddenAddress, ImageryError, SourceUnavailable
from imagery.readers.raster_files import find_raster
from imagery.readers.registry import open_reader
from ml.raster_opening import GDAL_OPTIONS
from ml.tiles import Tile
from tests.factories import HOME_TILE, make_source
from tests.imagery.rasters import noisy_picture, write_over_tile
from tests.imagery.test_raster_files import write_vrt

pytestmark = pytest.mark.django_db

PUBLIC, SECRET = 50, 200
SIZE = 4096
ABOVE = Tile(HOME_TILE.z - 2, HOME_TILE.x // 4, HOME_TILE.y // 4)
"""A tile that the file covers with four pixels for one, so that GDAL looks for overviews."""


class Listener:
    """A port inside the network that counts who connects, and never answers."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/secret"

    def count(self) -> int:
        callers = 0
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.accept()[0].close()
                callers += 1
        return callers

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    monkeypatch.setenv("GDAL_HTTP_TIMEOUT", "1")
    with contextlib.closing(Listener()) as found:
        yield found


@pytest.fixture
def root(settings: Settings) -> Path:
    return Path(settings.RASTER_ROOT)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A readable GeoTIFF beside the raster folder, with the shape of an overview."""
    return write_plain(tmp_path / "secret.tif", SECRET, SIZE // 4)


@pytest.fixture
def picture(root: Path) -> Path:
    return write_plain(root / "picture.tif", PUBLIC, SIZE)


def write_plain(path: Path, value: int, size: int) -> Path:
    """A picture of two nearly equal values, so that it is not taken for a blank one."""
    bands = np.full((3, size, size), value, dtype=np.uint8)
    bands[:, : size // 2] += 9
    return write_over_tile(path, ABOVE, bands, tiled=True, compress="deflate")


def name_overviews(path: Path, target: str) -> None:
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=target)


def read_above(path: str = "picture.tif") -> int:
    """The mean value of the tile that is read."""
    return round(float(open_reader(make_source(path=path)).read(ABOVE).image.mean()))


def test_the_picture_itself_is_read(picture: Path) -> None:
    assert read_above() == PUBLIC + 4


@pytest.mark.parametrize("target", ["{secret}", ":::BASE:::../secret.tif"])
def test_overviews_that_the_metadata_name_are_refused(picture: Path, secret: Path, target: str) -> None:
    name_overviews(picture, target.format(secret=secret))
    with pytest.raises(ForbiddenAddress, match=r"picture\.tif names"):
        read_above()
    with pytest.raises(ForbiddenAddress, match="OVERVIEW_FILE"):
        find_raster("picture.tif")


@pytest.mark.parametrize(
    "target",
    ["/vsicurl/{url}", "/vsicurl_streaming/{url}.tif", "{url}", "WMTS:{url}", "/vsizip//vsicurl/{url}"],
)
def test_no_address_that_the_metadata_name_is_fetched(picture: Path, listener: Listener, target: str) -> None:
    name_overviews(picture, target.format(url=listener.url))
    with pytest.raises(ForbiddenAddress):
        read_above()
    assert listener.count() == 0


@pytest.mark.parametrize(
    "path", ["/vsicurl/{url}", "/vsicurl_streaming/{url}.tif", "/vsizip//vsicurl/{url}/a.tif"]
)
def test_gdal_itself_reaches_no_network(listener: Listener, path: str) -> None:
    """Behind the checks: whatever names GDAL still finds, it cannot fetch."""
    with rasterio.Env(**GDAL_OPTIONS), pytest.raises(rasterio.errors.RasterioError):
        rasterio.open(path.format(url=listener.url))
    assert listener.count() == 0


def test_a_mosaics_part_that_names_overviews_is_refused(root: Path, secret: Path) -> None:
    part = write_plain(root / "part.tif", PUBLIC, SIZE)
    name_overviews(part, str(secret))
    write_vrt(root / "mosaic.vrt", "part.tif")
    with pytest.raises(ForbiddenAddress, match=r"part\.tif names"):
        open_reader(make_source(path="mosaic.vrt")).read(HOME_TILE)


def test_a_mosaics_part_is_checked_again_when_it_changes(root: Path, secret: Path) -> None:
    part = write_over_tile(root / "part.tif", HOME_TILE, noisy_picture(64))
    write_vrt(root / "mosaic.vrt", "part.tif")
    reader = open_reader(make_source(path="mosaic.vrt"))
    reader.read(HOME_TILE)
    name_overviews(part, str(secret))
    with pytest.raises(ForbiddenAddress, match=r"mosaic\.vrt names"):
        reader.read(HOME_TILE)


def test_a_mosaics_part_that_became_a_link_to_the_outside_is_refused(root: Path, secret: Path) -> None:
    part = write_over_tile(root / "part.tif", HOME_TILE, noisy_picture(64))
    write_vrt(root / "mosaic.vrt", "part.tif")
    reader = open_reader(make_source(path="mosaic.vrt"))
    reader.read(HOME_TILE)
    part.unlink()
    part.symlink_to(secret)
    with pytest.raises(ForbiddenAddress, match=r"mosaic\.vrt names"):
        reader.read(HOME_TILE)


@pytest.mark.parametrize("name", ["picture.tif.ovr", "picture.ovr"])
def test_overviews_beside_the_file_are_not_read(picture: Path, secret: Path, name: str) -> None:
    picture.with_name(name).symlink_to(secret)
    assert read_above() == PUBLIC + 4


def test_a_mask_beside_the_file_is_not_read(picture: Path, tmp_path: Path) -> None:
    mask = write_over_tile(tmp_path / "mask.tif", ABOVE, np.zeros((1, SIZE, SIZE), dtype=np.uint8))
    with rasterio.open(mask, "r+") as dataset:
        dataset.update_tags(INTERNAL_MASK_FLAGS_1="2", INTERNAL_MASK_FLAGS_2="2", INTERNAL_MASK_FLAGS_3="2")
    picture.with_name("picture.tif.msk").symlink_to(mask)
    assert read_above() == PUBLIC + 4


def test_metadata_beside_the_file_are_not_read(picture: Path, secret: Path) -> None:
    picture.with_name("picture.tif.aux.xml").write_text(
        '<PAMDataset><Metadata domain="OVERVIEWS">'
        f'<MDI key="OVERVIEW_FILE">{secret}</MDI></Metadata></PAMDataset>'
    )
    assert read_above() == PUBLIC + 4


def test_overviews_in_the_file_are_read(picture: Path) -> None:
    with rasterio.open(picture, "r+") as dataset:
        dataset.build_overviews([2, 4], Resampling.average)
    with rasterio.open(picture, "r+", overview_level=1) as overview:
        brighter = np.full((3, overview.height, overview.width), 120, dtype=np.uint8)
        brighter[:, ::2] = 122
        overview.write(brighter)
    assert read_above() == 121


def test_a_tile_that_takes_too_many_pixels_is_refused(root: Path) -> None:
    side = 65536
    edges = ABOVE.mercator_bounds
    with rasterio.open(
        root / "picture.tif", "w", driver="GTiff", count=1, dtype="uint8", width=side, height=side,
        tiled=True, sparse_ok=True, crs="EPSG:3857",
        transform=rasterio.transform.from_bounds(*edges, side, side),
    ):  # fmt: skip
        pass
    with pytest.raises(SourceUnavailable, match=r"takes 4295 million pixels.*overviews into the file"):
        read_above()
    # A deeper tile of the same file needs few of them.
    with pytest.raises(ImageryError, match="one colour"):
        open_reader(make_source(slug="deep")).read(ABOVE.children(ABOVE.z + 6)[0])


def test_a_strip_of_ten_thousand_million_pixels_is_refused_before_it_is_read(root: Path) -> None:
    with rasterio.open(
        root / "picture.tif", "w", driver="GTiff", count=1, dtype="uint8", width=100_000, height=100_000,
        blockysize=100_000, crs="EPSG:3857", sparse_ok=True, compress="deflate",
        transform=rasterio.transform.from_bounds(*ABOVE.mercator_bounds, 100_000, 100_000),
    ):  # fmt: skip
        pass
    with pytest.raises(SourceUnavailable, match="blocks of 100000 x 100000 pixels"):
        find_raster("picture.tif")


def test_a_mask_in_one_huge_strip_is_refused_before_it_is_read(root: Path) -> None:
    """The picture's own blocks are small; those of its mask, which GDAL reads unasked, are not."""
    path = write_over_tile(root / "picture.tif", HOME_TILE, noisy_picture(64, bands=1), tiled=True)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK="YES"), rasterio.open(path, "r+") as dataset:
        dataset.write_mask(np.full((64, 64), 255, dtype=np.uint8))
    path.write_bytes(with_huge_mask(path.read_bytes(), 30_000))
    with pytest.raises(SourceUnavailable, match="blocks of 30000 x 30000 pixels"):
        find_raster("picture.tif")


def with_huge_mask(content: bytes, side: int) -> bytes:
    """A classic TIFF whose second picture says that it is one block of `side` x `side`."""
    changed = bytearray(content)
    second = int.from_bytes(
        changed[(end := end_of_tags(changed, first_directory(changed))) : end + 4], "little"
    )
    long_of_side = (4).to_bytes(2, "little") + (1).to_bytes(4, "little") + side.to_bytes(4, "little")
    for entry in range(second + 2, end_of_tags(changed, second), 12):
        if int.from_bytes(changed[entry : entry + 2], "little") in {256, 257, 322, 323}:
            changed[entry + 2 : entry + 12] = long_of_side
    return bytes(changed)


def first_directory(content: bytes | bytearray) -> int:
    return int.from_bytes(content[4:8], "little")


def end_of_tags(content: bytes | bytearray, directory: int) -> int:
    """Where the offset of the next directory stands."""
    return directory + 2 + 12 * int.from_bytes(content[directory : directory + 2], "little")


@pytest.mark.parametrize(
    "broken", [b"PK\x03\x04" + bytes(60), b"", b"II*\0", b"II*\0\x08\0\0\0", b"MM\0*" + b"\xff" * 40]
)
def test_what_is_no_tiff_or_has_no_directory_is_refused(root: Path, broken: bytes) -> None:
    (root / "picture.tif").write_bytes(broken)
    with pytest.raises(SourceUnavailable, match=r"picture\.tif (is not a TIFF file|cannot be read)"):
        find_raster("picture.tif")


def test_directories_that_go_round_in_a_circle_are_refused(picture: Path) -> None:
    content = bytearray(picture.read_bytes())
    first = first_directory(content)
    end = end_of_tags(content, first)
    content[end : end + 4] = first.to_bytes(4, "little")
    picture.write_bytes(content)
    with pytest.raises(SourceUnavailable, match="circle"):
        find_raster("picture.tif")


@pytest.mark.parametrize(
    "options", [{"BIGTIFF": "YES"}, {"ENDIANNESS": "BIG"}, {"BIGTIFF": "YES", "ENDIANNESS": "BIG"}]
)
def test_every_layout_of_tiff_is_understood(root: Path, secret: Path, options: dict[str, str]) -> None:
    path = write_over_tile(root / "picture.tif", HOME_TILE, noisy_picture(64), **options)
    assert find_raster("picture.tif") == path
    name_overviews(path, str(secret))
    with pytest.raises(ForbiddenAddress, match="OVERVIEW_FILE"):
        find_raster("picture.tif")
