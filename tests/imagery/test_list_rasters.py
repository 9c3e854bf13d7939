"""The list from which a person chooses a file of the raster folder."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from imagery.readers import raster_files
from imagery.readers.raster_files import RasterFile, list_rasters


@pytest.fixture
def root(settings: Settings) -> Path:
    return Path(settings.RASTER_ROOT)


def put(path: Path, size: int = 10) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    return path


def paths() -> list[str]:
    return [found.path for found in list_rasters()]


def test_files_and_folders_of_pictures_are_listed_by_path(root: Path) -> None:
    put(root / "2024" / "north.tif", 30)
    put(root / "b.mbtiles", 20)
    put(root / "A.VRT")
    put(root / "c.pmtiles")
    for number in range(3):
        put(root / "flight" / f"{number}.jpg", 7)
    put(root / "notes.txt")
    assert list_rasters() == [
        RasterFile("2024/north.tif", raster_files.SourceKind.RASTER, 30),
        RasterFile("A.VRT", raster_files.SourceKind.RASTER, 10),
        RasterFile("b.mbtiles", raster_files.SourceKind.MBTILES, 20),
        RasterFile("c.pmtiles", raster_files.SourceKind.PMTILES, 10),
        RasterFile("flight", raster_files.SourceKind.PICTURES, 21),
    ]


def test_a_folder_of_many_pictures_is_listed_without_each_of_them(root: Path) -> None:
    for number in range(30):
        put(root / "flight" / f"{number}.tif")
    for number in range(2):
        put(root / "pair" / f"{number}.tif")
    assert paths() == ["flight", "pair", "pair/0.tif", "pair/1.tif"]


def test_links_that_lead_outside_and_hidden_files_are_left_out(root: Path, tmp_path: Path) -> None:
    put(tmp_path / "outside" / "secret.tif")
    (root / "link.tif").symlink_to(tmp_path / "outside" / "secret.tif")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "gone.tif").symlink_to(root / "nowhere.tif")
    (root / "self.tif").symlink_to(root / "self.tif")
    put(root / ".hidden.tif")
    put(root / ".cache" / "a.tif")
    assert paths() == []


def test_folders_that_contain_themselves_end(root: Path) -> None:
    put(root / "a" / "b.tif")
    (root / "a" / "up").symlink_to(root)
    assert paths() == ["a/b.tif"]


def test_depth_number_and_work_are_bounded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root.joinpath(*"12345678") / "deep.tif")
    for number in range(12):
        put(root / f"{number:02}.vrt")
    monkeypatch.setattr(raster_files, "MAX_LISTED", 5)
    assert paths() == [f"{number:02}.vrt" for number in range(5)]
    monkeypatch.setattr(raster_files, "MAX_ENTRIES", 3)
    assert len(paths()) <= 3


def test_a_missing_folder_offers_nothing(root: Path, settings: Settings) -> None:
    settings.RASTER_ROOT = root / "elsewhere"
    assert list_rasters() == []


def test_checking_files_loads_no_gdal() -> None:
    program = (
        "import django, sys; django.setup()\n"
        "import imagery.source_checks, imagery.file_checks\n"
        "from imagery.readers.raster_files import list_rasters\n"
        "list_rasters()\n"
        "print(sorted({'rasterio', 'rio_tiler', 'affine', 'pystac', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
