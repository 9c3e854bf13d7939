"""Raster MBTiles: one SQLite file with pictures of 256, 512 or 1024 px by zoom, column and row.

The file may come from anybody. SQLite runs what its views say, so statements are bounded in time and size.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from imagery.errors import NoImagery, SourceUnavailable
from imagery.messages import message as _
from imagery.models import ImagerySource
from imagery.readers.assembling import tile_picture
from imagery.readers.base import Bounds, CaptureDates, SourceFacts, TilePicture
from imagery.readers.mbtiles_files import find_mbtiles
from imagery.readers.parts import SIDES_PX, compose, decode_part, drop_repeated, side_of, zoom_of_parts
from ml.tiles import Tile

MAX_BLOB_BYTES = 8 * 1024 * 1024
MAX_SECONDS = 10.0
STEPS_BETWEEN_CHECKS = 20_000
MAX_ATTRIBUTION = 300
VECTOR_MAGIC = b"\x1f\x8b"
"""gzip, in which vector tiles are kept."""
HARMLESS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
PRAGMAS = ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "query_only = ON")


@dataclass(frozen=True)
class _Archive:
    """An open file and what it says of itself."""

    connection: sqlite3.Connection
    shown: str

    def metadata(self) -> dict[str, str]:
        try:
            rows = self.connection.execute("SELECT name, value FROM metadata LIMIT 1000").fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return {}
            raise
        return {str(name): str(value) for name, value in rows}

    def zooms(self, metadata: dict[str, str]) -> tuple[int, int]:
        """Lowest and highest, as the metadata say or, without them, as the pictures are."""
        stated = _whole(metadata.get("minzoom")), _whole(metadata.get("maxzoom"))
        if stated[0] is not None and stated[1] is not None:
            return stated[0], stated[1]
        found = self.connection.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        lowest, highest = found or (None, None)
        if not (isinstance(lowest, int) and isinstance(highest, int)):
            raise SourceUnavailable(_("%(path)s holds no pictures.") % {"path": self.shown})
        return lowest, highest

    def side_px(self) -> int:
        """The width of its pictures, from the first one."""
        row = self.connection.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()
        if row is None:
            raise SourceUnavailable(_("%(path)s holds no pictures.") % {"path": self.shown})
        return side_of(_picture_in(row[0], self.shown), self.shown)

    def pictures(self, parts: list[Tile]) -> list[bytes | None]:
        """The files of the parts, in order. Rows count from the south in this format."""
        last = (1 << parts[0].z) - 1
        columns, rows = [part.x for part in parts], [last - part.y for part in parts]
        found = self.connection.execute(
            "SELECT tile_column, tile_row, tile_data FROM tiles WHERE zoom_level = ? "
            "AND tile_column BETWEEN ? AND ? AND tile_row BETWEEN ? AND ? LIMIT ?",
            (parts[0].z, min(columns), max(columns), min(rows), max(rows), len(parts)),
        )
        by_place = {(column, row): content for column, row, content in found if isinstance(content, bytes)}
        return [by_place.get(place) for place in zip(columns, rows, strict=True)]


class MbtilesReader:
    """Reads tiles from an MBTiles file below RASTER_ROOT.

    A 1024 px tile at zoom z is composed of 16 pictures of 256 px at z + 2, 4 of 512 px at z + 1, or one of
    1024 px. A partly covered tile is read. Missing pictures, transparent parts, pictures of one colour and
    those that come more than once are no imagery.
    """

    def __init__(self, source: ImagerySource) -> None:
        self._path = source.path
        self._dates = CaptureDates(source.captured_from, source.captured_to)

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3).

        Raises `NoImagery` where the file has none, `SourceUnavailable` for a file that is missing, damaged,
        of another kind, holds vector tiles, or has no pictures at the zoom that is needed, `BadPicture` for a
        damaged picture.
        """
        with _open_archive(self._path) as archive:
            metadata = archive.metadata()
            _refuse_vectors(metadata, self._path)
            side = archive.side_px()
            zoom = zoom_of_parts(tile, side, *archive.zooms(metadata))
            contents = archive.pictures(tile.children(zoom))
        found = zip(tile.children(zoom), drop_repeated(contents), strict=True)
        parts = {part: decode_part(content, side, self._path) for part, content in found if content}
        image, valid = compose(tile, parts)
        if not valid.any():
            raise NoImagery(
                _("%(path)s has no imagery in tile %(tile)s.") % {"path": self._path, "tile": tile}
            )
        return tile_picture(image, valid, tile, self._dates)

    def describe(self) -> SourceFacts:
        """Extent, zooms and attribution of the file. Raises as `read` does, for all tiles alike."""
        with _open_archive(self._path) as archive:
            metadata = archive.metadata()
            _refuse_vectors(metadata, self._path)
            deeper = (archive.side_px() // SIDES_PX[0]).bit_length() - 1
            lowest, highest = archive.zooms(metadata)
        attribution = " ".join(strip_tags(metadata.get("attribution", "")).split())
        return SourceFacts(
            bounds=_bounds(metadata.get("bounds", "")),
            min_zoom=lowest + deeper,
            max_zoom=highest + deeper,
            dates=self._dates,
            attribution=attribution[:MAX_ATTRIBUTION],
        )


@contextmanager
def _open_archive(relative: str) -> Iterator[_Archive]:
    """The file, read-only and as it is: no journal beside it is replayed, and no statement may run on."""
    path = find_mbtiles(relative)
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            _confine(connection)
            yield _Archive(connection, relative)
    except sqlite3.Error as error:
        raise SourceUnavailable(_explain(error) % {"path": relative, "error": error}) from error


def _confine(connection: sqlite3.Connection) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BLOB_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    until = time.monotonic() + MAX_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > until, STEPS_BETWEEN_CHECKS)
    connection.set_authorizer(_authorize)


def _authorize(action: int, *_about: Any) -> int:
    """Nothing but reading; no recursion, with which a view runs for ever."""
    return sqlite3.SQLITE_OK if action in HARMLESS else sqlite3.SQLITE_DENY


def _explain(error: sqlite3.Error) -> Any:
    said = str(error)
    if "not a database" in said or "no such" in said:
        return _("%(path)s is not an MBTiles file (%(error)s); export the imagery as raster MBTiles.")
    if "too big" in said:
        return _("%(path)s holds a picture that is too large; export it with pictures of 256 or 512 px.")
    if "interrupted" in said:
        return _("%(path)s takes too long to answer; export it again with an index over its tiles.")
    return _("%(path)s cannot be read (%(error)s); export it again as raster MBTiles.")


def _refuse_vectors(metadata: dict[str, str], shown: str) -> None:
    if metadata.get("format", "").lower() in {"pbf", "mvt"}:
        raise _holds_vectors(shown)


def _picture_in(content: object, shown: str) -> bytes:
    if not isinstance(content, bytes):
        raise SourceUnavailable(_("%(path)s holds something other than pictures.") % {"path": shown})
    if content.startswith(VECTOR_MAGIC):
        raise _holds_vectors(shown)
    return content


def _holds_vectors(shown: str) -> SourceUnavailable:
    return SourceUnavailable(
        _("%(path)s holds vector tiles, and there is nothing to see in them; give MBTiles with pictures.")
        % {"path": shown}
    )


def _whole(text: str | None) -> int | None:
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return None


def _bounds(text: str) -> Bounds | None:
    """None when they are absent, no numbers, or no place on the globe."""
    try:
        west, south, east, north = (float(number) for number in text.split(","))
    except ValueError:
        return None
    on_globe = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return Bounds(west, south, east, north) if on_globe else None
