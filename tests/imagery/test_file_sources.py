"""Sources that are files, as a person sets them up and checks them."""

from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from PIL import Image
from pytest_django.fixtures import Settings

from imagery.models import ImagerySource
from imagery.services.add_source import add_source
from tests.factories import HOME_TILE
from tests.imagery.mbtiles import write_mbtiles
from tests.imagery.rasters import noisy_picture, write_over_tile
from tests.imagery.test_pictures_reader import grid_of, write_picture

pytestmark = pytest.mark.django_db

ADDRESS = {"z": HOME_TILE.z, "x": HOME_TILE.x, "y": HOME_TILE.y}


@pytest.fixture
def root(settings: Settings) -> Path:
    found = Path(settings.RASTER_ROOT)
    for name in ("flight", "empty", "plain", "raw", "places"):
        (found / name).mkdir()
    image = noisy_picture().transpose(1, 2, 0)
    write_picture(found / "flight" / "a.png", image, grid_of(HOME_TILE))
    (found / "flight" / "bad.tif").write_bytes(b"words")
    write_picture(found / "plain" / "a.png", image)
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 18.0, 0.0)})
    write_picture(found / "raw" / "a.jpg", image, exif=exif)
    write_picture(found / "places" / "a.png", image, grid_of(HOME_TILE), prj="")
    (found / "text.mbtiles").write_text("tiles")
    write_mbtiles(found / "tiles.mbtiles", HOME_TILE.children(18), metadata={"attribution": "Somebody"})
    write_over_tile(found / "strip.tif", HOME_TILE, np.zeros((3, 8, 8), np.uint8))
    return found


def add(**changes: Any) -> ImagerySource:
    return add_source(slug="here", name="Here", **changes)


@pytest.mark.parametrize(
    ("kind", "path", "field", "words"),
    [
        ("mbtiles", "", "path", "needs the path"),
        ("mbtiles", "gone.mbtiles", "path", "has no file"),
        ("mbtiles", "text.mbtiles", "path", "not an MBTiles file"),
        ("mbtiles", "../x.mbtiles", "path", "outside"),
        ("pictures", "", "path", "needs the folder"),
        ("pictures", "gone", "path", "has no folder"),
        ("pictures", "empty", "path", "holds no pictures"),
        ("pictures", "plain", "path", "no georeference"),
        ("pictures", "raw", "path", "Make an orthomosaic"),
        ("pictures", "places", "crs", "give their coordinate system"),
        ("pictures", "../..", "path", "outside"),
    ],
)
def test_a_file_that_cannot_work_is_refused_at_its_field(
    root: Path, kind: str, path: str, field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        add(kind=kind, path=path)
    assert words in " ".join(caught.value.message_dict[field])
    assert not ImagerySource.objects.exists()


@pytest.mark.parametrize(
    "crs", ["UTM", "EPSG:999999", "+proj=utm +zone=35 +nadgrids=/etc/passwd", "EPSG:4979x", "EPSG:4978"]
)
def test_an_unknown_coordinate_system_is_refused_at_its_field(root: Path, crs: str) -> None:
    with pytest.raises(ValidationError) as caught:
        add(kind="pictures", path="flight", crs=crs)
    assert "not a known coordinate system" in " ".join(caught.value.message_dict["crs"])


def test_sources_that_work_are_added(root: Path) -> None:
    add_source(slug="a", name="A", kind="mbtiles", path="tiles.mbtiles")
    add_source(slug="b", name="B", kind="pictures", path="places", crs="EPSG:3857")
    assert ImagerySource.objects.count() == 2


def test_the_version_changes_with_the_coordinate_system() -> None:
    one = ImagerySource(kind="pictures", path="flight", crs="EPSG:32635")
    assert one.version != ImagerySource(kind="pictures", path="flight", crs="EPSG:32636").version


def test_check_source_prints_what_the_source_says_of_itself(root: Path) -> None:
    add(kind="pictures", path="flight")
    said = StringIO()
    call_command("check_source", "here", stdout=said, **ADDRESS)
    assert "Extent: 27.4988 to 27.5043 E" in said.getvalue()
    assert "Note: bad.tif is not a TIFF file" in said.getvalue()
    assert "Without imagery: 0%" in said.getvalue()


def test_check_source_prints_zooms_and_attribution(root: Path) -> None:
    add(kind="mbtiles", path="tiles.mbtiles")
    said = StringIO()
    call_command("check_source", "here", stdout=said, **ADDRESS)
    assert "Zooms of 256 px pictures: 18 to 18" in said.getvalue()
    assert "Attribution: Somebody" in said.getvalue()
