"""MBTiles written for tests."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from ml.tiles import Tile
from tests.imagery.tile_server import Draw, draw_tile, encode

SCHEMA = """
CREATE TABLE metadata (name text, value text);
CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);
"""


def write_mbtiles(
    path: Path,
    tiles: Iterable[Tile],
    draw: Draw = draw_tile,
    *,
    size: int = 256,
    kind: str = "PNG",
    metadata: Mapping[str, str] | None = None,
) -> Path:
    """The pictures of these tiles, with rows that count from the south, as the format wants it."""
    rows = [(tile.z, tile.x, (1 << tile.z) - 1 - tile.y, encode(draw(tile, size), kind)) for tile in tiles]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO metadata VALUES (?, ?)", (metadata or {}).items())
    return path


def run_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
