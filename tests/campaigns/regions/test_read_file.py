"""A file becomes a checked region, or words for the person who sent it."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
import shapely.geometry
from pyogrio import raw
from pytest_django import Settings

from campaigns.errors import InvalidRegion
from campaigns.regions.read_file import FAULTS, read_region_file
from ml.vector_files import VectorFile, VectorFileError

ZOOM = 14
HOME = shapely.box(27.4, 51.2, 27.6, 51.4)
EAST = shapely.box(27.6, 51.2, 27.8, 51.4)


def geopackage(folder: Path, *layers: tuple[str, list[shapely.Geometry]], crs: str = "EPSG:4326") -> Path:
    path = folder / "a.gpkg"
    for number, (name, shapes) in enumerate(layers):
        raw.write(
            path,
            shapely.to_wkb(shapes),
            [np.arange(len(shapes))],
            ["number"],
            layer=name,
            driver="GPKG",
            crs=crs,
            geometry_type="Unknown",
            append=number > 0,
        )
    return path


def test_the_layers_of_a_file_are_united_and_what_was_left_out_is_told(tmp_path: Path) -> None:
    path = geopackage(tmp_path, ("north", [HOME, HOME.centroid]), ("east", [EAST, HOME]))
    found = read_region_file(path, ZOOM)
    assert shapely.geometry.shape(found.geometry).equals(HOME | EAST)
    said = " ".join(map(str, found.notes))
    assert "all layers" in said and "north" in said and "One shape that is no area" in said


def test_outlines_of_a_file_are_mended_as_drawn_ones_are(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(27, 51), (27.2, 51.2), (27.2, 51), (27, 51.2)])
    found = read_region_file(geopackage(tmp_path, ("a", [bow_tie])), ZOOM)
    assert "crossed itself" in str(found.notes[0]) and len(found.spots) == 1


def test_an_outline_of_very_many_points_is_simplified(tmp_path: Path) -> None:
    circle = shapely.Point(27.5, 51.3).buffer(0.2, quad_segs=50_000)
    found = read_region_file(geopackage(tmp_path, ("a", [circle])), ZOOM)
    assert f"simplified from {shapely.get_num_coordinates(circle)} points" in str(found.notes[0])
    assert shapely.get_num_coordinates(shapely.geometry.shape(found.geometry)) < 100


def test_degrees_of_a_geojson_that_are_metres_are_recognised(tmp_path: Path) -> None:
    shape = shapely.box(388_000, 5_672_000, 402_000, 5_694_000)
    (tmp_path / "a.geojson").write_text(shapely.to_geojson(shape))
    with pytest.raises(InvalidRegion, match="look like metres"):
        read_region_file(tmp_path / "a.geojson", ZOOM)


def test_a_shapefile_without_prj_is_guessed_and_told_or_refused(tmp_path: Path) -> None:
    for number, (shape, crs) in enumerate(
        [(HOME, "EPSG:4326"), (shapely.box(388_000, 5_672_000, 402_000, 5_694_000), "EPSG:32635")]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        kind = {"driver": "ESRI Shapefile", "crs": crs, "geometry_type": "Polygon"}
        raw.write(folder / "a.shp", shapely.to_wkb([shape]), [np.array([1])], ["n"], **kind)
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w") as archive:
            for part in folder.iterdir():
                if part.suffix != ".prj":
                    archive.write(part, part.name)
    assert "taken as WGS 84" in str(read_region_file(tmp_path / "0.zip", ZOOM).notes[0])
    with pytest.raises(InvalidRegion, match=r"with its \.prj"):
        read_region_file(tmp_path / "1.zip", ZOOM)


def test_the_system_that_was_converted_from_is_told(tmp_path: Path) -> None:
    path = geopackage(
        tmp_path, ("a", [shapely.box(388_000, 5_672_000, 389_000, 5_673_000)]), crs="EPSG:32635"
    )
    assert "Converted from WGS 84 / UTM zone 35N" in str(read_region_file(path, ZOOM).notes[0])


def test_a_file_of_points_and_one_of_nothing_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text(shapely.to_geojson(HOME.centroid))
    with pytest.raises(InvalidRegion, match="Draw an area"):
        read_region_file(tmp_path / "a.geojson", ZOOM)
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    with pytest.raises(InvalidRegion, match="no shapes"):
        read_region_file(tmp_path / "a.geojson", ZOOM)


def test_the_operators_limit_bounds_what_is_unpacked(tmp_path: Path, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 2**20
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", bytes(2**21))
    with pytest.raises(InvalidRegion, match="more than 1 MiB"):
        read_region_file(tmp_path / "a.zip", ZOOM)


@pytest.mark.parametrize("code", sorted({*FAULTS, "no_polygons"}))
def test_every_fault_has_words(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = {"error": "why", "most": 7, "most_mib": 7, "n": 9}

    def refuse(*_arguments: object) -> VectorFile:
        raise VectorFileError(code, **facts)

    monkeypatch.setattr("campaigns.regions.read_file.read_polygons", refuse)
    with pytest.raises(InvalidRegion) as raised:
        read_region_file(Path("a.gpkg"), ZOOM)
    assert "%(" not in str(raised.value) and str(raised.value).endswith(".")
