import io
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imagery.errors import BadPicture, NoImagery, SourceUnavailable
from imagery.models import ImagerySource
from imagery.readers.registry import open_reader
from imagery.readers.tile_client import FetchLimits
from imagery.readers.xyz import XyzReader
from ml.tiles import Tile
from tests.factories import HOME_TILE
from tests.imagery.conftest import make_xyz_source
from tests.imagery.tile_server import Answer, TileServer, draw_tile

PARTS = HOME_TILE.children(HOME_TILE.z + 2)


def expected_picture(parts: list[Tile], size: int) -> NDArray[np.uint8]:
    side = 1024 // size
    rows = [[draw_tile(part, size) for part in parts[row * side : (row + 1) * side]] for row in range(side)]
    return np.vstack([np.hstack(row) for row in rows])


def test_a_tile_is_composed_from_its_sixteen_parts(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    picture = open_reader(xyz_source).read(HOME_TILE)
    assert picture.image.dtype == np.uint8
    np.testing.assert_array_equal(picture.image, expected_picture(PARTS, 256))
    assert picture.missing_share == 0
    assert len(tile_server.requests) == 16


@pytest.mark.parametrize("size", [512, 1024])
def test_servers_of_larger_tiles_are_asked_for_fewer(db: None, size: int) -> None:
    with TileServer(size=size) as server:
        picture = open_reader(make_xyz_source(server, tile_px=size)).read(HOME_TILE)
        parts = HOME_TILE.children(HOME_TILE.z + {512: 1, 1024: 0}[size])
        np.testing.assert_array_equal(picture.image, expected_picture(parts, size))
        assert len(server.requests) == len(parts)


def test_a_server_with_another_tile_size_is_reported(db: None) -> None:
    with (
        TileServer(size=512) as server,
        pytest.raises(BadPicture, match=r"512 x 512 px.*set the source's tile size"),
    ):
        open_reader(make_xyz_source(server)).read(HOME_TILE)


def test_a_zoom_that_the_source_lacks_is_named(tile_server: TileServer, db: None) -> None:
    source = make_xyz_source(tile_server, max_zoom=17)
    with pytest.raises(SourceUnavailable, match="zoom 18, and the source has zooms 0 to 17"):
        open_reader(source).read(HOME_TILE)
    assert tile_server.requests == []


@pytest.mark.parametrize(
    "answer", [Answer(404), Answer(204), Answer(410), Answer(headers={"X-VE-Tile-Info": "no-tile"})]
)
def test_some_parts_without_imagery_stay_black_and_are_counted(
    xyz_source: ImagerySource, tile_server: TileServer, answer: Answer
) -> None:
    for part in PARTS[:3]:
        tile_server.override(part, answer)
    picture = open_reader(xyz_source).read(HOME_TILE)
    assert picture.missing_share == 3 / 16
    assert not picture.image[:256, :768].any()
    np.testing.assert_array_equal(picture.image[:256, 768:], draw_tile(PARTS[3]))


def test_more_than_half_missing_is_no_imagery(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    for part in PARTS[:8]:
        tile_server.override(part, Answer(404))
    assert open_reader(xyz_source).read(HOME_TILE).missing_share == 0.5
    tile_server.override(PARTS[8], Answer(404))
    with pytest.raises(NoImagery, match="56%"):
        open_reader(xyz_source).read(HOME_TILE)


def test_one_colour_throughout_is_no_imagery(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    tile_server.draw = lambda tile, size: np.full((size, size, 3), 40 + tile.x % 100, dtype=np.uint8)
    with pytest.raises(NoImagery):
        open_reader(xyz_source).read(HOME_TILE)


def test_the_same_picture_for_every_part_is_a_placeholder(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.draw = lambda tile, size: draw_tile(Tile(0, 0, 0), size)
    with pytest.raises(NoImagery):
        open_reader(xyz_source).read(HOME_TILE)


@pytest.mark.parametrize("header", ["X-VE-TILEMETA-CaptureDatesRange", "Data-Capture-Date-Range"])
def test_capture_dates_come_from_the_headers(
    xyz_source: ImagerySource, tile_server: TileServer, header: str
) -> None:
    tile_server.headers[header] = "4/1/2018-4/30/2018"
    late = Answer.picture(draw_tile(PARTS[5]))
    tile_server.override(
        PARTS[5], Answer(body=late.body, headers={**late.headers, header: "5/2/2019-5/9/2019"})
    )
    picture = open_reader(xyz_source).read(HOME_TILE)
    assert (picture.captured_from, picture.captured_to) == (date(2018, 4, 1), date(2019, 5, 9))


def test_without_headers_the_dates_are_the_sources(tile_server: TileServer, db: None) -> None:
    source = make_xyz_source(tile_server, captured_from=date(2020, 1, 1), captured_to=date(2020, 12, 31))
    picture = open_reader(source).read(HOME_TILE)
    assert (picture.captured_from, picture.captured_to) == (date(2020, 1, 1), date(2020, 12, 31))


def test_an_unreadable_date_is_ignored(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    tile_server.headers["Data-Capture-Date-Range"] = "13/45/2018 to whenever 1/1/3018"
    picture = open_reader(xyz_source).read(HOME_TILE)
    assert (picture.captured_from, picture.captured_to) == (None, None)


def test_a_web_page_in_place_of_a_picture_is_reported_as_one(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.misbehave(Answer.html())
    with pytest.raises(BadPicture, match=r"127\.0\.0\.1 sends a web page \(HTML\) instead of a picture"):
        open_reader(xyz_source).read(HOME_TILE)


def test_a_web_page_that_claims_to_be_a_picture_is_seen_through(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.misbehave(Answer(body=Answer.html().body, headers={"Content-Type": "image/png"}))
    with pytest.raises(BadPicture, match="HTML"):
        open_reader(xyz_source).read(HOME_TILE)


def test_a_picture_with_a_wrong_content_type_is_read(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.headers["Content-Type"] = "application/octet-stream"
    np.testing.assert_array_equal(open_reader(xyz_source).read(HOME_TILE).image, expected_picture(PARTS, 256))


def test_a_damaged_picture_is_refused(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    whole = Answer.picture(draw_tile(PARTS[0])).body
    tile_server.override(PARTS[0], Answer(body=whole[: len(whole) // 2]))
    with pytest.raises(BadPicture, match="damaged or cut short"):
        open_reader(xyz_source).read(HOME_TILE)


def test_an_oversized_response_is_abandoned(tile_server: TileServer, db: None) -> None:
    tile_server.misbehave(Answer.huge(300_000))
    reader = XyzReader(make_xyz_source(tile_server), FetchLimits(max_bytes=100_000))
    with pytest.raises(BadPicture, match=r"more than 0\.1 MiB"):
        reader.read(HOME_TILE)


def test_a_small_file_of_very_many_pixels_is_not_decoded(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.override(PARTS[0], Answer.picture(np.zeros((9000, 9000, 3), dtype=np.uint8)))
    with pytest.raises(BadPicture, match="9000 x 9000"):
        open_reader(xyz_source).read(HOME_TILE)


def test_transparent_pixels_are_no_imagery(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    part = HOME_TILE.children(18)[5]
    drawn = Image.fromarray(draw_tile(part))
    drawn.putalpha(Image.fromarray(np.repeat(np.uint8([[0] * 128 + [255] * 128]), 256, axis=0)))
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG")
    tile_server.override(part, Answer(body=buffer.getvalue(), headers={"Content-Type": "image/png"}))
    picture = open_reader(xyz_source).read(HOME_TILE)
    assert picture.missing_share == 1 / 32
    assert picture.valid is not None
    assert not picture.valid[256:512, 256:384].any()
    assert picture.valid[256:512, 384:512].all()
