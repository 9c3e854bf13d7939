"""Uploaded ZIPs of pictures, from the archive to the tile; and one that is made to fill the memory."""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from PIL import Image
from pytest_django.fixtures import Settings

from imagery.models import SourceProbe
from tests.factories import HOME_TILE, make_user
from tests.imagery.rasters import smooth_picture
from tests.imagery.test_probe_source import look

SIDE = 256


@pytest.fixture
def olha(db: None) -> User:
    return make_user("olha")


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(smooth_picture(SIDE).transpose(1, 2, 0)).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def world_file(side: int = SIDE) -> bytes:
    """Of a picture over HOME_TILE in web mercator."""
    west, _, east, north = HOME_TILE.mercator_bounds
    step = (east - west) / side
    return "\n".join(map(str, (step, 0, 0, -step, west + step / 2, north - step / 2))).encode()


def projection() -> bytes:
    from rasterio.crs import CRS

    return CRS.from_epsg(3857).to_wkt(version="WKT1_ESRI").encode()


def png_bomb(side: int = 30_000) -> bytes:
    """A PNG of 900 million pixels in less than a megabyte."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compressobj(9)
    row = bytes(1 + side * 3)
    packed = b"".join(rows.compress(row) for _ in range(64)) + rows.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def upload(root: Path, files: dict[str, bytes]) -> dict[str, Any]:
    (root / "uploads").mkdir()
    with zipfile.ZipFile(root / "uploads/ab12.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    path = "uploads/ab12.zip"
    return {"upload": path, "fields": {"kind": "pictures", "path": path}}


def test_a_zip_of_pictures_with_world_files_is_unpacked_and_seen(olha: User, settings: Settings) -> None:
    files = {"flight/A.JPG": jpeg(), "flight/A.jgw": world_file(), "flight/A.prj": projection()}
    probe = look(olha, **upload(settings.RASTER_ROOT, files))
    assert (probe.state, probe.failure) == (SourceProbe.State.READY, "")
    assert probe.picture
    assert (probe.upload, probe.fields["path"]) == ("uploads/ab12", "uploads/ab12")
    assert not (settings.RASTER_ROOT / "uploads/ab12.zip").exists()


def test_a_picture_that_is_made_to_fill_the_memory_is_refused(olha: User, settings: Settings) -> None:
    files = {"a.png": png_bomb(), "a.pgw": world_file(30_000), "a.prj": projection()}
    probe = look(olha, **upload(settings.RASTER_ROOT, files))
    assert (probe.state, probe.failure_field) == (SourceProbe.State.FAILED, "file")
    assert probe.failure
    assert not any((settings.RASTER_ROOT / "uploads").iterdir())


def test_pictures_that_do_not_say_where_they_are_are_refused(olha: User, settings: Settings) -> None:
    probe = look(olha, **upload(settings.RASTER_ROOT, {"a.jpg": jpeg()}))
    assert (probe.state, probe.failure_field) == (SourceProbe.State.FAILED, "file")
    assert not any((settings.RASTER_ROOT / "uploads").iterdir())


def test_world_files_without_a_projection_take_the_one_that_is_given(olha: User, settings: Settings) -> None:
    given = upload(settings.RASTER_ROOT, {"a.jpg": jpeg(), "a.jgw": world_file(), "b.jpg": jpeg()})
    fields = {"kind": "pictures", "path": given["upload"], "crs": "EPSG:3857"}
    probe = look(olha, upload=given["upload"], fields=fields)
    assert (probe.failure, bool(probe.picture)) == ("", True)
    assert any("b.jpg" in str(note) for note in probe.result["notes"])
