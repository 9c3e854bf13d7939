"""What a server may make us hold or decode is bounded, whatever it sends."""

import contextlib
import gzip
import io
import struct
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import numpy as np
import pytest
from PIL import Image

from imagery.errors import BadPicture, SourceUnavailable
from imagery.readers.answers import MAX_JPEG_SCANS
from imagery.readers.decoding import decode
from imagery.readers.rate_limit import SharedRateLimit
from imagery.readers.slot_file import FileSlots
from imagery.readers.tile_client import FetchLimits, TileClient
from ml.tiles import Tile
from tests.imagery.tile_server import Answer, TileServer, draw_tile, encode

MIB = 2**20
LIMITS = FetchLimits(timeout_s=5, attempts=2, first_wait_s=0.001, max_bytes=MIB)
BOMB_BYTES = 120 * MIB
TILE = Tile(3, 1, 2)


@pytest.fixture
def client(tmp_path: Path) -> TileClient:
    return TileClient(
        SharedRateLimit(FileSlots(tmp_path / "rate"), 10_000), LIMITS, sleep=lambda seconds: None
    )


def tile_url(server: TileServer) -> str:
    return f"{server.address}/3/1/2.png"


def coded(coding: str, body: bytes) -> Answer:
    return Answer(body=body, headers={"Content-Type": "image/png", "Content-Encoding": coding})


@contextmanager
def at_most(peak_bytes: int) -> Iterator[None]:
    """Fails when Python's own memory rises by more, meanwhile."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < peak_bytes
    finally:
        tracemalloc.stop()


def test_identity_is_asked_for(tile_server: TileServer, client: TileClient) -> None:
    assert client.fetch(tile_url(tile_server))
    assert tile_server.received["Accept-Encoding"] == "identity"


def test_a_brotli_bomb_is_not_opened(tile_server: TileServer, client: TileClient) -> None:
    bomb = brotli.compress(bytes(BOMB_BYTES))
    assert len(bomb) < 1000
    tile_server.misbehave(coded("br", bomb))
    with at_most(4 * MIB), pytest.raises(SourceUnavailable, match=r"compresses its answers \(br\)"):
        client.fetch(tile_url(tile_server))


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_gzip_bomb_is_opened_as_far_as_is_allowed(
    tile_server: TileServer, client: TileClient, coding: str, compress: object
) -> None:
    bomb = compress(bytes(BOMB_BYTES))  # type: ignore[operator]  # either of two functions
    tile_server.misbehave(coded(coding, bomb))
    with at_most(6 * MIB), pytest.raises(BadPicture, match=r"more than 1\.0 MiB"):
        client.fetch(tile_url(tile_server))


@pytest.mark.parametrize("coding", ["zstd", "compress", "gzip, gzip", "br"])
def test_other_codings_are_refused_in_words(tile_server: TileServer, client: TileClient, coding: str) -> None:
    tile_server.misbehave(coded(coding, b"whatever"))
    with pytest.raises(SourceUnavailable, match="although it was asked not to"):
        client.fetch(tile_url(tile_server))


def test_a_small_coded_picture_is_read(tile_server: TileServer, client: TileClient) -> None:
    picture = encode(draw_tile(TILE, size=16))
    tile_server.misbehave(coded("gzip", gzip.compress(picture)))
    fetched = client.fetch(tile_url(tile_server))
    assert fetched is not None
    assert fetched.content == picture


@pytest.mark.parametrize("body", [b"no gzip at all", gzip.compress(b"\x89PNG" + bytes(9000), mtime=0)[:20]])
def test_a_damaged_coded_answer_is_refused_in_words(
    tile_server: TileServer, client: TileClient, body: bytes
) -> None:
    tile_server.misbehave(coded("gzip", body))
    with pytest.raises(SourceUnavailable, match="compressed answer"):
        client.fetch(tile_url(tile_server))


def test_a_jpeg_of_endless_scans_is_not_opened(tile_server: TileServer, client: TileClient) -> None:
    picture = encode(draw_tile(TILE, size=64), "JPEG")
    scan = picture[picture.index(b"\xff\xda") : -2]
    tile_server.misbehave(Answer(body=picture[:-2] + scan * MAX_JPEG_SCANS + picture[-2:]))
    with pytest.raises(BadPicture, match="very long to open"):
        client.fetch(tile_url(tile_server))


def test_a_progressive_jpeg_is_read(tile_server: TileServer, client: TileClient) -> None:
    buffer = io.BytesIO()
    Image.fromarray(draw_tile(TILE, size=256)).save(buffer, "JPEG", progressive=True)
    tile_server.misbehave(Answer(body=buffer.getvalue()))
    assert client.fetch(tile_url(tile_server))


def test_a_document_is_bounded(tile_server: TileServer, client: TileClient) -> None:
    tile_server.misbehave(Answer(body=bytes(5000)))
    assert client.fetch_bytes(tile_url(tile_server), max_bytes=5000) == bytes(5000)
    with pytest.raises(BadPicture, match="sends more than"):
        client.fetch_bytes(tile_url(tile_server), max_bytes=4999)


def test_a_part_of_a_file_is_fetched(tile_server: TileServer, client: TileClient) -> None:
    whole = np.arange(2000, dtype=np.uint16).tobytes()
    tile_server.serve("/file", whole)
    assert client.fetch_bytes(f"{tile_server.address}/file", 10_000, range=(1000, 50)) == whole[1000:1050]
    assert tile_server.received["Range"] == "bytes=1000-1049"


def test_a_server_that_ignores_ranges_is_told_apart(tile_server: TileServer, client: TileClient) -> None:
    tile_server.misbehave(Answer(body=bytes(5000)))
    with pytest.raises(SourceUnavailable, match="whole file instead of the part"):
        client.fetch_bytes(tile_url(tile_server), 10_000, range=(0, 50))


def test_another_part_than_asked_for_is_refused(tile_server: TileServer, client: TileClient) -> None:
    tile_server.misbehave(Answer(206, bytes(50), {"Content-Range": "bytes 900-949/5000"}))
    with pytest.raises(SourceUnavailable, match="another part"):
        client.fetch_bytes(tile_url(tile_server), 10_000, range=(0, 50))


def test_nothing_at_an_address_is_reported_for_a_document(
    tile_server: TileServer, client: TileClient
) -> None:
    with pytest.raises(SourceUnavailable, match="answers 404"):
        client.fetch_bytes(f"{tile_server.address}/nothing", 1000)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"message": "Not Authorized - Invalid Token"}', "Invalid Token"),
        (b'{"error": {"code": 498, "message": "Invalid token."}}', "Invalid token"),
        (
            b"<?xml version='1.0'?><ServiceExceptionReport><ServiceException code='A'>Who are you?"
            b"</ServiceException></ServiceExceptionReport>",
            r"Who are you\?",
        ),
        (b"<html><body>Please sign in</body></html>", r"refuses \(401 Unauthorized\); check the key"),
        (b'{"message": ' * 5000, r"refuses \(401 Unauthorized\); check the key"),
    ],
)
def test_a_refusal_is_told_with_the_servers_own_reason(
    tile_server: TileServer, client: TileClient, body: bytes, words: str
) -> None:
    tile_server.misbehave(Answer(401, body))
    with pytest.raises(SourceUnavailable, match=words):
        client.fetch(tile_url(tile_server))


def png_with(chunk: bytes, content: bytes) -> bytes:
    """A small PNG with another chunk after its header."""
    picture = encode(draw_tile(TILE, 256))
    body = chunk + content
    length, check = struct.pack(">I", len(content)), struct.pack(">I", zlib.crc32(body))
    return picture[:33] + length + body + check + picture[33:]


@pytest.mark.parametrize(
    "bomb",
    [
        png_with(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(BOMB_BYTES))),
        png_with(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(bytes(BOMB_BYTES))),
        png_with(b"iCCP", b"profile\0\0" + zlib.compress(bytes(BOMB_BYTES))),
        encode(np.zeros((9000, 9000, 3), dtype=np.uint8)),
        encode(np.zeros((9000, 9000, 3), dtype=np.uint8), "WEBP"),
    ],
    ids=["text", "international text", "profile", "PNG of many pixels", "WebP of many pixels"],
)
def test_a_small_file_that_would_become_large_costs_little_memory(bomb: bytes) -> None:
    with at_most(12 * MIB), contextlib.suppress(BadPicture):
        image, _valid = decode(bomb)
        assert image.shape == (256, 256, 3)
