"""WMS against a server that is strict about versions, axis orders and sizes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
import pytest

from imagery.errors import BadPicture, ImageryError, NoImagery, SourceUnavailable
from imagery.keys import encrypt_key
from imagery.models import ImagerySource
from imagery.readers.base import Bounds
from imagery.readers.capabilities import forget_capabilities, list_layers
from imagery.readers.registry import open_reader
from imagery.readers.xml_documents import MAX_XML_BYTES
from ml.tiles import Tile
from tests.factories import HOME_TILE, make_source
from tests.imagery.landscape import differences, draw_area
from tests.imagery.tile_server import Answer, TileServer
from tests.imagery.wms_server import WmsServer, exception

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(patient: None) -> None:
    forget_capabilities()


def make_wms(server: WmsServer, **changes: Any) -> ImagerySource:
    fields = {
        "slug": "wms", "kind": ImagerySource.Kind.WMS, "path": "", "url": server.url, "layer": "air",
        "requests_per_second": 1000, "captured_from": None, "captured_to": None,
    }  # fmt: skip
    return make_source(**(fields | changes))


def expected(tile: Tile = HOME_TILE) -> Any:
    return draw_area(Bounds(*tile.mercator_bounds), 1024, 1024)


@contextmanager
def serving(**options: Any) -> Iterator[WmsServer]:
    with WmsServer(**options) as server:
        yield server  # type: ignore[misc]  # __enter__ is TileServer's


def maps_of(server: WmsServer) -> list[dict[str, str]]:
    return [query for query in server.asked if query["REQUEST"] == "GetMap"]


@pytest.mark.parametrize("version", ["1.1.1", "1.3.0"])
@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:900913"])
def test_a_tile_is_one_request_for_its_own_pixels(version: str, crs: str) -> None:
    with serving(version=version, crs=("EPSG:4326", crs)) as server:
        picture = open_reader(make_wms(server)).read(HOME_TILE)
        assert len(maps_of(server)) == 1
    assert differences(picture.image, expected()).max() <= (0 if crs == "EPSG:3857" else 1)
    assert picture.valid is None
    assert picture.missing_share == 0


@pytest.mark.parametrize(
    ("version", "crs"), [("1.1.1", "EPSG:4326"), ("1.3.0", "EPSG:4326"), ("1.3.0", "CRS:84")]
)
@pytest.mark.parametrize("max_px", [0, 400])
def test_degrees_are_warped(version: str, crs: str, max_px: int) -> None:
    """The server swaps the axes back as its version demands; a mistake shows another place."""
    with serving(version=version, crs=(crs,), max_px=max_px) as server:
        picture = open_reader(make_wms(server)).read(HOME_TILE)
    assert differences(picture.image, expected()).max() <= 2
    assert picture.valid is None


@pytest.mark.parametrize("max_px", [1024, 700, 256])
def test_a_server_of_small_pictures_is_asked_for_several(max_px: int) -> None:
    with serving(max_px=max_px) as server:
        picture = open_reader(make_wms(server)).read(HOME_TILE)
        assert len(maps_of(server)) == {1024: 1, 700: 4, 256: 16}[max_px]
    np.testing.assert_array_equal(picture.image, expected())


def test_a_server_of_tiny_pictures_is_refused() -> None:
    with serving(max_px=100) as server, pytest.raises(SourceUnavailable, match="100 x 100 px at most"):
        open_reader(make_wms(server)).read(HOME_TILE)


def test_transparent_pixels_are_missing() -> None:
    west, _south, east, _north = HOME_TILE.mercator_bounds
    with serving() as server:
        server.west_of = west + (east - west) / 4
        picture = open_reader(make_wms(server)).read(HOME_TILE)
        assert maps_of(server)[0]["FORMAT"] == "image/png"
        assert picture.valid is not None
        assert not picture.valid[:, :256].any()
        assert picture.valid[:, 256:].all()
        assert picture.missing_share == pytest.approx(0.25)
        assert (picture.image[:, :256] == 0).all()
        server.west_of = west + (east - west) * 0.6
        with pytest.raises(NoImagery, match="60%"):
            open_reader(make_wms(server, slug="more")).read(HOME_TILE)


def test_transparent_pixels_darken_nothing_when_they_are_warped() -> None:
    west, _south, east, _north = HOME_TILE.bounds
    with serving(crs=("EPSG:4326",)) as server:
        server.west_of = west + (east - west) / 4
        picture = open_reader(make_wms(server)).read(HOME_TILE)
    assert picture.valid is not None
    assert picture.missing_share == pytest.approx(0.25, abs=0.002)
    assert differences(picture.image, expected())[picture.valid].max() <= 3


def test_an_opaque_layer_and_one_without_png_come_as_jpeg() -> None:
    for options in ({"is_opaque": True}, {"formats": ("image/jpeg",)}):
        with serving(**options) as server:
            picture = open_reader(make_wms(server, slug=f"jpeg-{len(options)}-{options!r}"[:20])).read(
                HOME_TILE
            )
            assert maps_of(server)[0]["FORMAT"] == "image/jpeg"
            assert differences(picture.image, expected()).mean() < 2


def test_layer_style_time_and_the_servers_own_parameters_are_sent() -> None:
    with serving(times="2018-01-01,2019-06-01") as server:
        source = make_wms(server, style="natural", time="2018-01-01")
        picture = open_reader(source).read(HOME_TILE)
        query = maps_of(server)[0]
    assert (query["STYLES"], query["TIME"], query["LAYERS"]) == ("natural", "2018-01-01", "air")
    assert query["MAP"] == "/srv/here.map"
    assert (picture.captured_from, picture.captured_to) == (date(2018, 1, 1), date(2018, 1, 1))


def test_without_a_time_the_date_is_that_of_the_servers_default_or_the_owners() -> None:
    with serving(times="2018-01-01,2019-06-01") as server:
        facts = open_reader(make_wms(server)).describe()
        assert facts.dates == (date(2019, 6, 1), date(2019, 6, 1))
    with serving() as server:
        source = make_wms(server, slug="b", captured_from=date(2020, 1, 1), captured_to=date(2020, 2, 1))
        assert open_reader(source).describe().dates == (date(2020, 1, 1), date(2020, 2, 1))


def test_a_service_describes_itself() -> None:
    for version in ("1.1.1", "1.3.0"):
        with serving(version=version) as server:
            facts = open_reader(make_wms(server, slug=f"v{version[2]}")).describe()
        assert facts.bounds == (27, 51, 28, 52)
        assert facts.attribution == "The mapping agency"


def test_layers_are_listed_for_a_choice() -> None:
    extra = "<Layer><Name>moon</Name><Title>Moon</Title></Layer>"
    with serving(times="2018-01-01,2019-06-01", extra=extra) as server:
        air, moon = list_layers(make_wms(server, layer=""))
    assert (air.layer, air.title, air.times) == ("air", "Aerial photographs", ("2018-01-01", "2019-06-01"))
    assert air.bounds == (27, 51, 28, 52)
    assert moon.layer == "moon"


def test_capabilities_are_fetched_once_for_many_tiles() -> None:
    with serving() as server:
        source = make_wms(server)
        open_reader(source).read(HOME_TILE)
        open_reader(source).read(HOME_TILE)
        assert [query["REQUEST"] for query in server.asked] == ["GetCapabilities", "GetMap", "GetMap"]


@pytest.mark.parametrize(
    ("changes", "options", "words"),
    [
        ({"layer": "sea"}, {}, "has no layer “sea”; choose one of: air"),
        ({}, {"crs": ("EPSG:2180",)}, "neither in web mercator.*but in EPSG:2180"),
        ({}, {"formats": ("image/tiff",)}, "neither PNG nor JPEG, but image/tiff"),
    ],
)
def test_what_the_service_lacks_is_named(
    changes: dict[str, str], options: dict[str, Any], words: str
) -> None:
    with serving(**options) as server, pytest.raises(SourceUnavailable, match=words):
        open_reader(make_wms(server, **changes)).read(HOME_TILE)


def test_an_exception_with_status_200_is_told_in_the_servers_words() -> None:
    with serving() as server:
        source = make_wms(server)
        open_reader(source).describe()
        server.misbehave(exception("msDrawMap(): the  tile index is\nbroken" + "!" * 500))
        with pytest.raises(
            BadPicture, match=r"error instead of a picture: msDrawMap\(\): the tile index is"
        ) as bad:
            open_reader(source).read(HOME_TILE)
    assert len(str(bad.value)) < 300


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (exception("", "LayerNotDefined"), "LayerNotDefined"),
        (Answer.html(), r"web page \(HTML\)"),
        (Answer(400, exception("No such projection").body), "400 Bad Request: No such projection"),
        (Answer(401), "check the key"),
        (Answer(302, headers={"Location": "http://10.0.0.1/"}), r"redirects to 10\.0\.0\.1"),
        (Answer.picture(np.zeros((10, 10, 3), dtype=np.uint8)), "10 x 10 px instead of 1024 x 1024"),
        (Answer(body=b"\x89PNG\r\n\x1a\n" + bytes(50)), "damaged|no picture"),
        (Answer(404), "no picture of this place"),
    ],
)
def test_bad_answers_to_a_map_request_are_told_in_words(answer: Answer, words: str) -> None:
    with serving() as server:
        source = make_wms(server)
        open_reader(source).describe()
        server.misbehave(answer)
        with pytest.raises(ImageryError, match=words):
            open_reader(source).read(HOME_TILE)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<WMS_Capabilities version="1.3.0"><Service>&b;</Service></WMS_Capabilities>"""
OUTSIDE = b"""<!DOCTYPE a SYSTEM "http://10.0.0.1/x.dtd"><!DOCTYPE b><WMS_Capabilities version="1.3.0"/>"""


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(body=BOMB), "defines entities"),
        (Answer(body=BOMB.decode().encode("utf-16")), "defines entities"),
        (Answer(body=BOMB.decode().encode("utf-16-le")), "no XML"),
        (Answer(body=OUTSIDE), "unusual document type"),
        (Answer(body=b"<html><body>Welcome</body></html>"), "WMS capabilities that can be read"),
        (Answer(body=b"Welcome"), "no XML"),
        (Answer(body=b"<WMS_Capabilities version='1.3.0'><Service>"), "that can be read"),
        (Answer(body=b" " * (MAX_XML_BYTES + 1)), "sends more than 12"),
        (exception("The service is closed"), "error: The service is closed"),
        (Answer(403, b'{"message": "No entry"}'), "No entry"),
        (Answer(500), "answers 500"),
        (Answer(body=b"<WMS_Capabilities>", cut_after=5), "cannot be reached"),
    ],
)
def test_bad_capabilities_are_told_in_words(tile_server: TileServer, answer: Answer, words: str) -> None:
    tile_server.misbehave(answer)
    source = make_source(slug="bad", kind="wms", url=f"{tile_server.address}/wms", layer="air", path="")
    with pytest.raises(ImageryError, match=words):
        open_reader(source).read(HOME_TILE)
    with pytest.raises(ImageryError, match=words):
        list_layers(source)


def test_a_key_is_sent_and_a_wrong_one_is_told_without_being_repeated() -> None:
    with serving(key="right+key") as server:
        url = f"{server.url}&token={{key}}"
        good = make_wms(server, url=url, encrypted_key=encrypt_key("right+key", url))
        np.testing.assert_array_equal(open_reader(good).read(HOME_TILE).image, expected())
        bad = make_wms(server, slug="bad", url=url, encrypted_key=encrypt_key("wrong-key", url))
        with pytest.raises(SourceUnavailable, match=r"403 Forbidden: Unknown token \[key\]") as refused:
            open_reader(bad).read(HOME_TILE)
    assert "wrong-key" not in str(refused.value)


def test_a_key_that_the_server_puts_into_its_layers_names_is_not_repeated() -> None:
    layer = "<Layer><Name>air-of-k3y</Name><Title>Air of k3y</Title></Layer>"
    with serving(key="k3y", extra=layer) as server:
        url = f"{server.url}&token={{key}}"
        source = make_wms(server, url=url, encrypted_key=encrypt_key("k3y", url), layer="land")
        with pytest.raises(SourceUnavailable, match="choose one of: air, air-of-") as caught:
            open_reader(source).read(HOME_TILE)
        assert "k3y" not in str(caught.value)
        assert [choice.title for choice in list_layers(source)] == ["Aerial photographs", "Air of [key]"]
