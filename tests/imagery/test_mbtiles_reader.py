"""MBTiles with pictures, and files that only claim to be that."""

import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from imagery.errors import BadPicture, ForbiddenAddress, NoImagery, SourceUnavailable
from imagery.readers import mbtiles
from imagery.readers.base import Bounds, TilePicture
from imagery.readers.registry import open_reader
from ml.tiles import Tile
from tests.factories import HOME_TILE, make_source
from tests.imagery.mbtiles import run_sql, write_mbtiles
from tests.imagery.tile_server import draw_tile

pytestmark = pytest.mark.django_db

PARTS = HOME_TILE.children(HOME_TILE.z + 2)
TEXTS = {"format": "png", "minzoom": "16", "maxzoom": "18", "bounds": "27.4,51.2,27.6,51.4"}


@pytest.fixture
def path(settings: Settings) -> Path:
    return Path(settings.RASTER_ROOT) / "tiles.mbtiles"


def reader(**changes: Any) -> Any:
    return open_reader(make_source(**({"kind": "mbtiles", "path": "tiles.mbtiles"} | changes)))


def read(tile: Tile = HOME_TILE, **changes: Any) -> TilePicture:
    found: TilePicture = reader(**changes).read(tile)
    return found


def part_of(image: np.ndarray, index: int, size: int) -> np.ndarray:
    columns = 1024 // size
    row, column = (index // columns) * size, (index % columns) * size
    return image[row : row + size, column : column + size]


@pytest.mark.parametrize(("size", "deeper"), [(256, 2), (512, 1), (1024, 0)])
def test_a_tile_is_composed_of_pictures_of_any_size(path: Path, size: int, deeper: int) -> None:
    parts = HOME_TILE.children(HOME_TILE.z + deeper)
    write_mbtiles(path, parts, size=size)
    picture = read()
    assert picture.missing_share == 0
    assert picture.valid is None
    for index, part in enumerate(parts):
        np.testing.assert_array_equal(part_of(picture.image, index, size), draw_tile(part, size))


@pytest.mark.parametrize(("kind", "tolerance"), [("JPEG", 30), ("WEBP", 30), ("PNG", 0)])
def test_every_format_of_the_specification_is_read(path: Path, kind: str, tolerance: int) -> None:
    def draw(part: Tile, size: int) -> np.ndarray:
        bars = np.arange(size) // 16 % 2 * 30
        return (
            np.repeat(bars[:, None, None] + 60 + 10 * PARTS.index(part), size, 1)
            .repeat(3, 2)
            .astype(np.uint8)
        )

    write_mbtiles(path, PARTS, draw, kind=kind)
    image = read().image
    for index, part in enumerate(PARTS):
        difference = part_of(image, index, 256).astype(int) - draw(part, 256)
        assert np.abs(difference).max() <= tolerance


def test_missing_pictures_are_black_and_not_valid(path: Path) -> None:
    write_mbtiles(path, PARTS[:4])
    picture = read()
    assert picture.missing_share == 0.75
    assert picture.valid is not None
    assert picture.valid[:256].all()
    assert not picture.valid[256:].any()
    assert not picture.image[256:].any()


def test_transparent_pixels_are_not_valid(path: Path) -> None:
    def draw(part: Tile, size: int) -> np.ndarray:
        alpha = np.full((size, size, 1), 255, np.uint8)
        alpha[:, : size // 2] = 0
        return np.concatenate([draw_tile(part, size), alpha], axis=2)

    write_mbtiles(path, PARTS, draw)
    picture = read()
    assert picture.missing_share == 0.5
    assert picture.valid is not None
    assert not picture.valid[:, :128].any()
    assert picture.valid[:, 128:256].all()


def test_a_picture_of_one_colour_or_one_that_is_repeated_is_no_imagery(path: Path) -> None:
    def draw(part: Tile, size: int) -> np.ndarray:
        index = PARTS.index(part)
        if index == 0:
            return np.full((size, size, 3), 77, np.uint8)
        return draw_tile(PARTS[1] if index < 4 else part, size)

    write_mbtiles(path, PARTS, draw)
    picture = read()
    assert picture.missing_share == 0.25
    assert not picture.image[:256].any()


def test_a_place_without_pictures_is_no_imagery(path: Path) -> None:
    write_mbtiles(path, PARTS, metadata=TEXTS)
    with pytest.raises(NoImagery, match="has no imagery"):
        read(Tile(HOME_TILE.z, HOME_TILE.x + 3, HOME_TILE.y))


@pytest.mark.parametrize("metadata", [{}, TEXTS])
@pytest.mark.parametrize("z", [17, 13])
def test_a_zoom_that_the_file_does_not_have_is_refused_in_words(
    path: Path, z: int, metadata: dict[str, str]
) -> None:
    write_mbtiles(path, PARTS, metadata=metadata)
    with pytest.raises(
        SourceUnavailable, match=rf"pictures at zoom {z + 2}, and the source has zooms 1[68] to 18"
    ):
        read(HOME_TILE.children(z)[0] if z > HOME_TILE.z else Tile(z, HOME_TILE.x >> 3, HOME_TILE.y >> 3))


def test_the_file_describes_itself(path: Path) -> None:
    write_mbtiles(path, PARTS, metadata=TEXTS | {"attribution": "© <a href='x'>Somebody</a>  2024"})
    facts = reader().describe()
    assert facts.bounds == Bounds(27.4, 51.2, 27.6, 51.4)
    assert (facts.min_zoom, facts.max_zoom) == (16, 18)
    assert facts.attribution == "© Somebody 2024"
    assert facts.dates.first == date(2018, 4, 1)


def test_pictures_of_512_px_hold_the_detail_of_one_zoom_more(path: Path) -> None:
    write_mbtiles(path, HOME_TILE.children(17), size=512)
    facts = reader().describe()
    assert (facts.min_zoom, facts.max_zoom) == (18, 18)


@pytest.mark.parametrize("bounds", ["", "west", "1,2,3", "27,51,26,52", "-999,0,999,1", "nan,0,1,1"])
def test_bounds_that_are_none_are_left_out(path: Path, bounds: str) -> None:
    write_mbtiles(path, PARTS, metadata={"bounds": bounds})
    assert reader().describe().bounds is None


@pytest.mark.parametrize("metadata", [{"format": "pbf"}, {}])
def test_vector_tiles_are_refused_in_words(path: Path, metadata: dict[str, str]) -> None:
    write_mbtiles(path, PARTS, metadata=metadata)
    run_sql(path, "UPDATE tiles SET tile_data = x'1f8b0800'")
    with pytest.raises(SourceUnavailable, match="vector tiles"):
        read()
    with pytest.raises(SourceUnavailable, match="vector tiles"):
        reader(slug="again").describe()


def test_a_text_file_is_refused_in_words(path: Path) -> None:
    path.write_text("tiles")
    with pytest.raises(SourceUnavailable, match="not an MBTiles file, or is damaged"):
        read()


def test_another_kind_of_file_is_refused(path: Path) -> None:
    write_mbtiles(path.with_suffix(".db"), PARTS)
    with pytest.raises(SourceUnavailable, match=r"not an \.mbtiles file"):
        read(path="tiles.db")


def test_a_path_outside_is_refused(path: Path, tmp_path: Path) -> None:
    path.symlink_to(write_mbtiles(tmp_path / "secret.mbtiles", PARTS))
    with pytest.raises(ForbiddenAddress, match="outside the raster folder"):
        read()


def test_a_database_without_tiles_is_refused_in_words(path: Path) -> None:
    run_sql(path, "CREATE TABLE notes (words text)")
    with pytest.raises(SourceUnavailable, match="not an MBTiles file"):
        read()


def test_tables_with_other_columns_are_refused_in_words(path: Path) -> None:
    run_sql(path, "CREATE TABLE tiles (z integer, picture blob)", "CREATE TABLE metadata (words text)")
    with pytest.raises(SourceUnavailable, match="not an MBTiles file"):
        read()


def test_an_empty_archive_is_refused_in_words(path: Path) -> None:
    write_mbtiles(path, [])
    with pytest.raises(SourceUnavailable, match="holds no pictures"):
        read()


def test_an_archive_cut_short_is_refused_in_words(path: Path) -> None:
    write_mbtiles(path, PARTS)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    with pytest.raises(SourceUnavailable, match="cannot be read"):
        read()


def test_a_damaged_picture_is_refused_in_words(path: Path) -> None:
    write_mbtiles(path, PARTS)
    run_sql(path, "UPDATE tiles SET tile_data = CAST(substr(tile_data, 1, 200) AS blob)")
    with pytest.raises(BadPicture, match="damaged or cut short"):
        read()


def test_words_in_place_of_a_picture_are_refused_in_words(path: Path) -> None:
    write_mbtiles(path, PARTS)
    run_sql(path, "UPDATE tiles SET tile_data = 'words'")
    with pytest.raises(SourceUnavailable, match="something other than pictures"):
        read()


def test_pictures_of_two_sizes_are_refused_in_words(path: Path) -> None:
    write_mbtiles(path, PARTS, lambda part, size: draw_tile(part, size if part == PARTS[0] else 512))
    with pytest.raises(BadPicture, match="512 x 512 px beside others of 256 px"):
        read()


def test_a_huge_picture_is_refused_before_it_is_held(path: Path) -> None:
    write_mbtiles(path, PARTS)
    run_sql(path, "UPDATE tiles SET tile_data = zeroblob(50000000) WHERE rowid = 7")
    with pytest.raises(SourceUnavailable, match="too large"):
        read()


ENDLESS = (
    "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT 18 AS zoom_level, i AS tile_column, i AS tile_row, x'00' AS tile_data FROM n"
)
SLOW = (
    "CREATE VIEW tiles AS SELECT 18 AS zoom_level, 0 AS tile_column, 0 AS tile_row, a.name AS tile_data "
    "FROM " + ", ".join(f"metadata {name}" for name in "abcdefgh") + " ORDER BY a.value || h.value"
)


@pytest.mark.parametrize(("view", "words"), [(ENDLESS, "cannot be read"), (SLOW, "takes too long")])
def test_a_view_that_runs_for_ever_is_stopped(
    path: Path, monkeypatch: pytest.MonkeyPatch, view: str, words: str
) -> None:
    monkeypatch.setattr(mbtiles, "MAX_SECONDS", 0.3)
    write_mbtiles(path, [], metadata={str(number): "x" for number in range(100)})
    run_sql(path, "DROP TABLE tiles", view)
    started = time.monotonic()
    with pytest.raises(SourceUnavailable, match=words):
        read()
    assert time.monotonic() - started < 5


def test_nothing_beside_the_file_is_read_or_written(path: Path) -> None:
    """A journal beside the file would be replayed into it, and could be anybody's."""
    write_mbtiles(path, PARTS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    before = path.read_bytes()
    for suffix in ("-wal", "-journal"):
        path.with_name(path.name + suffix).write_bytes(b"words")
    assert read().missing_share == 0
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == [
        "tiles.mbtiles", "tiles.mbtiles-journal", "tiles.mbtiles-wal",
    ]  # fmt: skip
