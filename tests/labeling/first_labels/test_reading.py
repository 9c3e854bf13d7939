"""Files of places, good and bad: what cannot be read is refused in words, and nothing is stored."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio import raw
from pyproj import Transformer

from labeling.errors import InvalidLabelFile
from labeling.first_labels import reading
from labeling.first_labels.reading import read_places


def read(tmp_path: Path, content: bytes | str, name: str = "places.geojson") -> list[reading.RawPlace]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_places(path, name)


@pytest.mark.parametrize(
    ("table", "at"),
    [
        ("name,lat,lng\nPit,51.3,27.5\n", (27.5, 51.3)),
        ("\ufeffLatitude;Longitude\n51,3;27,5\n", (27.5, 51.3)),
        ("lon\tlat\n27.5\t51.3\n", (27.5, 51.3)),
        ("довгота,широта\n27.5,51.3\n", (27.5, 51.3)),
    ],
)
def test_a_table_of_points_is_read_as_spreadsheets_write_it(
    tmp_path: Path, table: str, at: tuple[float, float]
) -> None:
    (place,) = read(tmp_path, table, "places.csv")
    assert (place.geometry.x, place.geometry.y) == at


def test_the_columns_of_a_table_are_the_properties(tmp_path: Path) -> None:
    (place,) = read(tmp_path, "name,lat,lng,note\nPit,51.3,27.5,Round\n", "places.csv")
    assert place.properties["name"] == "Pit" and place.properties["note"] == "Round"


@pytest.mark.parametrize(
    "document",
    [
        {"type": "Point", "coordinates": [27.5, 51.3]},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [27.5, 51.3, 120.0]}},
    ],
)
def test_a_bare_geometry_is_a_place(tmp_path: Path, document: object) -> None:
    (place,) = read(tmp_path, json.dumps(document))
    assert place.geometry.x == 27.5 and not place.geometry.has_z


def test_outlines_that_cross_themselves_are_mended(tmp_path: Path) -> None:
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    (place,) = read(tmp_path, json.dumps(bow))
    assert place.geometry.is_valid and place.geometry.area == pytest.approx(0.5)


SHAPES = [shapely.box(27.4, 51.2, 27.5, 51.3), shapely.box(27.6, 51.2, 27.7, 51.3)]


@pytest.mark.parametrize(
    ("driver", "suffix"),
    [("GPKG", ".gpkg"), ("KML", ".kml"), ("FlatGeobuf", ".fgb"), ("ESRI Shapefile", ".shp")],
)
def test_every_vector_format_gives_the_same_places(tmp_path: Path, driver: str, suffix: str) -> None:
    path = write_vector(tmp_path / f"places{suffix}", driver, SHAPES)
    if suffix == ".shp":
        path = zip_of(path)
    # FlatGeobuf keeps its features in an order of its own.
    found = sorted(read_places(path, path.name), key=lambda place: place.geometry.bounds)
    assert [place.geometry.equals(shape) for place, shape in zip(found, SHAPES, strict=True)] == [True, True]
    properties = [{name.lower(): value for name, value in place.properties.items()} for place in found]
    assert [one["name"] for one in properties] == ["Північ", "Південь"]


def test_points_in_another_system_are_reprojected(tmp_path: Path) -> None:
    point = shapely.Point(27.5, 51.3)
    moved = Transformer.from_crs("EPSG:4326", "EPSG:32635", always_xy=True).transform(27.5, 51.3)
    path = write_vector(tmp_path / "p.gpkg", "GPKG", [shapely.Point(*moved)] * 2, crs="EPSG:32635")
    found = read_places(path, "p.gpkg")
    assert found[0].geometry.distance(point) < 1e-6


def test_a_shapefile_without_its_system_is_refused(tmp_path: Path) -> None:
    shapes = [shapely.Point(394_000, 5_684_000)] * 2
    path = write_vector(tmp_path / "p.shp", "ESRI Shapefile", shapes, crs="EPSG:32635")
    path.with_suffix(".prj").unlink()
    with pytest.raises(InvalidLabelFile, match=r"needs its \.prj file"):
        read_places(zip_of(path), "p.zip")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("p.zip", b"PK no", "The ZIP is damaged"),
        ("p.gpkg", b"SQLite format 3", "cannot be read"),
        ("p.kml", b"<html>404</html>", "cannot be read|holds no place"),
        ("p.kml", b'<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>', "cannot be read"),
    ],
)
def test_a_vector_file_that_cannot_be_read_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(InvalidLabelFile, match=said):
        read(tmp_path, content, name)


def write_vector(path: Path, driver: str, shapes: list[shapely.Geometry], crs: str = "EPSG:4326") -> Path:
    names = np.array(["Північ", "Південь"], dtype=object)
    kind = shapes[0].geom_type
    raw.write(path, shapely.to_wkb(shapes), [names], ["name"], driver=driver, crs=crs, geometry_type=kind)
    return path


def zip_of(path: Path) -> Path:
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for part in path.parent.glob(f"{path.stem}.*"):
            if part != target:
                archive.write(part, part.name)
    return target


UTM = {"type": "Point", "coordinates": [394_000.0, 5_684_000.0]}
DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("{", "p.geojson", "not valid GeoJSON"),
        (b"\x93NUMPY", "p.geojson", "not valid GeoJSON"),
        ('"hello"', "p.geojson", "not GeoJSON"),
        ("[1]", "p.geojson", "not GeoJSON"),
        (DEEP, "p.geojson", "not valid GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "p.geojson", "holds no place"),
        ('{"type": "FeatureCollection", "features": 3}', "p.geojson", "not GeoJSON"),
        ('{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null}]}', "p.geojson",
         "holds no place"),
        ('{"type": "Blob"}', "p.geojson", "Place 1 of the file has no usable geometry"),
        ('{"type": "Point", "coordinates": ["a", "b"]}', "p.geojson", "no usable geometry"),
        ('{"type": "Polygon", "coordinates": []}', "p.geojson", "is empty"),
        ('{"type": "Point", "coordinates": [NaN, 2]}', "p.geojson", "no longitude and latitude|is empty"),
        (json.dumps(UTM), "p.geojson", "no longitude and latitude"),
        (json.dumps({**UTM, "crs": {"properties": {"name": "EPSG:32635"}}}), "p.geojson", "EPSG:32635"),
        ("name,note\nPit,Round\n", "p.csv", "needs a column “lat”"),
        ("", "p.csv", "needs a column “lat”"),
        ("lat,lng\nabc,def\n", "p.csv", "Row 1 of the table"),
        ("lat,lng\n95,27\n", "p.csv", "no longitude and latitude"),
        (b"lat,lng,name\n51,27,\xff\xfe\n", "p.csv", "Save it as CSV in UTF-8"),
        ("lat,lng\n", "p.csv", "holds no place"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(
    tmp_path: Path, content: bytes | str, name: str, said: str
) -> None:
    with pytest.raises(InvalidLabelFile, match=said):
        read(tmp_path, content, name)


def test_too_many_places_and_points_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_PLACES", 2)
    with pytest.raises(InvalidLabelFile, match="more than 2 places"):
        read(tmp_path, "lat,lng\n1,1\n2,2\n3,3\n", "p.csv")
    monkeypatch.setattr(reading, "MAX_VERTICES", 3)
    ring = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    with pytest.raises(InvalidLabelFile, match="more than 3 points"):
        read(tmp_path, json.dumps(ring))
