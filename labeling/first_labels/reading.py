"""Places as a file gives them: geometries in degrees, with their properties. For workers."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
import shapely.errors
import shapely.geometry

from imagery.messages import Words
from imagery.messages import message as _
from labeling.errors import InvalidLabelFile
from ml.vector_features import read_features
from ml.vector_files import Limits, VectorFileError

MAX_PLACES = 2000
MAX_VERTICES = 500_000
MAX_LINE = 100_000
"""Characters in a line of CSV."""
SUFFIXES = (".geojson", ".json", ".csv", ".gpkg", ".kml", ".kmz", ".zip", ".fgb")
LATITUDE = ("lat", "latitude", "y", "широта")
LONGITUDE = ("lng", "lon", "long", "longitude", "x", "довгота")
DEGREES = re.compile(r"(CRS84|EPSG:+(?:[\d.]*:)?4326|WGS ?84)", re.IGNORECASE)


@dataclass(frozen=True)
class RawPlace:
    geometry: shapely.Geometry
    """Longitude, latitude in degrees; valid and not empty."""
    properties: dict[str, Any]


def read_places(path: Path, name: str) -> list[RawPlace]:
    """Points, lines and polygons of a GeoJSON file or one that GDAL reads, or the points of a CSV table.
    Raises `InvalidLabelFile`."""
    suffix = Path(name).suffix.lower()
    read = {".csv": _read_csv, ".geojson": _read_geojson, ".json": _read_geojson}.get(suffix, _read_vector)
    places = read(path)
    found = []
    for place in places:
        found.append(place)
        if len(found) > MAX_PLACES:
            raise InvalidLabelFile(
                _("The file has more than %(most)d places. Split it.") % {"most": MAX_PLACES}
            )
    if not found:
        raise InvalidLabelFile(_("The file holds no place: no point, line or polygon."))
    return found


def _read_vector(path: Path) -> Iterator[RawPlace]:
    limits = Limits(features=MAX_PLACES + 1, vertices=MAX_VERTICES)
    try:
        features = read_features(path, limits)
    except VectorFileError as error:
        raise InvalidLabelFile(_why(error)) from error
    for number, feature in enumerate(features, start=1):
        yield RawPlace(_checked(feature.geometry, number), feature.properties)


def _why(error: VectorFileError) -> Words:
    words: dict[str, Words] = {
        "broken_zip": _("The ZIP is damaged. Pack it again, or upload it once more."),
        "encrypted_zip": _("The ZIP is protected by a password. Pack it without."),
        "large_zip": _("The ZIP unpacks to more than is allowed. Split it."),
        "nothing_in_zip": _(
            "The ZIP holds no file of places. Pack a Shapefile with its .shp, .shx, .dbf and .prj, or one "
            "GeoPackage, KML or GeoJSON."
        ),
        "no_polygons": _("The file holds no place: no point, line or polygon."),
        "no_crs": _(
            "The file does not say its coordinate system, and its numbers are no degrees. A Shapefile needs "
            "its .prj file in the ZIP."
        ),
        "many_features": _("The file has more than %(most)d places. Split it.") % {"most": MAX_PLACES},
        "many_vertices": _(
            "The file has more than %(most)d points in its outlines. Simplify them, or split the file."
        )
        % {"most": MAX_VERTICES},
    }
    unreadable = _("The file cannot be read (%(error)s). Export it again, or as GeoJSON.")
    return words.get(error.code) or unreadable % {"error": error.facts.get("error", error.code)}


def _read_geojson(path: Path) -> Iterator[RawPlace]:
    content = path.read_bytes()
    # Each position opens a bracket: counted before a parser makes a list of each.
    if content.count(b"[") > 2 * MAX_VERTICES:
        raise _too_many_vertices()
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidLabelFile(
            _("The file is not valid GeoJSON: %(error)s. Export it again.") % {"error": str(error)[:200]}
        ) from error
    if not isinstance(document, dict):
        raise InvalidLabelFile(_("The file is JSON but not GeoJSON. Export it as a FeatureCollection."))
    _check_crs(document)
    return _places_in(document)


def _check_crs(document: dict[str, Any]) -> None:
    crs = document.get("crs")
    if crs is not None and not DEGREES.search(json.dumps(crs)):
        raise InvalidLabelFile(
            _("The file is not in longitude and latitude (%(crs)s). Export it as WGS 84, EPSG:4326.")
            % {"crs": json.dumps(crs)[:120]}
        )


def _places_in(document: dict[str, Any]) -> Iterator[RawPlace]:
    features = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(features, list):
        raise InvalidLabelFile(_("The file is JSON but not GeoJSON. Export it as a FeatureCollection."))
    for number, feature in enumerate(features, start=1):
        is_feature = isinstance(feature, dict) and feature.get("type") == "Feature"
        geometry = feature.get("geometry") if is_feature else feature
        if geometry is not None:
            properties = feature.get("properties") if is_feature else None
            yield RawPlace(_shape(geometry, number), properties if isinstance(properties, dict) else {})


def _shape(geometry: Any, number: int) -> shapely.Geometry:
    try:
        shape = shapely.force_2d(shapely.geometry.shape(geometry))
    except (shapely.errors.ShapelyError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise InvalidLabelFile(
            _("Place %(number)d of the file has no usable geometry. Export it again as GeoJSON.")
            % {"number": number}
        ) from error
    return _checked(shape, number)


def _checked(shape: shapely.Geometry, number: int) -> shapely.Geometry:
    """Within the globe, mended where outlines cross themselves."""
    if shapely.get_num_coordinates(shape) > MAX_VERTICES:
        raise _too_many_vertices()
    west, south, east, north = shape.bounds if not shape.is_empty else (0, 0, 0, 0)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        words: Words = _(
            "Place %(number)d lies at %(x)s, %(y)s, which is no longitude and latitude. Export the file as "
            "WGS 84, EPSG:4326."
        ) % {"number": number, "x": f"{west:.6g}", "y": f"{south:.6g}"}
        raise InvalidLabelFile(words)
    valid = shape if shape.is_valid else shapely.make_valid(shape)
    if valid.is_empty:
        raise InvalidLabelFile(
            _("Place %(number)d of the file is empty. Remove it, or draw it again.") % {"number": number}
        )
    return valid


def _read_csv(path: Path) -> Iterator[RawPlace]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline(MAX_LINE)
            delimiter = max(",;\t", key=head.count)
            file.seek(0)
            rows = csv.DictReader(file, delimiter=delimiter)
            lat, lng = _column(rows, LATITUDE), _column(rows, LONGITUDE)
            for number, row in enumerate(rows, start=1):
                yield RawPlace(_point(row, lat, lng, number), {k: v for k, v in row.items() if k})
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidLabelFile(
            _("The table cannot be read (%(error)s). Save it as CSV in UTF-8.") % {"error": str(error)[:200]}
        ) from error


def _column(rows: "csv.DictReader[str]", names: tuple[str, ...]) -> str:
    for column in rows.fieldnames or []:
        if column and column.strip().casefold() in names:
            return column
    raise InvalidLabelFile(
        _("The table needs a column “lat” and a column “lng”, in degrees; it has: %(columns)s.")
        % {"columns": ", ".join(map(str, rows.fieldnames or []))[:200] or "–"}
    )


def _point(row: dict[str, str], lat: str, lng: str, number: int) -> shapely.Geometry:
    try:
        x, y = (float((row[name] or "").strip().replace(",", ".")) for name in (lng, lat))
    except ValueError as error:
        raise InvalidLabelFile(
            _("Row %(number)d of the table has no number under “lat” or “lng”.") % {"number": number}
        ) from error
    return _checked(shapely.Point(x, y), number)


def _too_many_vertices() -> InvalidLabelFile:
    return InvalidLabelFile(
        _("The file has more than %(most)d points in its outlines. Simplify them, or split the file.")
        % {"most": MAX_VERTICES}
    )
