"""PMTiles archives that the package's own writer made, from a file and over HTTP ranges."""

import gzip
import io
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pmtiles.tile import Compression, Entry, TileType, serialize_directory, zxy_to_tileid
from pmtiles.writer import Writer
from pytest_django.fixtures import Settings

from imagery.errors import BadPicture, ForbiddenAddress, ImageryError, NoImagery, SourceUnavailable
from imagery.keys import encrypt_key
from imagery.models import ImagerySource
from imagery.readers.base import Bounds
from imagery.readers.pmtiles_archive import MAX_TILE_BYTES, forget_archives, joined
from imagery.readers.registry import open_reader
from ml.tiles import Tile
from tests.factories import HOME_TILE, make_source
from tests.imagery.landscape import draw_area
from tests.imagery.tile_server import Answer, TileServer, encode

pytestmark = pytest.mark.django_db
EXPECTED = draw_area(Bounds(*HOME_TILE.mercator_bounds), 1024, 1024)
HEADER = {
    "tile_type": TileType.PNG, "tile_compression": Compression.NONE,
    "min_lon_e7": 270_000_000, "min_lat_e7": 510_000_000, "max_lon_e7": 280_000_000,
    "max_lat_e7": 520_000_000,
    "center_zoom": 14, "center_lon_e7": 275_000_000, "center_lat_e7": 515_000_000,
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_kept(patient: None) -> None:
    forget_archives()


def pictures(size: int = 256, kind: str = "PNG") -> dict[Tile, bytes]:
    children = HOME_TILE.children(HOME_TILE.z + (1024 // size).bit_length() - 1)
    return {tile: encode(draw_area(Bounds(*tile.mercator_bounds), size, size), kind) for tile in children}


def archive(tiles: dict[Tile, bytes], **changes: Any) -> bytes:
    buffer = io.BytesIO()
    writer = Writer(buffer)
    numbered = {zxy_to_tileid(tile.z, tile.x, tile.y): content for tile, content in tiles.items()}
    for number in sorted(numbered):
        writer.write_tile(number, numbered[number])
    writer.finalize(HEADER | changes, {"attribution": "© The  mapping agency"})
    return buffer.getvalue()


@pytest.fixture
def folder(settings: Settings) -> Path:
    return Path(settings.RASTER_ROOT)


def make_file(folder: Path, content: bytes, **changes: Any) -> ImagerySource:
    (folder / "north.pmtiles").write_bytes(content)
    return make_source(**({"slug": "north", "kind": "pmtiles", "path": "north.pmtiles"} | changes))


def make_remote(server: TileServer, content: bytes, **changes: Any) -> ImagerySource:
    server.serve("/north.pmtiles", content)
    fields = {
        "slug": "north", "kind": "pmtiles", "path": "", "url": f"{server.address}/north.pmtiles",
        "requests_per_second": 1000,
    }  # fmt: skip
    return make_source(**(fields | changes))


@pytest.mark.parametrize("size", [256, 512, 1024])
def test_a_tile_is_composed_from_an_archives_pictures_whatever_their_size(folder: Path, size: int) -> None:
    source = make_file(folder, archive(pictures(size)), tile_px=256)
    assert open_reader(source).describe().tile_px == size
    np.testing.assert_array_equal(open_reader(source).read(HOME_TILE).image, EXPECTED)


@pytest.mark.parametrize(("kind", "tile_type"), [("JPEG", TileType.JPEG), ("WEBP", TileType.WEBP)])
def test_other_pictures_are_read(folder: Path, kind: str, tile_type: TileType) -> None:
    source = make_file(folder, archive(pictures(kind=kind), tile_type=tile_type))
    assert np.abs(open_reader(source).read(HOME_TILE).image.astype(int) - EXPECTED).mean() < 4


def test_pictures_that_were_compressed_once_more_are_read(folder: Path) -> None:
    compressed = {tile: gzip.compress(content) for tile, content in pictures().items()}
    source = make_file(folder, archive(compressed, tile_compression=Compression.GZIP))
    np.testing.assert_array_equal(open_reader(source).read(HOME_TILE).image, EXPECTED)


def test_pictures_of_another_size_are_refused_in_words(folder: Path) -> None:
    source = make_file(folder, archive(pictures(128)))
    with pytest.raises(SourceUnavailable, match="pictures of 128 px"):
        open_reader(source).read(HOME_TILE)


def test_an_archive_on_a_server_takes_three_requests_for_the_first_tile_and_one_for_the_next(
    tile_server: TileServer,
) -> None:
    source = make_remote(tile_server, archive(pictures()) + bytes(20_000))
    np.testing.assert_array_equal(open_reader(source).read(HOME_TILE).image, EXPECTED)
    assert len(tile_server.requests) == 3
    open_reader(source).read(HOME_TILE)
    assert len(tile_server.requests) == 4


def large_archive() -> bytes:
    """So many tiles that their directory has leaves."""
    wanted, numbers = pictures(), random.Random(1)
    first = HOME_TILE.children(18)[0]
    around = [
        Tile(18, first.x - 75 + column, first.y - 75 + row) for row in range(150) for column in range(150)
    ]
    others = {tile: numbers.randbytes(numbers.randrange(1, 60)) for tile in around}
    lowest = min(around, key=lambda tile: zxy_to_tileid(tile.z, tile.x, tile.y))
    return archive(others | {lowest: next(iter(wanted.values()))} | wanted)


def test_directories_of_directories_are_followed(tile_server: TileServer, folder: Path) -> None:
    content = large_archive()
    leaves = int.from_bytes(content[48:56], "little")
    assert leaves > 0
    for source in (make_file(folder, content), make_remote(tile_server, content, slug="remote")):
        np.testing.assert_array_equal(open_reader(source).read(HOME_TILE).image, EXPECTED)


def test_an_archive_describes_itself(folder: Path) -> None:
    facts = open_reader(make_file(folder, archive(pictures()))).describe()
    assert facts.bounds == (27, 51, 28, 52)
    assert (facts.min_zoom, facts.max_zoom) == (18, 18)
    assert facts.attribution == "© The mapping agency"


def test_missing_tiles_are_missing(folder: Path) -> None:
    tiles = pictures()
    some = dict(list(tiles.items())[:8])
    assert open_reader(make_file(folder, archive(some))).read(HOME_TILE).missing_share == 0.5
    forget_archives()
    with pytest.raises(NoImagery):
        open_reader(make_file(folder, archive(dict(list(tiles.items())[:7])), slug="b")).read(HOME_TILE)


def test_another_zoom_than_the_archive_has_is_told(folder: Path) -> None:
    source = make_file(folder, damaged(GOOD, 100, bytes([12, 17])))
    with pytest.raises(SourceUnavailable, match="at zoom 18, and the source has zooms 12 to 17"):
        open_reader(source).read(HOME_TILE)


def damaged(content: bytes, at: int, new: bytes) -> bytes:
    return content[:at] + new + content[at + len(new) :]


GOOD = archive(pictures())
ROOT_AT = int.from_bytes(GOOD[8:16], "little")
BOMB = gzip.compress(bytes(50_000_000))


def with_root(directory: bytes) -> bytes:
    """The archive with another root directory, appended to it."""
    moved = damaged(GOOD, 8, len(GOOD).to_bytes(8, "little") + len(directory).to_bytes(8, "little"))
    return moved + directory


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a PMTiles archive"),
        (b"SQLite format 3\0" + bytes(200), "not a PMTiles archive"),
        (damaged(GOOD, 7, b"\x02"), "another version"),
        (damaged(GOOD, 99, b"\x01"), "vector tiles"),
        (damaged(GOOD, 99, b"\x06"), "vector tiles"),
        (damaged(GOOD, 99, b"\x05"), "another kind than PNG"),
        (damaged(GOOD, 99, b"\xee"), "damaged header"),
        (damaged(GOOD, 97, b"\x03"), "another method than gzip"),
        (damaged(GOOD, ROOT_AT, b"abc"), "cannot be read; it is damaged"),
        (damaged(GOOD, 16, (10**12).to_bytes(8, "little")), "impossible size"),
        (damaged(GOOD, 8, (10**18).to_bytes(8, "little")), "cut short"),
        (damaged(GOOD, 8, (2**64 - 1).to_bytes(8, "little")), "cut short"),
        (with_root(BOMB), "too large when it is decompressed"),
        (with_root(gzip.compress(b"\xff" * 100)), "damaged directory"),
        (with_root(gzip.compress(b"\xff\xff\xff\xff\x07" + bytes(1000))), "damaged directory"),
        (GOOD[:-5000], "cut short"),
    ],
)
@pytest.mark.parametrize("remote", [False, True])
def test_damage_is_told_in_words(
    tile_server: TileServer, folder: Path, content: bytes, words: str, remote: bool
) -> None:
    source = make_remote(tile_server, content) if remote else make_file(folder, content)
    with pytest.raises(SourceUnavailable, match=f"{words}|416" if remote else words):
        open_reader(source).read(HOME_TILE)


def test_a_directory_that_leads_to_itself_is_left(folder: Path) -> None:
    leaf = serialize_directory([Entry(0, 0, 10, 0)])
    leaf = serialize_directory([Entry(0, 0, len(leaf), 0)])
    looped = with_root(leaf)
    looped = damaged(looped, 40, len(GOOD).to_bytes(8, "little"))
    with pytest.raises(SourceUnavailable, match="without end"):
        open_reader(make_file(folder, looped)).read(HOME_TILE)


def test_a_tile_that_is_no_picture_or_too_large_is_refused(folder: Path) -> None:
    pages = dict.fromkeys(pictures(), b"<html><body>no</body></html>")
    with pytest.raises(BadPicture, match="web page"):
        open_reader(make_file(folder, archive(pages))).read(HOME_TILE)
    forget_archives()
    huge = dict.fromkeys(pictures(), bytes(MAX_TILE_BYTES + 1))
    with pytest.raises(BadPicture, match=r"tile of 8\.0 MiB"):
        open_reader(make_file(folder, archive(huge), slug="b")).read(HOME_TILE)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(body=GOOD), "whole file instead of the part"),
        (Answer(403), "check the key"),
        (Answer(404), "answers 404"),
        (Answer(302, headers={"Location": "http://10.0.0.1/a.pmtiles"}), r"redirects to 10\.0\.0\.1"),
        (Answer.html(), "whole file instead of the part"),
    ],
)
def test_bad_servers_are_told_in_words(tile_server: TileServer, answer: Answer, words: str) -> None:
    source = make_remote(tile_server, GOOD)
    tile_server.misbehave(answer)
    with pytest.raises(ImageryError, match=words):
        open_reader(source).read(HOME_TILE)


def test_a_key_is_sent(tile_server: TileServer) -> None:
    tile_server.serve("/north.pmtiles?token=secret", GOOD)
    url = f"{tile_server.address}/north.pmtiles?token={{key}}"
    source = make_remote(tile_server, b"", url=url, encrypted_key=encrypt_key("secret", url))
    np.testing.assert_array_equal(open_reader(source).read(HOME_TILE).image, EXPECTED)


@pytest.mark.parametrize("path", ["../out.pmtiles", "/etc/passwd", "link.pmtiles", "http://a/b.pmtiles"])
def test_nothing_outside_the_folder_is_read(folder: Path, path: str) -> None:
    (folder.parent / "out.pmtiles").write_bytes(GOOD)
    (folder / "link.pmtiles").symlink_to(folder.parent / "out.pmtiles")
    with pytest.raises(ForbiddenAddress):
        open_reader(make_source(slug="out", kind="pmtiles", path=path)).read(HOME_TILE)


def test_neighbouring_spans_are_joined() -> None:
    assert joined([]) == []
    assert joined([(100, 10), (110, 5), (0, 50)]) == [(0, 115)]
    assert joined([(0, 10), (10_000_000, 10)]) == [(0, 10), (10_000_000, 10)]
    assert joined([(0, MAX_TILE_BYTES), (MAX_TILE_BYTES, 5)]) == [(0, MAX_TILE_BYTES), (MAX_TILE_BYTES, 5)]
    assert joined([(0, 100), (20, 10)]) == [(0, 100)]
