"""Wayback's releases and capture dates, from a server that answers as Esri's do."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from imagery import wayback
from imagery.errors import SourceUnavailable
from imagery.models import ImagerySource
from imagery.readers.registry import open_reader
from imagery.readers.wayback import WaybackReader
from imagery.services.add_source import add_source
from imagery.wayback import list_releases, parse_capture_dates, parse_releases, release_number
from ml.tiles import Tile
from tests.factories import HOME_TILE
from tests.imagery.tile_server import Answer, TileServer, draw_tile

DAY_MS = 86_400_000
MAY_2018, JUNE_2019 = 17_667 * DAY_MS, 18_050 * DAY_MS  # 2018-05-16 and 2019-06-03


class WaybackServer(TileServer):
    """The configuration, the tiles of release 10 and its metadata."""

    def __init__(self) -> None:
        super().__init__()
        self.features: Any = [{"attributes": {"SRC_DATE2": day}} for day in (MAY_2018, JUNE_2019)]
        self.is_list_away = False
        self.metadata: Answer | None = None
        self.queries: list[tuple[str, Mapping[str, list[str]]]] = []

    def config(self) -> dict[str, Any]:
        return {
            "10": self.entry(10, "2014-02-20"),
            "56102": self.entry(56102, "2023-12-07"),
            "7": {"itemTitle": "World Imagery (Wayback sometime)"},
        }

    def entry(self, number: int, day: str) -> dict[str, str]:
        return {
            "itemTitle": f"World Imagery (Wayback {day})",
            "itemURL": f"{self.address}/MapServer/tile/{number}/{{level}}/{{row}}/{{col}}",
            "metadataLayerUrl": f"{self.address}/metadata{number}/MapServer",
            "layerIdentifier": "WB",
        }

    def respond(self, path: str, received: Mapping[str, str]) -> Answer:
        parts = urlsplit(path)
        names = parts.path.strip("/").split("/")
        if parts.path == "/config.json":
            return Answer(500) if self.is_list_away else Answer(body=json.dumps(self.config()).encode())
        if names[-1] == "query":
            self.queries.append((parts.path, parse_qs(parts.query)))
            return self.metadata or Answer(body=json.dumps({"features": self.features}).encode())
        z, y, x = (int(name) for name in names[-3:])
        return Answer.picture(draw_tile(Tile(z, x, y)))


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    wayback._kept.clear()
    wayback._silent_until.clear()


@pytest.fixture
def source(db: None, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ImagerySource:
    server = request.getfixturevalue("server")
    monkeypatch.setattr(WaybackReader, "config_url", f"{server.address}/config.json")
    release = list_releases(f"{server.address}/config.json")[-1]
    return add_source(slug="wayback", **{**release.fields(), "requests_per_second": 1000})


@pytest.fixture
def server() -> Any:
    with WaybackServer() as server:
        yield server


def test_releases_are_listed_newest_first_in_our_words(server: WaybackServer) -> None:
    releases = list_releases(f"{server.address}/config.json")
    assert [(one.number, one.released) for one in releases] == [
        (56102, date(2023, 12, 7)),
        (10, date(2014, 2, 20)),
    ]
    assert releases[1].url == f"{server.address}/MapServer/tile/10/{{z}}/{{y}}/{{x}}"
    assert releases[0].fields()["name"] == "Esri Wayback 2023-12-07"
    assert releases[0].fields()["may_cache"] is False
    assert release_number(releases[0].url) == 56102


def test_the_list_is_asked_for_once(server: WaybackServer) -> None:
    list_releases(f"{server.address}/config.json")
    list_releases(f"{server.address}/config.json")
    assert server.requests == ["/config.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"no json", b"[]", b"{}", b'{"1": 5}', b"[" * 100_000, b'{"x": {"itemTitle": "2020-01-01"}}'],
)
def test_another_kind_of_list_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(SourceUnavailable, match="Wayback releases cannot be read"):
        parse_releases(content)


def test_the_capture_dates_are_those_of_the_place_and_not_the_releases(
    server: WaybackServer, source: ImagerySource
) -> None:
    picture = open_reader(source).read(HOME_TILE)
    assert (picture.captured_from, picture.captured_to) == (date(2018, 5, 16), date(2019, 6, 3))
    ((path, query),) = server.queries
    # Pictures of zoom 18 are described by the sixth of the layers, which begin at zoom 23.
    assert path == "/metadata10/MapServer/5/query"
    west, south, east, north = (float(edge) for edge in query["geometry"][0].split(","))
    assert (west, south, east, north) == pytest.approx(HOME_TILE.bounds, abs=1e-6)
    assert query["outFields"] == ["SRC_DATE2"]


@pytest.mark.parametrize(
    "metadata",
    [
        Answer(500),
        Answer.html(),
        Answer(body=b'{"error": {"code": 400, "message": "Invalid query"}}'),
        Answer(body=b'{"features": []}'),
        Answer(body=b'{"features": [{"attributes": {"SRC_DATE2": null}}]}'),
        Answer(302, headers={"Location": "http://10.0.0.1/"}),
    ],
)
def test_without_metadata_the_tile_is_read_and_its_date_is_unknown(
    server: WaybackServer, source: ImagerySource, metadata: Answer
) -> None:
    server.metadata = metadata
    picture = open_reader(source).read(HOME_TILE)
    assert (picture.captured_from, picture.captured_to) == (None, None)
    assert picture.image.any()


def test_a_list_that_is_away_costs_no_tile(server: WaybackServer, source: ImagerySource) -> None:
    wayback._kept.clear()
    server.is_list_away = True
    assert open_reader(source).read(HOME_TILE).captured_from is None


def test_an_unknown_release_has_no_dates(server: WaybackServer, source: ImagerySource) -> None:
    source.url = source.url.replace("/tile/10/", "/tile/11/")
    assert open_reader(source).read(HOME_TILE).captured_from is None
    assert server.queries == []


def test_a_silent_metadata_service_is_left_alone_for_a_while(
    server: WaybackServer, source: ImagerySource
) -> None:
    server.metadata = Answer(404)
    for _time in range(3):
        open_reader(source).read(HOME_TILE)
    assert len(server.queries) == 1


@pytest.mark.parametrize(
    ("value", "first"),
    [
        (MAY_2018, date(2018, 5, 16)),
        (-10_000 * DAY_MS, date(1942, 8, 16)),
        (10**20, None),
        (4e12, None),
        ("soon", None),
    ],
)
def test_dates_that_cannot_be_are_ignored(value: Any, first: date | None) -> None:
    content = json.dumps({"features": [{"attributes": {"SRC_DATE2": value}}, {}, None]}).encode()
    assert parse_capture_dates(content).first == first
