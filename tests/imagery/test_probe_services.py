"""Looking at services: layers are listed and chosen, errors are told where they can be mended."""

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
import rasterio
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings
from rasterio.transform import from_bounds

from imagery import wayback
from imagery.keys import encrypt_key
from imagery.models import SourceProbe
from imagery.readers.capabilities import forget_capabilities
from imagery.services.probe_source import layer_fields
from imagery.wayback import Release
from tests.factories import HOME_TILE, make_user
from tests.imagery.rasters import MERCATOR
from tests.imagery.test_probe_source import HOME, look, run
from tests.imagery.tile_server import Answer, TileServer
from tests.imagery.wms_server import WmsServer, exception

State = SourceProbe.State


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    forget_capabilities()


@pytest.fixture
def olha(db: None) -> User:
    return make_user("olha")


def wms(server: WmsServer, **changes: Any) -> dict[str, Any]:
    return {"kind": "wms", "url": server.url, "requests_per_second": 1000, **changes}


def choose(probe: SourceProbe, name: str) -> SourceProbe:
    chosen = next(layer for layer in probe.result["layers"] if layer["layer"] == name)
    probe.requeue(fields=probe.fields | layer_fields(chosen))
    return run(probe)


def test_a_wms_offers_its_layers_and_shows_the_one_that_is_chosen(olha: User) -> None:
    extra = "<Layer><Name>roads</Name><Title>Roads</Title></Layer>"
    with WmsServer(extra=extra) as server:
        probe = look(olha, HOME, fields=wms(server))  # type: ignore[arg-type]  # __enter__ is TileServer's
        assert probe.state == State.NEEDS_LAYER
        assert {"air", "roads"} <= {layer["layer"] for layer in probe.result["layers"]}
        choose(probe, "air")
    assert (probe.state, probe.failure) == (State.READY, "")
    assert probe.picture
    assert probe.fields["layer"] == "air"
    assert len(probe.result["layers"]) > 1


def test_a_layer_in_the_address_needs_no_choice(olha: User) -> None:
    with WmsServer() as server:
        probe = look(olha, HOME, fields=wms(server, layer="air"))  # type: ignore[arg-type]  # as above
    assert probe.picture


def test_a_wms_that_answers_xml_with_status_200_fails_with_its_reason(olha: User) -> None:
    with WmsServer() as server:
        fields = wms(server, layer="air")  # type: ignore[arg-type]  # as above
        server.misbehave(exception("The service is closed on Sundays"))
        probe = look(olha, HOME, fields=fields)
    assert (probe.state, probe.failure_field) == (State.FAILED, "address")
    assert "closed on Sundays" in probe.failure


def test_a_wrong_key_of_a_wms_fails_at_the_key_and_is_not_repeated(olha: User) -> None:
    with WmsServer(key="right") as server:
        fields = wms(server, layer="air")  # type: ignore[arg-type]  # as above
        fields["url"] += "&token={key}"
        key = encrypt_key("Wr0ng-key", fields["url"])
        probe = look(olha, HOME, fields=fields, encrypted_key=key)
        assert (probe.state, probe.failure_field) == (State.FAILED, "key")
        assert "Wr0ng-key" not in probe.failure
        probe.requeue(encrypted_key=encrypt_key("right", fields["url"]))
        assert run(probe).picture


def test_a_missing_key_fails_at_the_key(olha: User, tile_server: TileServer) -> None:
    fields = {"kind": "xyz", "url": f"{tile_server.url_template}?k={{key}}"}
    probe = look(olha, HOME, fields=fields)
    assert (probe.state, probe.failure_field) == (State.FAILED, "key")


def test_the_address_of_a_web_page_fails_at_the_address(olha: User, tile_server: TileServer) -> None:
    tile_server.misbehave(Answer.html())
    probe = look(olha, HOME, fields={"kind": "wms", "url": f"{tile_server.address}/wms"})
    assert (probe.state, probe.failure_field) == (State.FAILED, "address")
    assert probe.failure


def test_waybacks_releases_are_listed_and_one_is_chosen(olha: User, tile_server: TileServer) -> None:
    releases = [
        Release(number, date(year, 1, 18), f"{tile_server.address}/{{z}}/{{x}}/{{y}}.png", "")
        for number, year in ((56102, 2024), (25521, 2018))
    ]
    fields = {"kind": "xyz", "preset": wayback.PRESET}
    with patch.object(wayback, "list_releases", return_value=releases):
        probe = look(olha, HOME, fields=fields)
    assert [layer["title"] for layer in probe.result["layers"]] == ["2024-01-18", "2018-01-18"]
    choose(probe, "25521")
    assert probe.picture
    assert "2018-01-18" in probe.fields["name"]


def test_a_geotiff_that_is_made_to_fill_the_memory_is_refused(olha: User, settings: Settings) -> None:
    """One block of 3.6 thousand million pixels, in a file of some kilobytes."""
    side = 60_000
    options = {
        "driver": "GTiff", "width": side, "height": side, "count": 3, "dtype": "uint8", "crs": MERCATOR,
        "transform": from_bounds(*HOME_TILE.mercator_bounds, side, side), "blockysize": side,
        "sparse_ok": True, "compress": "deflate", "bigtiff": "yes",
    }  # fmt: skip
    with rasterio.open(settings.RASTER_ROOT / "bomb.tif", "w", **options):
        pass
    probe = look(olha, fields={"kind": "raster", "path": "bomb.tif"})
    assert (probe.state, probe.failure_field) == (State.FAILED, "file")
    assert "too large" in probe.failure
