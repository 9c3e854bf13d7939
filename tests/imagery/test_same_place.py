"""The same place through every reader gives the same picture, within the error of resampling.

One drawn landscape is written and served in every kind that a source may have. Where a kind's grid is that
of the tile, its pixels are copied; where it is another one, they are interpolated.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import rasterio
from numpy.typing import NDArray
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from pytest_django.fixtures import Settings
from rasterio.transform import from_bounds
from rasterio.warp import transform_bounds
from skimage.registration import phase_cross_correlation

from imagery.models import ImagerySource
from imagery.readers.base import Bounds
from imagery.readers.capabilities import forget_capabilities
from imagery.readers.pmtiles_archive import forget_archives
from imagery.readers.registry import READERS, open_reader
from imagery.readers.stac import forget_files
from imagery.readers.stac_documents import forget_documents
from ml.tiles import Tile
from tests.factories import HOME_TILE, make_source
from tests.imagery import wms_server, wmts_server
from tests.imagery.mbtiles import write_mbtiles
from tests.imagery.stac_server import StacServer, item
from tests.imagery.tile_server import TileServer, encode
from tests.imagery.wms_server import WmsServer
from tests.imagery.wmts_server import GOOGLE, Grid, WmtsServer
from tests.imagery.wmts_server import UTM as UTM_GRID

pytestmark = pytest.mark.django_db

EXACT, WARPED, LOSSY = 0.0, 0.5, 1.5
"""Bounds of the mean absolute difference, of 255: the same pixels; interpolated ones; JPEG. A shift by
one pixel differs by 2.3."""
MAX_SHIFT_PX = 0.5
MERCATOR, UTM = "EPSG:3857", "EPSG:32635"
CELL_M = 6.0
"""Side of the smallest shapes: ten pixels of a tile, so that a shift by one pixel differs by 20 levels."""

Fields = dict[str, Any]
Make = Callable[[Path, ExitStack], Fields]


def colours_at(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.uint8]:
    """A landscape of fields and furrows by metres of web mercator, uint8 (..., 3). No two places are alike,
    so that a shift, a turn or a mirrored axis is seen."""
    fields = np.sin(x / 41.0 + np.sin(y / 97.0) * 2) * np.cos(y / 53.0 + np.sin(x / 71.0))
    furrows = np.sin((x + 0.7 * y) / CELL_M) * np.sin((x - 0.3 * y) / (1.7 * CELL_M))
    waves = [np.sin(fields * (2 + band) + band) for band in range(3)]
    return np.rint(128 + 70 * np.stack(waves, axis=-1) + 40 * furrows[..., np.newaxis]).astype(np.uint8)


def draw(edges: Bounds, columns: int, rows: int, crs: str = MERCATOR) -> NDArray[np.uint8]:
    x = edges.west + (np.arange(columns) + 0.5) * (edges.east - edges.west) / columns
    y = edges.north - (np.arange(rows) + 0.5) * (edges.north - edges.south) / rows
    xs, ys = np.meshgrid(x, y)
    if crs != MERCATOR:
        xs, ys = pyproj.Transformer.from_crs(crs, MERCATOR, always_xy=True).transform(xs, ys)
    return colours_at(xs, ys)


def draw_part(part: Tile, size: int) -> NDArray[np.uint8]:
    return draw(Bounds(*part.mercator_bounds), size, size)


EXPECTED = draw_part(HOME_TILE, 1024)


def write_geotiff(path: Path, crs: str, edges: Bounds, columns: int, rows: int) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", count=3, dtype="uint8", width=columns, height=rows, crs=crs, tiled=True,
        transform=from_bounds(*edges, columns, rows), compress="deflate",
    ) as dataset:  # fmt: skip
        dataset.write(draw(edges, columns, rows, crs).transpose(2, 0, 1))
    return path


def utm_edges(share: tuple[float, float] = (0.0, 1.0)) -> Bounds:
    """Of the home tile and a little more, or of a share of its width, in metres of UTM."""
    west, south, east, north = transform_bounds(MERCATOR, UTM, *HOME_TILE.mercator_bounds)
    width = east - west
    return Bounds(west + width * share[0] - 20, south - 20, west + width * share[1] + 20, north + 20)


def xyz(size: int, template: str = "/{z}/{x}/{y}.png") -> Make:
    def make(root: Path, stack: ExitStack) -> Fields:
        server = stack.enter_context(AnyAddressServer(draw_part, size))
        return {"kind": "xyz", "url": server.address + template, "tile_px": size}

    return make


class AnyAddressServer(TileServer):
    """Understands rows from the south and quadkeys too, as `/tms/…` and `/q/…`."""

    def respond(self, path: str, received: Any) -> Any:
        if path.startswith("/tms/"):
            z, x, row = (int(number) for number in path.removeprefix("/tms/").removesuffix(".png").split("/"))
            path = f"/{z}/{x}/{(1 << z) - 1 - row}.png"
        elif path.startswith("/q/"):
            digits = [int(digit) for digit in path.removeprefix("/q/").removesuffix(".png")]
            x = int("".join(str(digit & 1) for digit in digits), 2)
            y = int("".join(str(digit >> 1) for digit in digits), 2)
            path = f"/{len(digits)}/{x}/{y}.png"
        return super().respond(path, received)


def geotiff(crs: str) -> Make:
    def make(root: Path, stack: ExitStack) -> Fields:
        edges = Bounds(*HOME_TILE.mercator_bounds) if crs == MERCATOR else utm_edges()
        write_geotiff(root / "whole.tif", crs, edges, 1024 if crs == MERCATOR else 1180, 1024)
        return {"kind": "raster", "path": "whole.tif"}

    return make


def vrt(root: Path, stack: ExitStack) -> Fields:
    """A mosaic of four quarters, as gdalbuildvrt writes it."""
    bands = dict.fromkeys((1, 2, 3), "")
    for index, quarter in enumerate(HOME_TILE.children(HOME_TILE.z + 1)):
        write_geotiff(root / f"part{index}.tif", MERCATOR, Bounds(*quarter.mercator_bounds), 512, 512)
        place = f'xOff="{index % 2 * 512}" yOff="{index // 2 * 512}" xSize="512" ySize="512"'
        for band in bands:
            bands[band] += (
                f'<SimpleSource><SourceFilename relativeToVRT="1">part{index}.tif</SourceFilename>'
                f'<SourceBand>{band}</SourceBand><SrcRect xOff="0" yOff="0" xSize="512" ySize="512"/>'
                f"<DstRect {place}/></SimpleSource>"
            )
    west, _, east, north = HOME_TILE.mercator_bounds
    pixel = (east - west) / 1024
    body = "".join(
        f'<VRTRasterBand dataType="Byte" band="{band}">{parts}</VRTRasterBand>'
        for band, parts in bands.items()
    )
    (root / "mosaic.vrt").write_text(
        f'<VRTDataset rasterXSize="1024" rasterYSize="1024"><SRS>EPSG:3857</SRS>'
        f"<GeoTransform>{west}, {pixel}, 0, {north}, 0, {-pixel}</GeoTransform>{body}</VRTDataset>"
    )
    return {"kind": "raster", "path": "mosaic.vrt"}


def mbtiles(size: int, kind: str) -> Make:
    def make(root: Path, stack: ExitStack) -> Fields:
        parts = HOME_TILE.children(HOME_TILE.z + (1024 // size).bit_length() - 1)
        write_mbtiles(root / "tiles.mbtiles", parts, draw_part, size=size, kind=kind)
        return {"kind": "mbtiles", "path": "tiles.mbtiles"}

    return make


def pmtiles(size: int) -> Make:
    def make(root: Path, stack: ExitStack) -> Fields:
        (root / "tiles.pmtiles").write_bytes(pmtiles_of(size))
        return {"kind": "pmtiles", "path": "tiles.pmtiles"}

    return make


def pmtiles_of(size: int) -> bytes:
    buffer = io.BytesIO()
    writer = Writer(buffer)
    deeper = (1024 // size).bit_length() - 1
    parts = {zxy_to_tileid(part.z, part.x, part.y): part for part in HOME_TILE.children(HOME_TILE.z + deeper)}
    for number in sorted(parts):
        writer.write_tile(number, encode(draw_part(parts[number], size)))
    header = {
        "tile_type": TileType.PNG, "tile_compression": Compression.NONE,
        "min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 1, "max_lat_e7": 1,
        "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
    }  # fmt: skip
    writer.finalize(header, {})
    return buffer.getvalue()


def cut_pictures(root: Path, stack: ExitStack) -> Fields:
    """Overlapping strips: a GeoTIFF in UTM, a JPEG and a PNG with world files, in three projections."""
    folder = root / "strips"
    folder.mkdir()
    write_geotiff(folder / "a.tif", UTM, utm_edges((0.0, 0.4)), 520, 1060)
    for name, crs, share in (("b.jpg", MERCATOR, (0.35, 0.7)), ("c.png", "EPSG:4326", (0.65, 1.0))):
        west, south, east, north = transform_bounds(MERCATOR, crs, *HOME_TILE.mercator_bounds)
        width = east - west
        edges = Bounds(west + width * share[0], south, west + width * share[1] + width * 0.01, north)
        columns = 370
        Image.fromarray(draw(edges, columns, 1024, crs)).save(folder / name, quality=95)
        grid = from_bounds(*edges, columns, 1024)
        world = (grid.a, 0, 0, grid.e, grid.c + grid.a / 2, grid.f + grid.e / 2)
        world_suffix = {".jpg": ".jgw", ".png": ".pgw"}[name[1:]]
        (folder / name).with_suffix(world_suffix).write_text("\n".join(map(str, map(float, world))))
        (folder / name).with_suffix(".prj").write_text(pyproj.CRS(crs).to_wkt("WKT1_ESRI"))
    return {"kind": "pictures", "path": "strips"}


def stac(root: Path, stack: ExitStack) -> Fields:
    server = stack.enter_context(StacServer())
    path = write_geotiff(root / "plain.tif", MERCATOR, Bounds(*HOME_TILE.mercator_bounds), 1024, 1024)
    asset = server.publish_file("/home.tif", path)
    return {"kind": "stac", "url": server.publish("/item.json", item("a", HOME_TILE, asset))}


KINDS: dict[str, tuple[Make, float]] = {
    "XYZ, 256 px": (xyz(256), EXACT),
    "XYZ, 512 px": (xyz(512), EXACT),
    "XYZ, rows from the south": (xyz(256, "/tms/{z}/{x}/{-y}.png"), EXACT),
    "XYZ, quadkeys": (xyz(256, "/q/{q}.png"), EXACT),
    "GeoTIFF in web mercator": (geotiff(MERCATOR), EXACT),
    "GeoTIFF in UTM": (geotiff(UTM), WARPED),
    "VRT": (vrt, EXACT),
    "MBTiles, PNG of 256 px": (mbtiles(256, "PNG"), EXACT),
    "MBTiles, JPEG of 512 px": (mbtiles(512, "JPEG"), LOSSY),
    "PMTiles, 256 px": (pmtiles(256), EXACT),
    "PMTiles, 512 px": (pmtiles(512), EXACT),
    "Folder of pictures": (cut_pictures, LOSSY),
    "STAC": (stac, EXACT),
}


def wms(*crs: str) -> Make:
    def make(root: Path, stack: ExitStack) -> Fields:
        server = stack.enter_context(WmsServer(crs=crs))
        return {"kind": "wms", "url": server.url, "layer": "air"}  # type: ignore[attr-defined]  # of the server chosen here

    return make


def wmts(grid: Grid) -> Make:
    def make(root: Path, stack: ExitStack) -> Fields:
        server = stack.enter_context(WmtsServer(grid))
        return {"kind": "wmts", "url": server.url, "layer": "air"}  # type: ignore[attr-defined]  # of the server chosen here

    return make


KINDS |= {
    "WMS in web mercator": (wms("EPSG:3857"), EXACT),
    "WMS in degrees": (wms("EPSG:4326"), WARPED),
    "WMTS in web mercator": (wmts(GOOGLE), EXACT),
    "WMTS in UTM": (wmts(UTM_GRID), WARPED),
}


def test_every_kind_of_source_is_compared() -> None:
    said = " ".join(KINDS).lower()
    names = {"raster": "geotiff", "pictures": "pictures"}
    assert not [kind for kind in READERS if names.get(kind, kind) not in said]


@pytest.fixture
def stack(patient: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    for server in (wms_server, wmts_server):
        monkeypatch.setattr(server, "draw_area", draw)
    for forget in (forget_capabilities, forget_archives, forget_documents, forget_files):
        forget()
    with ExitStack() as found:
        yield found


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_place_gives_the_same_picture(settings: Settings, stack: ExitStack, kind: str) -> None:
    make, bound = KINDS[kind]
    common: Fields = {"path": "", "requests_per_second": 10_000, "captured_from": None, "captured_to": None}
    source: ImagerySource = make_source(**common | make(Path(settings.RASTER_ROOT), stack))
    picture = open_reader(source).read(HOME_TILE)
    assert picture.missing_share == 0
    difference = np.abs(picture.image.astype(int) - EXPECTED)
    assert difference.mean() <= bound
    assert np.abs(shift_of(picture.image)).max() <= MAX_SHIFT_PX


def shift_of(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    """By how many pixels, down and to the right, a picture must be moved to lie on the expected one."""
    found: NDArray[np.float64] = phase_cross_correlation(
        EXPECTED.mean(axis=2), image.mean(axis=2), upsample_factor=10
    )[0]
    return found


@pytest.mark.parametrize("turn", [lambda image: np.roll(image, 3, axis=1), np.flipud, np.fliplr, np.rot90])
def test_the_bounds_are_not_kept_by_a_picture_that_is_moved_or_turned(turn: Callable[..., Any]) -> None:
    wrong = turn(EXPECTED)
    assert np.abs(wrong.astype(int) - EXPECTED).mean() > LOSSY


def test_a_shift_by_a_pixel_is_seen() -> None:
    np.testing.assert_array_equal(shift_of(np.roll(EXPECTED, (0, 1), axis=(0, 1))), (0, -1))
