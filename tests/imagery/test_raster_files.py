"""Only raster files below RASTER_ROOT may be opened, and none that refer elsewhere."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from pytest_django.fixtures import Settings

from imagery.errors import ForbiddenAddress, ImageryError, SourceUnavailable
from imagery.readers.raster_files import find_raster
from imagery.readers.registry import open_reader
from imagery.services.add_source import add_source
from tests.factories import HOME_TILE, make_source
from tests.imagery.rasters import noisy_picture, write_over_tile


@pytest.fixture
def root(settings: Settings) -> Path:
    return Path(settings.RASTER_ROOT)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A readable GeoTIFF beside the raster folder."""
    return write_over_tile(tmp_path / "secret.tif", HOME_TILE, noisy_picture(64))


def write_vrt(
    path: Path, part: str, *, relative: int = 1, source: str = "SimpleSource", extra: str = ""
) -> Path:
    west, _, _, north = HOME_TILE.mercator_bounds
    pixel = (HOME_TILE.mercator_bounds.east - west) / 64
    bands = "".join(
        f'<VRTRasterBand dataType="Byte" band="{band}"><{source}>'
        f'<SourceFilename relativeToVRT="{relative}">{part}</SourceFilename><SourceBand>{band}</SourceBand>'
        '<SrcRect xOff="0" yOff="0" xSize="64" ySize="64"/>'
        '<DstRect xOff="0" yOff="0" xSize="64" ySize="64"/>'
        f"</{source}></VRTRasterBand>"
        for band in (1, 2, 3)
    )
    path.write_text(
        f'<VRTDataset rasterXSize="64" rasterYSize="64"><SRS>EPSG:3857</SRS>'
        f"<GeoTransform>{west}, {pixel}, 0, {north}, 0, {-pixel}</GeoTransform>{extra}{bands}</VRTDataset>"
    )
    return path


@pytest.mark.parametrize(
    "path",
    [
        "../secret.tif", "north/../../secret.tif", "/etc/passwd", "", ".", "..", "a\0.tif", "http://host/a.tif",
        "/vsicurl/http://host/a.tif", "zip://a.zip!b.tif", "s3://bucket/a.tif", "..\\secret.tif",
    ],
)  # fmt: skip
def test_a_path_that_leads_outside_is_refused(path: str, secret: Path) -> None:
    with pytest.raises(ForbiddenAddress):
        find_raster(path)


def test_a_link_that_leads_outside_is_refused(root: Path, secret: Path) -> None:
    (root / "link.tif").symlink_to(secret)
    with pytest.raises(ForbiddenAddress, match="outside the raster folder"):
        find_raster("link.tif")


def test_other_kinds_of_file_are_refused(root: Path) -> None:
    (root / "notes.txt").write_text("II*")
    with pytest.raises(SourceUnavailable, match=r"not a \.tif"):
        find_raster("notes.txt")


def test_a_file_in_a_folder_below_is_found(root: Path) -> None:
    (root / "2024").mkdir()
    path = write_over_tile(root / "2024" / "north.tif", HOME_TILE, noisy_picture(64))
    assert find_raster("2024/north.tif") == path


@pytest.mark.django_db
def test_a_mosaic_of_files_below_is_read(root: Path) -> None:
    write_over_tile(root / "part.tif", HOME_TILE, noisy_picture(64))
    write_vrt(root / "mosaic.vrt", "part.tif")
    assert open_reader(make_source(path="mosaic.vrt")).read(HOME_TILE).missing_share == 0


def test_a_mosaic_may_use_absolute_paths(root: Path) -> None:
    part = write_over_tile(root / "part.tif", HOME_TILE, noisy_picture(64))
    write_vrt(root / "mosaic.vrt", str(part), relative=0)
    assert find_raster("mosaic.vrt").name == "mosaic.vrt"


@pytest.mark.parametrize(
    ("part", "relative"),
    [
        ("../secret.tif", 1), ("{secret}", 0), ("{secret}", 1), ("/vsicurl/http://host/a.tif", 0),
        ("part.tif", 0), ("/vsicurl/http://host/a.tif", 1),
        ("http://host/a.tif", 1), ("missing.tif", 1), ("notes.txt", 1),
        ("mosaic.vrt", 1), ("{root}/part.tif<!-- -->", 0), ("<![CDATA[../secret.tif]]>", 1),
    ],
)  # fmt: skip
def test_a_mosaic_that_leads_elsewhere_is_refused(root: Path, secret: Path, part: str, relative: int) -> None:
    write_over_tile(root / "part.tif", HOME_TILE, noisy_picture(64))
    (root / "notes.txt").write_text("words")
    write_vrt(root / "mosaic.vrt", part.format(secret=secret, root=root), relative=relative)
    with pytest.raises((ForbiddenAddress, SourceUnavailable)):
        find_raster("mosaic.vrt")


@pytest.mark.parametrize(
    "extra",
    [
        "<GDALWarpOptions><SourceDataset>part.tif</SourceDataset></GDALWarpOptions>",
        '<VRTRasterBand subClass="VRTDerivedRasterBand"/>',
        '<VRTRasterBand subClass="VRTRawRasterBand"/>',
        '<Metadata domain="GEOLOCATION"><MDI key="X_DATASET">/etc/passwd</MDI></Metadata>',
        "<PixelFunctionCode>import os</PixelFunctionCode>",
        "<sourcefilename>/etc/passwd</sourcefilename>",
        "<OverviewList/><?include a?>",
    ],
)
def test_a_vrt_that_is_more_than_a_mosaic_is_refused(root: Path, extra: str) -> None:
    write_over_tile(root / "part.tif", HOME_TILE, noisy_picture(64))
    write_vrt(root / "mosaic.vrt", "part.tif", extra=extra)
    with pytest.raises(ForbiddenAddress):
        find_raster("mosaic.vrt")


def test_a_vrt_changed_after_it_was_checked_is_checked_again(root: Path, secret: Path) -> None:
    write_over_tile(root / "part.tif", HOME_TILE, noisy_picture(64))
    write_vrt(root / "mosaic.vrt", "part.tif")
    find_raster("mosaic.vrt")
    write_vrt(root / "mosaic.vrt", "../secret.tif")
    with pytest.raises(ForbiddenAddress):
        find_raster("mosaic.vrt")


def test_a_vrt_of_nested_entities_is_refused_before_it_is_parsed(root: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;">]><VRTDataset>&c;</VRTDataset>'
    (root / "bomb.vrt").write_text(bomb)
    with pytest.raises(ForbiddenAddress, match="more than a VRT's plain elements"):
        find_raster("bomb.vrt")


@pytest.mark.parametrize("content", [b"", b"words", b"<VRTDataset>", b"\xff\xfe<\0V\0"])
def test_a_damaged_vrt_is_reported(root: Path, content: bytes) -> None:
    (root / "broken.vrt").write_bytes(content)
    with pytest.raises(ImageryError, match="not a VRT, or is damaged"):
        find_raster("broken.vrt")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "words"), [("../secret.tif", "outside"), ("gone.tif", "no file"), ("", "needs the path")]
)
def test_a_path_outside_the_folder_is_refused_when_the_source_is_set_up(path: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        add_source(slug="here", name="Here", kind="raster", path=path)
    assert words in str(caught.value.message_dict["path"])
