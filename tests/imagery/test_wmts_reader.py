"""WMTS on several grids, against a server that draws each of them by its own definition."""

import contextlib
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
from tests.factories import HOME_TILE, make_source
from tests.imagery.landscape import differences, draw_area
from tests.imagery.tile_server import Answer, TileServer
from tests.imagery.wmts_server import (
    CRS84,
    DEGREES,
    GOOGLE,
    LARGE,
    ODD,
    UNKNOWN,
    UTM,
    Grid,
    Layer,
    WmtsServer,
)

pytestmark = pytest.mark.django_db
EXPECTED = draw_area(Bounds(*HOME_TILE.mercator_bounds), 1024, 1024)


@pytest.fixture(autouse=True)
def nothing_kept(patient: None) -> None:
    forget_capabilities()


def make_wmts(server: WmtsServer, **changes: Any) -> ImagerySource:
    fields = {
        "slug": "wmts", "kind": ImagerySource.Kind.WMTS, "path": "", "url": server.url, "layer": "air",
        "requests_per_second": 10_000, "captured_from": None, "captured_to": None,
    }  # fmt: skip
    return make_source(**(fields | changes))


@pytest.mark.parametrize("rest", [True, False])
@pytest.mark.parametrize(("grid", "requests"), [(GOOGLE, 16), (LARGE, 4)])
def test_tiles_on_the_web_mercator_grid_are_copied(grid: Grid, requests: int, rest: bool) -> None:
    with WmtsServer(grid, rest=rest) as server:
        picture = open_reader(make_wmts(server)).read(HOME_TILE)
        assert len(server.asked) == requests  # type: ignore[attr-defined]  # __enter__ is TileServer's
    np.testing.assert_array_equal(picture.image, EXPECTED)
    assert picture.valid is None


@pytest.mark.parametrize("grid", [ODD, DEGREES, CRS84, UTM], ids=lambda grid: grid.name)
def test_tiles_on_other_grids_are_warped(grid: Grid) -> None:
    with WmtsServer(grid) as server:
        picture = open_reader(make_wmts(server)).read(HOME_TILE)
    assert differences(picture.image, EXPECTED).max() <= 3
    assert differences(picture.image, EXPECTED).mean() < 0.6
    assert picture.valid is None


def test_web_mercator_is_preferred_unless_another_set_is_chosen() -> None:
    with WmtsServer(DEGREES, GOOGLE, UNKNOWN) as server:
        open_reader(make_wmts(server)).read(HOME_TILE)
        assert {query["TILEMATRIXSET"] for query in server.asked} == {GOOGLE.name}
        server.asked.clear()
        open_reader(make_wmts(server, slug="b", matrix_set=DEGREES.name)).read(HOME_TILE)
        assert {query["TILEMATRIXSET"] for query in server.asked} == {DEGREES.name}


def test_layers_are_listed_with_the_best_set_and_the_default_style() -> None:
    dimension = (
        "<Dimension><ows:Identifier>Time</ows:Identifier><Default>2020</Default><Value>2019</Value>"
        "<Value>2020</Value></Dimension>"
    )
    layer = Layer(grids=(DEGREES.name, GOOGLE.name), dimension=dimension)
    with WmtsServer(DEGREES, GOOGLE, layer=layer) as server:
        (choice,) = list_layers(make_wmts(server, layer=""))
        picture = open_reader(make_wmts(server, slug="b", time="2019")).read(HOME_TILE)
        facts = open_reader(make_wmts(server, slug="c")).describe()
        asked = server.asked[0]
    assert (choice.layer, choice.style, choice.matrix_set) == ("air", "natural", GOOGLE.name)
    assert (choice.times, choice.bounds) == (("2019", "2020"), (27, 51, 28, 52))
    assert (asked["STYLE"], asked["TIME"]) == ("natural", "2019")
    assert (picture.captured_from, picture.captured_to) == (date(2019, 1, 1), date(2019, 12, 31))
    assert facts.dates == (date(2020, 1, 1), date(2020, 12, 31))
    assert (facts.bounds, facts.min_zoom, facts.max_zoom) == ((27, 51, 28, 52), 0, 19)


def test_tiles_outside_the_layers_limits_are_not_asked_for_and_missing() -> None:
    children = HOME_TILE.children(18)
    first = min(child.x for child in children) + 1
    limits = (
        f"<TileMatrixSetLimits><TileMatrixLimits><TileMatrix>18</TileMatrix><MinTileRow>0</MinTileRow>"
        f"<MaxTileRow>{children[-1].y}</MaxTileRow><MinTileCol>{first}</MinTileCol>"
        f"<MaxTileCol>{first + 100}</MaxTileCol></TileMatrixLimits></TileMatrixSetLimits>"
    )
    with WmtsServer(layer=Layer(limits=limits)) as server:
        picture = open_reader(make_wmts(server)).read(HOME_TILE)
        assert len(server.asked) == 12
    assert picture.missing_share == 0.25
    assert picture.valid is not None
    assert not picture.valid[:, :256].any()
    assert picture.valid[:, 256:].all()


def test_missing_tiles_are_missing_and_most_of_them_are_no_imagery() -> None:
    with WmtsServer() as server:
        source = make_wmts(server)
        open_reader(source).describe()
        server.misbehave(Answer(404), times=3)
        assert open_reader(source).read(HOME_TILE).missing_share == pytest.approx(3 / 16)
        server.misbehave(Answer(404), times=9)
        with pytest.raises(NoImagery, match="56%"):
            open_reader(source).read(HOME_TILE)


def test_capture_dates_come_from_the_tiles_headers() -> None:
    with WmtsServer() as server:
        server.headers["Data-Capture-Date-Range"] = "4/1/2018-4/30/2018"
        picture = open_reader(make_wmts(server)).read(HOME_TILE)
    assert (picture.captured_from, picture.captured_to) == (date(2018, 4, 1), date(2018, 4, 30))


SHALLOW = Grid(
    "shallow", "EPSG:3857", "EPSG:3857", GOOGLE.px, GOOGLE.west, GOOGLE.north, GOOGLE.top_left,
    levels=tuple(range(18)),
)  # fmt: skip
HUGE = Grid(
    "huge",
    "EPSG:3857",
    "EPSG:3857",
    GOOGLE.px / 1024,
    GOOGLE.west,
    GOOGLE.north,
    GOOGLE.top_left,
    tile_px=100_000,
)


@pytest.mark.parametrize(
    ("server", "changes", "words"),
    [
        (WmtsServer(), {"layer": "sea"}, "has no layer “sea”; choose one of: air"),
        (WmtsServer(), {"matrix_set": "moon"}, "no tile matrix set “moon”.*it has: GoogleMapsCompatible"),
        (WmtsServer(UNKNOWN), {}, "that can be read; it has: moon"),
        (WmtsServer(SHALLOW), {}, "no level that suits"),
        (WmtsServer(HUGE), {}, "no level that suits"),
        (WmtsServer(layer=Layer(formats=("image/tiff",)), rest=False), {}, "but image/tiff"),
    ],
)
def test_what_the_service_lacks_is_named(server: WmtsServer, changes: dict[str, str], words: str) -> None:
    with server, pytest.raises(SourceUnavailable, match=words):
        open_reader(make_wmts(server, **changes)).read(HOME_TILE)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(400, b"<ExceptionText>TileRow is wrong</ExceptionText>"), "TileRow is wrong"),
        (Answer(body=b"<ExceptionReport><ExceptionText>Closed</ExceptionText></ExceptionReport>"), "Closed"),
        (Answer.html(), r"web page \(HTML\)"),
        (Answer.picture(EXPECTED[:512, :512]), "512 x 512 px instead of 256 x 256"),
        (Answer(301, headers={"Location": "http://localhost/"}), "redirects to localhost"),
    ],
)
def test_bad_tiles_are_told_in_words(answer: Answer, words: str) -> None:
    with WmtsServer() as server:
        source = make_wmts(server)
        open_reader(source).describe()
        server.misbehave(answer)
        with pytest.raises((BadPicture, SourceUnavailable), match=words):
            open_reader(source).read(HOME_TILE)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            Answer(body=b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Capabilities/>"),
            "defines entities",
        ),
        (Answer(body=b"<Capabilities/>"), "no WMTS capabilities that can be read"),
        (Answer.html(), "unusual|no WMTS capabilities"),
        (Answer(404), "answers 404"),
    ],
)
def test_bad_capabilities_are_told_in_words(tile_server: TileServer, answer: Answer, words: str) -> None:
    tile_server.misbehave(answer)
    source = make_source(slug="bad", kind="wmts", url=f"{tile_server.address}/caps.xml", layer="air", path="")
    with pytest.raises(ImageryError, match=words):
        open_reader(source).read(HOME_TILE)


def test_a_key_goes_with_the_capabilities_and_the_tiles() -> None:
    for rest in (True, False):
        with WmtsServer(rest=rest, key="right") as server:
            url = f"{server.url}?token={{key}}"
            source = make_wmts(server, slug=f"rest-{rest}", url=url, encrypted_key=encrypt_key("right", url))
            np.testing.assert_array_equal(open_reader(source).read(HOME_TILE).image, EXPECTED)
            source.encrypted_key = encrypt_key("wrong", url)
            with pytest.raises(SourceUnavailable, match="check the key"):
                open_reader(source).read(HOME_TILE)


@pytest.mark.parametrize(
    "path", ["{key}/{TileMatrix}", "{k{time}ey}/{TileMatrix}", "{k{key}ey}/{TileMatrix}", "{TileMatrix}"]
)
def test_a_service_cannot_have_the_key_sent_elsewhere(tile_server: TileServer, path: str) -> None:
    with WmtsServer() as server:
        elsewhere = tile_server.address.replace("127.0.0.1", "localhost")
        server.template = f"{elsewhere}/{path}/{{TileRow}}/{{TileCol}}"
        url = f"{server.url}?token={{key}}"
        source = make_wmts(server, url=url, encrypted_key=encrypt_key("very-secret", url))
        with contextlib.suppress(ImageryError):
            open_reader(source).read(HOME_TILE)
    assert tile_server.requests
    assert not [request for request in tile_server.requests if "very-secret" in request]
