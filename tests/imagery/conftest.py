"""A tile server on loopback, a raster folder, and quick retries."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from imagery.models import ImagerySource
from imagery.readers import tile_client
from imagery.readers.tile_client import FetchLimits
from tests.factories import make_source
from tests.imagery.tile_server import TileServer

QUICK = FetchLimits(timeout_s=5, total_s=10, attempts=3, first_wait_s=0.001, max_wait_s=5)


@pytest.fixture
def tile_server() -> Iterator[TileServer]:
    with TileServer() as server:
        yield server


@pytest.fixture(autouse=True)
def data_root(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_ROOT = tmp_path / "data"
    settings.RASTER_ROOT = tmp_path / "rasters"
    settings.RASTER_ROOT.mkdir()
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tile_client, "DEFAULT_LIMITS", QUICK)


@pytest.fixture
def patient(quick_retries: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For servers that draw large pictures, on machines that are busy."""
    monkeypatch.setattr(tile_client, "DEFAULT_LIMITS", replace(QUICK, timeout_s=60, total_s=120))


@pytest.fixture
def xyz_source(db: None, tile_server: TileServer) -> ImagerySource:
    return make_xyz_source(tile_server)


def make_xyz_source(server: TileServer, **changes: object) -> ImagerySource:
    fields = {
        "slug": "server",
        "kind": ImagerySource.Kind.XYZ,
        "path": "",
        "url": server.url_template,
        "requests_per_second": 1000,
        "captured_from": None,
        "captured_to": None,
    }
    return make_source(**(fields | changes))
