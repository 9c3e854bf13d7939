"""Where each picture of a folder lies and when it was taken: read once, kept below DATA_ROOT.

Imports rasterio, so only worker processes may import it.
"""

import fcntl
import functools
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from affine import Affine
from django.conf import settings
from rasterio.crs import CRS
from rasterio.enums import MaskFlags
from rasterio.io import DatasetReader

from imagery.errors import ImageryError, SourceUnavailable
from imagery.files import data_path, write_atomically
from imagery.messages import Words, from_json, to_json, words_of
from imagery.messages import message as _
from imagery.readers.base import CaptureDates
from imagery.readers.file_dates import dates_of
from imagery.readers.picture_files import PictureFile, index_files, list_pictures, state_of
from imagery.readers.raster_words import in_our_words
from imagery.readers.tiff_files import check_tiff_file
from ml.coordinate_systems import parse_crs
from ml.raster_errors import NotGeoreferenced, TooFine
from ml.raster_grid import outline_of
from ml.raster_opening import open_raster
from ml.rasters import MAX_READ_PX, check_raster, is_georeferenced, placed
from ml.world_files import read_projection, read_world_file

VERSION = 1
"""Raise it when rows get another meaning."""
SIMPLIFIED_DEG = 1e-7
"""About a centimetre: most outlines are then four points instead of 128."""
THREADS = 4
KEPT_OPEN = 4


@dataclass(frozen=True)
class IndexedPicture:
    """A picture that can be read. `outline` is WKT, in degrees; `crs` (WKT) and `transform` are those of its
    world file, and None for a picture with a georeference of its own."""

    name: str
    state: str
    outline: str
    zoom: int
    """Whose 1024 px tiles have pixels nearest in size to the picture's."""
    is_opaque: bool
    """Whether every pixel inside the outline is known to be imagery."""
    captured_from: str | None = None
    captured_to: str | None = None
    crs: str | None = None
    transform: tuple[float, ...] | None = None

    @property
    def dates(self) -> CaptureDates:
        first, last = (day and date.fromisoformat(day) for day in (self.captured_from, self.captured_to))
        return CaptureDates(first or None, last or None)


@dataclass(frozen=True)
class Fault:
    """A picture that cannot be read, and why."""

    name: str
    state: str
    words: Words


@dataclass(frozen=True)
class PictureIndex:
    """The pictures of a folder, newest first and those without a date last, then by name."""

    pictures: list[IndexedPicture]
    faults: list[Fault]

    @functools.cached_property
    def outlines(self) -> list[shapely.Geometry]:
        return [shapely.from_wkt(picture.outline) for picture in self.pictures]

    @functools.cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.outlines)

    def touching(self, area: shapely.Geometry) -> list[int]:
        """Positions of the pictures that share area with it, in the index's order."""
        found = self._tree.query(area, predicate="intersects")
        return sorted(int(position) for position in found)


def index_of(folder: str, stated_crs: str) -> PictureIndex:
    """The index of a folder below RASTER_ROOT, made or mended when names, sizes or times have changed.

    `stated_crs` is that of pictures whose world files have no .prj. Pictures that did not change are not
    opened again. Raises `SourceUnavailable` as `list_pictures` does, and when no picture can be placed.
    """
    listed = list_pictures(folder)
    return _index_in_state(folder, stated_crs, state_of(listed))


@functools.lru_cache(maxsize=KEPT_OPEN)
def _index_in_state(folder: str, stated_crs: str, state: str) -> PictureIndex:
    stored, lock = index_files(folder, stated_crs)
    with _alone(lock):
        known = _load(stored)
        listed = list_pictures(folder)
        rows = _update(listed, known, stated_crs)
        if {row.name: row.state for row in known.values()} != {row.name: row.state for row in rows}:
            write_atomically(stored, _dump(rows))
    index = PictureIndex(
        sorted((row for row in rows if isinstance(row, IndexedPicture)), key=_newest_first),
        [row for row in rows if isinstance(row, Fault)],
    )
    _require_pictures(index)
    return index


def _newest_first(picture: IndexedPicture) -> tuple[int, str]:
    return -(picture.dates.last.toordinal() if picture.dates.last else 0), picture.name


def _require_pictures(index: PictureIndex) -> None:
    if index.pictures:
        return
    words, n_faults = index.faults[0].words, len(index.faults)
    if n_faults > 1:
        words = _("None of the %(number)d pictures can be used. %(first)s") % {
            "number": n_faults,
            "first": words,
        }
    raise SourceUnavailable(words)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process at a time, so that a new folder is not indexed by all of them at once."""
    path = data_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _update(
    listed: list[PictureFile], known: dict[str, IndexedPicture | Fault], stated_crs: str
) -> list[IndexedPicture | Fault]:
    unchanged = {
        picture.name: row
        for picture in listed
        if (row := known.get(picture.name)) and row.state == picture.state
    }
    changed = [picture for picture in listed if picture.name not in unchanged]
    with ThreadPoolExecutor(THREADS, thread_name_prefix="index") as threads:
        fresh = threads.map(functools.partial(_index_picture, stated_crs=stated_crs), changed)
        found = unchanged | {row.name: row for row in fresh}
    return [found[picture.name] for picture in listed]


def _index_picture(picture: PictureFile, stated_crs: str) -> IndexedPicture | Fault:
    try:
        with in_our_words(picture.name):
            return _place(picture, stated_crs)
    except ImageryError as error:
        return Fault(picture.name, picture.state, words_of(error))


def _place(picture: PictureFile, stated_crs: str) -> IndexedPicture:
    with open_picture_file(picture.path, picture.driver) as dataset:
        columns: dict[str, Any] = {}
        if is_georeferenced(dataset):
            check_raster(dataset, picture.path)
            outline, zoom = outline_of(dataset, picture.path)
        else:
            crs, transform = _georeference(picture, dataset, stated_crs)
            columns = {"crs": crs, "transform": tuple(transform[:6])}
            with placed(dataset, CRS.from_wkt(crs), transform) as turned:
                check_raster(turned, picture.path)
                outline, zoom = outline_of(turned, picture.path)
        dates = dates_of(dataset)
        return IndexedPicture(
            name=picture.name,
            state=picture.state,
            outline=shapely.to_wkt(shapely.simplify(outline, SIMPLIFIED_DEG), rounding_precision=9),
            zoom=zoom,
            is_opaque=_is_opaque(dataset) and not (columns and _is_turned(columns["transform"])),
            captured_from=dates.first.isoformat() if dates.first else None,
            captured_to=dates.last.isoformat() if dates.last else None,
            **columns,
        )


def _is_opaque(dataset: DatasetReader) -> bool:
    return all(flags == [MaskFlags.all_valid] for flags in dataset.mask_flag_enums)


def _is_turned(transform: tuple[float, ...]) -> bool:
    return bool(transform[1] or transform[3])


def _georeference(picture: PictureFile, dataset: DatasetReader, stated_crs: str) -> tuple[str, Affine]:
    if picture.world_file is None:
        raise _without_place(picture, dataset)
    transform = read_world_file(picture.world_file)
    if picture.projection_file is not None:
        return read_projection(picture.projection_file), transform
    if dataset.crs is not None:
        return dataset.crs.to_wkt(), transform
    if not stated_crs:
        raise SourceUnavailable(
            _(
                "%(name)s has a world file but no .prj file, so its coordinate system is unknown; give one "
                "beside it, or state the coordinate system in the source, such as EPSG:32635."
            )
            % {"name": picture.name}
        )
    return parse_crs(stated_crs), transform


def _without_place(picture: PictureFile, dataset: DatasetReader) -> Exception:
    if "EXIF_GPSLatitude" in dataset.tags():
        return SourceUnavailable(
            _(
                "%(name)s says where the camera was (GPS), not which ground it shows. Make an orthomosaic of "
                "the flight, for example with OpenDroneMap, or give each picture a world file."
            )
            % {"name": picture.name}
        )
    if picture.driver == "GTiff":
        return NotGeoreferenced(picture.path)
    return SourceUnavailable(
        _("%(name)s has no georeference; give it a world file (%(suffix)s) and a .prj file.")
        % {"name": picture.name, "suffix": ".jgw" if picture.driver == "JPEG" else ".pgw"}
    )


@contextmanager
def open_picture_file(path: Path, driver: str) -> Iterator[DatasetReader]:
    """A picture as a rasterio dataset. Raises `ml.errors.MlError` for one that cannot or should not be read:
    JPEG and PNG are decoded from their start, so they may not be larger than one tile's share."""
    if driver == "GTiff":
        check_tiff_file(path)
    with open_raster(path, driver, below=settings.RASTER_ROOT) as dataset:
        pixels = dataset.width * dataset.height
        if driver != "GTiff" and pixels > MAX_READ_PX:
            raise TooFine(path, round(pixels / 1e6))
        yield dataset


def _load(name: str) -> dict[str, IndexedPicture | Fault]:
    """Empty when there is no index, or one of another version, or a damaged one: it is then made again."""
    try:
        stored = json.loads(data_path(name).read_bytes())
        if stored["version"] != VERSION:
            return {}
        rows: list[IndexedPicture | Fault] = [
            IndexedPicture(**_with_tuple(row)) for row in stored["pictures"]
        ]
        rows += [Fault(row["name"], row["state"], from_json(row["words"])) for row in stored["faults"]]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {row.name: row for row in rows}


def _with_tuple(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"transform": row["transform"] and tuple(row["transform"])}


def _dump(rows: list[IndexedPicture | Fault]) -> bytes:
    pictures = [asdict(row) for row in rows if isinstance(row, IndexedPicture)]
    faults = [
        {"name": row.name, "state": row.state, "words": to_json(row.words)}
        for row in rows
        if isinstance(row, Fault)
    ]
    return json.dumps({"version": VERSION, "pictures": pictures, "faults": faults}).encode()
