"""Polygons of files that people send: every format, every fault, and files that were made to harm."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from pyogrio import raw
from pyproj import Transformer

from ml.vector_files import DRIVERS, Limits, VectorFile, VectorFileError, read_polygons

HOME = shapely.box(27.4, 51.2, 27.6, 51.4)
TO_UTM = Transformer.from_crs("EPSG:4326", "EPSG:32635", always_xy=True)
UTM = shapely.transform(shapely.segmentize(HOME, 0.001), TO_UTM.transform, interleaved=False)
VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{path}</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)
SUFFIXES = {
    "GeoJSON": ".geojson",
    "GPKG": ".gpkg",
    "KML": ".kml",
    "FlatGeobuf": ".fgb",
    "ESRI Shapefile": ".shp",
}


def write(
    folder: Path,
    shapes: list[Any],
    driver: str = "GPKG",
    crs: str | None = "EPSG:4326",
    name: str = "a",
    **more: Any,
) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}{SUFFIXES[driver]}"
    names = np.array([f"Назва {n}" for n in range(len(shapes))], dtype=object)
    kinds = {shape.geom_type for shape in shapes}
    kind = kinds.pop() if len(kinds) == 1 else "Unknown"
    raw.write(
        path, shapely.to_wkb(shapes), [names], ["name"], driver=driver, crs=crs, geometry_type=kind, **more
    )
    return path


def zipped(folder: Path, path: Path, *, without: tuple[str, ...] = (), inside: str = "") -> Path:
    target = folder / "sent.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in sorted(path.parent.glob(f"{path.stem}.*")):
            if part.suffix not in (".zip", *without):
                archive.write(part, f"{inside}{part.name}")
    return target


def fault(path: Path, limits: Limits | None = None) -> VectorFileError:
    with pytest.raises(VectorFileError) as raised:
        read_polygons(path, limits)
    return raised.value


def union(found: VectorFile) -> Any:
    return shapely.union_all(found.polygons)


@pytest.mark.parametrize("driver", sorted(DRIVERS))
def test_every_format_gives_its_polygon(tmp_path: Path, driver: str) -> None:
    path = write(tmp_path / "in", [HOME], driver)
    found = read_polygons(zipped(tmp_path, path) if driver == "ESRI Shapefile" else path)
    assert union(found).equals(HOME)
    assert (found.n_others, found.crs, found.is_crs_guessed, len(found.layers)) == (0, [], False, 1)


@pytest.mark.parametrize("driver", ["GPKG", "FlatGeobuf", "ESRI Shapefile", "GeoJSON"])
def test_metres_are_reprojected_by_the_files_own_system(tmp_path: Path, driver: str) -> None:
    options = {"layer_options": {"RFC7946": "NO"}} if driver == "GeoJSON" else {}
    path = write(tmp_path / "in", [UTM], driver, crs="EPSG:32635", **options)
    found = read_polygons(zipped(tmp_path, path) if driver == "ESRI Shapefile" else path)
    assert shapely.hausdorff_distance(union(found), HOME) < 1e-6
    assert "UTM" in found.crs[0]


def test_long_edges_become_curves_when_they_are_reprojected(tmp_path: Path) -> None:
    wide = shapely.box(200_000, 5_600_000, 800_000, 5_700_000)
    found = union(read_polygons(write(tmp_path / "in", [wide], crs="EPSG:32635")))
    middle = TO_UTM.transform(500_000, 5_600_000, direction="INVERSE")
    assert shapely.distance(found.exterior, shapely.Point(middle)) < 1e-4


def test_a_shapefile_without_prj_in_degrees_is_read_and_said_to_be_a_guess(tmp_path: Path) -> None:
    path = write(tmp_path / "in", [HOME], "ESRI Shapefile")
    found = read_polygons(zipped(tmp_path, path, without=(".prj",)))
    assert union(found).equals(HOME) and found.is_crs_guessed


def test_a_shapefile_without_prj_in_metres_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "in", [UTM], "ESRI Shapefile", crs="EPSG:32635")
    assert fault(zipped(tmp_path, path, without=(".prj",))).code == "no_crs"


@pytest.mark.parametrize("part", [".shx", ".dbf", ".cpg"])
def test_a_shapefile_does_without_its_other_parts(tmp_path: Path, part: str) -> None:
    path = write(tmp_path / "in", [HOME], "ESRI Shapefile")
    assert union(read_polygons(zipped(tmp_path, path, without=(part,)))).equals(HOME)


def test_a_wrong_encoding_is_no_obstacle(tmp_path: Path) -> None:
    path = write(tmp_path / "in", [HOME], "ESRI Shapefile")
    path.with_suffix(".cpg").write_text("no-such-encoding-7")
    path.with_suffix(".dbf").write_bytes(path.with_suffix(".dbf").read_bytes().replace(b"\xd0", b"\xff"))
    assert union(read_polygons(zipped(tmp_path, path))).equals(HOME)


def test_a_shapefile_is_found_in_a_folder_of_the_archive_whatever_the_case(tmp_path: Path) -> None:
    path = write(tmp_path / "in", [HOME], "ESRI Shapefile")
    path.with_suffix(".prj").rename(path.parent / "a.PRJ")
    assert not read_polygons(zipped(tmp_path, path, inside="Дані 2024/../")).is_crs_guessed


def test_several_layers_are_all_taken_and_named(tmp_path: Path) -> None:
    path = write(tmp_path / "in", [HOME], layer="north")
    east = shapely.box(27.6, 51.2, 27.8, 51.4)
    raw.write(
        path,
        shapely.to_wkb([east]),
        [],
        [],
        layer="east",
        driver="GPKG",
        crs="EPSG:4326",
        geometry_type="Polygon",
        append=True,
    )
    raw.write(
        path,
        shapely.to_wkb([HOME.centroid]),
        [],
        [],
        layer="wells",
        driver="GPKG",
        crs="EPSG:4326",
        geometry_type="Point",
        append=True,
    )
    found = read_polygons(path)
    assert (sorted(found.layers), found.n_others) == (["east", "north"], 1)
    assert union(found).equals(HOME | east)


def test_points_and_lines_beside_polygons_are_counted_and_left_out(tmp_path: Path) -> None:
    found = read_polygons(write(tmp_path / "in", [HOME, HOME.centroid, HOME.exterior], "GeoJSON"))
    assert (len(found.polygons), found.n_others) == (1, 2)


def test_a_file_of_points_is_refused(tmp_path: Path) -> None:
    caught = fault(write(tmp_path / "in", [HOME.centroid]))
    assert (caught.code, caught.facts) == ("no_polygons", {"n_others": 1})


def test_heights_are_dropped(tmp_path: Path) -> None:
    path = write(tmp_path / "in", [shapely.force_3d(HOME, 120)], "GeoJSON")
    assert not read_polygons(path).polygons[0].has_z


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", b"hello"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": ['),
        ("a.kml", b"<kml><Document></kml>"),
        ("a.gpkg", b"SQLite format 3\x00" + bytes(200)),
        ("a.fgb", b"fgb\x03fgb\x00" + bytes(20)),
        ("a.json", b"{}"),
        ("a.geojson", b""),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert fault(tmp_path / name).code in ("unreadable", "no_polygons")


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path, write(tmp_path / "in", [HOME], "ESRI Shapefile")).read_bytes()
    for number, content in enumerate(
        [b"PK\x03\x04 no archive", whole[:200], whole[:40] + b"\xff" * 60 + whole[100:]]
    ):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(content)
        assert fault(path).code == "broken_zip"


def test_an_archive_without_a_vector_file_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert fault(tmp_path / "a.zip").code == "nothing_in_zip"


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.geojson", "w") as member,
    ):
        for _block in range(200):
            member.write(bytes(2**20))
    assert path.stat().st_size < 2**20
    assert fault(path).code == "large_zip"


def test_an_archive_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", bytes(2**22))
    size = (2**22).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(buffer.getvalue().replace(size, (1000).to_bytes(4, "little")))
    assert fault(tmp_path / "a.zip", Limits(unpacked_bytes=2**20)).code in ("large_zip", "broken_zip")


@pytest.mark.parametrize(
    "trap",
    [
        VRT,
        "{path}",
        '{{"type": "Topology", "objects": {{}}, "arcs": []}}',
    ],
)
@pytest.mark.parametrize("name", ["a.kml", "a.geojson", "a.gpkg"])
def test_a_file_that_points_to_another_is_not_followed(tmp_path: Path, trap: str, name: str) -> None:
    secret = write(tmp_path / "secret", [HOME], "GeoJSON", name="a")
    (tmp_path / name).write_text(trap.format(path=secret))
    assert fault(tmp_path / name).code in ("unreadable", "no_polygons")


def test_the_trap_would_work_without_the_list_of_drivers(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    secret = write(tmp_path / "secret", [HOME], "GeoJSON", name="a")
    (tmp_path / "a.kml").write_text(VRT.format(path=secret))
    assert pyogrio.read_info(tmp_path / "a.kml")["features"] == 1


def test_ten_million_points_are_refused_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    with path.open("w") as file:
        file.write('{"type": "Polygon", "coordinates": [[')
        for _block in range(1000):
            file.write("[0,0],[1,0]," * 5000)
        file.write("[0,0]]]}")
    assert fault(path).code == "many_vertices"


def test_ten_million_points_are_refused_as_a_zipped_shapefile(tmp_path: Path) -> None:
    angles = np.linspace(0, 2 * np.pi, 10_000_000)
    circle = shapely.Polygon(np.column_stack([27 + np.cos(angles).round(2), 51 + np.sin(angles).round(2)]))
    path = zipped(tmp_path, write(tmp_path / "in", [circle], "ESRI Shapefile"))
    assert fault(path).code == "large_zip"


def test_points_and_features_are_bounded(tmp_path: Path) -> None:
    many = write(tmp_path / "in", [HOME.buffer(0.1, quad_segs=1000), HOME], name="many")
    assert fault(many, Limits(vertices=1000)).code == "many_vertices"
    assert fault(many, Limits(features=1)).code == "many_features"


def test_too_little_memory_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "in", [HOME])
    assert fault(path, Limits(memory_bytes=50 * 2**20)).code in ("out_of_memory", "killed")


def test_too_little_time_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ml.vector_files._run", stop_early)
    assert fault(write(tmp_path / "in", [HOME])).code == "out_of_time"


def stop_early(command: list[str], seconds: int) -> Any:
    import subprocess

    return subprocess.run(["sleep", "9"], timeout=0.05, check=False, capture_output=True)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    read_polygons(write(tmp_path / "in", [HOME]))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_crs_member_of_old_geojson_counts(tmp_path: Path) -> None:
    geometry = json.loads(shapely.to_geojson(UTM))
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32635"}}
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    (tmp_path / "a.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]})
    )
    assert shapely.hausdorff_distance(union(read_polygons(tmp_path / "a.geojson")), HOME) < 1e-6
