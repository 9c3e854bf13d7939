"""STAC items, collections and APIs on a real server, and documents that lead astray."""

import io
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from pytest_django.fixtures import Settings

from imagery.errors import BadPicture, ForbiddenAddress, ImageryError, NoImagery, SourceUnavailable
from imagery.keys import encrypt_key
from imagery.readers import range_file, safe_transport, stac_documents
from imagery.readers.base import Bounds, TilePicture
from imagery.readers.range_file import BLOCK_BYTES, RemoteFile
from imagery.readers.registry import open_reader
from imagery.readers.stac import forget_files
from imagery.readers.stac_documents import forget_documents
from ml.tiles import Tile
from tests.factories import HOME_TILE, make_source
from tests.imagery.landscape import draw_area
from tests.imagery.rasters import noisy_picture, write_over_tile
from tests.imagery.stac_server import StacServer, collection, item, write_cog
from tests.imagery.tile_server import Answer

pytestmark = pytest.mark.django_db

EXPECTED = draw_area(Bounds(*HOME_TILE.mercator_bounds), 1024, 1024)
NEIGHBOUR = Tile(HOME_TILE.z, HOME_TILE.x + 1, HOME_TILE.y)


@pytest.fixture(autouse=True)
def nothing_kept(patient: None) -> None:
    forget_documents()
    forget_files()


@pytest.fixture
def server() -> Iterator[StacServer]:
    with StacServer() as found:
        yield found


@pytest.fixture
def cog(server: StacServer, tmp_path: Path) -> str:
    """The address of the landscape over the home tile."""
    return server.publish_file("/home.tif", write_cog(tmp_path / "home.tif", HOME_TILE))


def reader(url: str, **changes: Any) -> Any:
    fields = {
        "kind": "stac", "path": "", "url": url, "requests_per_second": 1000,
        "captured_from": None, "captured_to": None,
    }  # fmt: skip
    return open_reader(make_source(**(fields | changes)))


def read(url: str, tile: Tile = HOME_TILE, **changes: Any) -> TilePicture:
    found: TilePicture = reader(url, **changes).read(tile)
    return found


def test_an_item_is_read_by_ranges(server: StacServer, cog: str) -> None:
    picture = read(server.publish("/item.json", item("a", HOME_TILE, cog)))
    np.testing.assert_array_equal(picture.image, EXPECTED)
    assert picture.missing_share == 0
    assert picture.captured_from == picture.captured_to == date(2023, 6, 5)
    assert "Range" in server.received


def test_only_a_tiles_part_of_a_large_file_is_fetched(server: StacServer, tmp_path: Path) -> None:
    wide = Tile(HOME_TILE.z - 2, HOME_TILE.x // 4, HOME_TILE.y // 4)
    path = write_over_tile(tmp_path / "noise.tif", wide, noisy_picture(4096), tiled=True)
    url = server.publish_file("/noise.tif", path)
    source = reader(server.publish("/item.json", item("a", wide, url)))
    assert source.read(HOME_TILE).missing_share == 0
    fetched = sum(request == "/noise.tif" for request in server.requests)
    assert fetched * range_file.MAX_RUN_BLOCKS * BLOCK_BYTES < 0.8 * path.stat().st_size * 4
    before = len(server.requests)
    source.read(HOME_TILE)
    assert len(server.requests) - before < 12  # the directory and latest blocks are kept


def test_relative_links_are_relative_to_their_document(server: StacServer, tmp_path: Path) -> None:
    server.publish_file("/data/a/home.tif", write_cog(tmp_path / "home.tif", HOME_TILE))
    server.publish("/data/a/item.json", item("a", HOME_TILE, "./home.tif"))
    links = [{"rel": "item", "href": "./a/item.json"}]
    url = server.publish("/data/collection.json", collection(links=links))
    np.testing.assert_array_equal(read(url).image, EXPECTED)


def test_a_tree_of_catalogues_is_walked(server: StacServer, cog: str) -> None:
    server.publish("/sub/item.json", item("a", HOME_TILE, cog))
    server.publish("/sub/c.json", collection(links=[{"rel": "item", "href": "item.json"}]))
    root = {
        "type": "Catalog",
        "stac_version": "1.0.0",
        "id": "r",
        "links": [{"rel": "child", "href": "sub/c.json"}],
    }
    np.testing.assert_array_equal(read(server.publish("/catalog.json", root)).image, EXPECTED)


@pytest.mark.parametrize("has_search", [True, False])
def test_an_api_is_asked_for_the_tiles_items_alone(server: StacServer, cog: str, has_search: bool) -> None:
    far = [item(f"far{number}", Tile(16, number, 5), cog) for number in range(5)]
    server.items, server.has_search = [*far, item("a", HOME_TILE, cog)], has_search
    np.testing.assert_array_equal(read(server.api_collection).image, EXPECTED)
    asked = [request for request in server.requests if "bbox=" in request]
    assert len(asked) == 1
    assert asked[0].startswith("/api/search?" if has_search else "/api/collections/flights/items?")


def test_an_apis_pages_are_followed(server: StacServer, cog: str) -> None:
    server.items = [item(f"a{number}", HOME_TILE, cog) for number in range(5)]
    server.page_items = 2
    read(server.api_collection)
    assert sum("bbox=" in request for request in server.requests) == 3


def test_an_apis_front_page_is_refused_with_what_to_give(server: StacServer, cog: str) -> None:
    server.items = [item("a", HOME_TILE, cog)]
    with pytest.raises(SourceUnavailable, match="address of one of them"):
        read(f"{server.address}/api")


def test_items_are_put_together_newest_first_with_their_dates(server: StacServer, tmp_path: Path) -> None:
    old = server.publish_file("/old.tif", write_cog(tmp_path / "old.tif", HOME_TILE))
    new = write_cog(tmp_path / "new.tif", HOME_TILE.children(17)[0])
    with rasterio.open(new) as dataset:
        brighter = np.clip(dataset.read().astype(int) + 20, 0, 255).astype(np.uint8)
    write_over_tile(new, HOME_TILE.children(17)[0], brighter, tiled=True)
    span = {
        "datetime": None,
        "start_datetime": "2024-05-01T00:00:00Z",
        "end_datetime": "2024-05-03T00:00:00Z",
    }
    features = [
        item("old", HOME_TILE, old),
        item("new", HOME_TILE.children(17)[0], server.publish_file("/new.tif", new), properties=span),
    ]
    picture = read(server.publish("/items.json", {"type": "FeatureCollection", "features": features}))
    assert (picture.captured_from, picture.captured_to) == (date(2023, 6, 5), date(2024, 5, 3))
    assert picture.missing_share == 0
    np.testing.assert_array_equal(picture.image[512:], EXPECTED[512:])
    difference = picture.image[4:500, 4:500].astype(int) - EXPECTED[4:500, 4:500]
    assert abs(difference.mean() - 20) < 1


@pytest.mark.parametrize(
    ("time", "first"),
    [("", 2024), ("2023-01-01/2023-12-31", 2023), ("2022-03-03", 2022), ("../2023-01-01", 2022)],
)
def test_items_are_chosen_by_date(server: StacServer, cog: str, time: str, first: int) -> None:
    days = ("2022-03-03", "2023-03-03", "2024-03-03")
    features = [item(day, HOME_TILE, cog, properties={"datetime": f"{day}T10:00:00Z"}) for day in days]
    url = server.publish("/items.json", {"type": "FeatureCollection", "features": features})
    assert read(url, time=time).captured_from == date(first, 3, 3)


def test_no_item_in_the_time_or_place_is_no_imagery(server: StacServer, cog: str) -> None:
    url = server.publish("/item.json", item("a", HOME_TILE, cog))
    with pytest.raises(NoImagery, match="No item"):
        read(url, time="2001-01-01")
    with pytest.raises(NoImagery, match="No item"):
        read(url, NEIGHBOUR, slug="there")


def test_an_asset_smaller_than_its_footprint_leaves_a_mask(server: StacServer, tmp_path: Path) -> None:
    part = server.publish_file("/p.tif", write_cog(tmp_path / "p.tif", HOME_TILE.children(17)[3], 512))
    picture = read(server.publish("/item.json", item("a", HOME_TILE, part)))
    assert picture.missing_share == 0.75
    assert picture.valid is not None
    assert picture.valid[512:, 512:].all()


TIFF = "image/tiff; application=geotiff; profile=cloud-optimized"


@pytest.mark.parametrize(
    ("assets", "layer"),
    [
        (
            {"thumb": {"href": "x.png"}, "rgb": {"type": TIFF, "bands": [{}, {}, {}]}, "nir": {"type": TIFF}},
            "",
        ),
        ({"rgb": {"type": TIFF, "eo:bands": [{}] * 4}, "nir": {"type": TIFF, "eo:bands": [{}]}}, ""),
        ({"a": {"type": TIFF, "roles": ["visual"]}, "b": {"type": TIFF, "roles": ["data"]}}, ""),
        ({"only": {"type": TIFF}}, ""),
        ({"a": {"type": TIFF}, "picture": {"type": TIFF}}, "picture"),
    ],
)
def test_the_asset_is_the_one_that_is_named_or_most_like_a_picture(
    server: StacServer, cog: str, assets: dict[str, Any], layer: str
) -> None:
    right = layer or next(name for name in ("rgb", "a", "only") if name in assets)
    given = {name: {"href": "/gone.tif"} | asset for name, asset in assets.items()}
    given[right]["href"] = cog
    url = server.publish("/item.json", item("x", HOME_TILE, cog, assets=given))
    np.testing.assert_array_equal(read(url, layer=layer).image, EXPECTED)


@pytest.mark.parametrize("layer", ["", "visual"])
def test_an_asset_that_cannot_be_chosen_is_asked_for_by_name(server: StacServer, layer: str) -> None:
    assets = {name: {"href": f"{name}.tif", "type": TIFF} for name in ("B03", "B02", "B04")}
    url = server.publish("/item.json", item("S2A", HOME_TILE, "", assets=assets))
    with pytest.raises(SourceUnavailable, match="Item S2A has: B02, B03, B04"):
        read(url, layer=layer)


def test_a_collection_describes_itself(server: StacServer, cog: str) -> None:
    server.items = [item("a", HOME_TILE, cog)]
    facts = reader(server.api_collection).describe()
    assert facts.bounds == Bounds(27.0, 51.0, 28.0, 52.0)
    assert facts.dates == (date(2022, 1, 1), date(2024, 1, 1))
    assert facts.attribution == "The mapping agency"
    assert facts.max_zoom == HOME_TILE.z + 2


def test_an_item_describes_itself(server: StacServer, cog: str) -> None:
    facts = reader(server.publish("/item.json", item("a", HOME_TILE, cog))).describe()
    assert facts.bounds == pytest.approx(tuple(HOME_TILE.bounds))
    assert facts.dates == (date(2023, 6, 5), date(2023, 6, 5))


def answer_as_public(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Let the guard take one port of this machine for the public internet, and nothing else."""
    plain = safe_transport.resolve_public

    def resolve(host: str, asked: int) -> list[str]:
        return ["127.0.0.1"] if (host, asked) == ("stac.example", port) else plain(host, asked)

    monkeypatch.setattr(safe_transport, "resolve_public", resolve)


@pytest.mark.parametrize("where", ["asset", "item", "next", "search"])
def test_no_link_of_a_public_server_leads_inside(
    server: StacServer, settings: Settings, monkeypatch: pytest.MonkeyPatch, cog: str, where: str
) -> None:
    settings.TILE_SERVER_ALLOW_PRIVATE = False
    port = int(server.address.rpartition(":")[2])
    answer_as_public(monkeypatch, port)
    inside = socket.create_server(("127.0.0.1", 0))
    inside.setblocking(False)
    secret = f"http://127.0.0.1:{inside.getsockname()[1]}/latest/meta-data"
    public = f"http://stac.example:{port}"
    documents = {
        "asset": item("a", HOME_TILE, secret),
        "item": collection(links=[{"rel": "item", "href": secret}]),
        "next": {"type": "FeatureCollection", "features": [], "links": [{"rel": "next", "href": secret}]},
        "search": collection(
            links=[{"rel": "root", "href": secret}, {"rel": "items", "href": f"{public}/i"}]
        ),
    }
    server.publish("/start.json", documents[where])
    with pytest.raises(ForbiddenAddress, match="not on the public internet"):
        read(f"{public}/start.json")
    with pytest.raises(BlockingIOError):
        inside.accept()
    inside.close()


@pytest.mark.parametrize(
    "href", ["s3://bucket/a.tif", "file:///etc/passwd", "/vsicurl/x{key}", "ftp://h/a.tif", "http://[x"]
)
def test_links_that_are_not_fetched_are_named(server: StacServer, cog: str, href: str) -> None:
    url = server.publish("/item.json", item("a", HOME_TILE, href))
    with pytest.raises(SourceUnavailable, match="cannot be followed"):
        read(url)


def test_the_key_is_not_sent_where_a_document_says(server: StacServer, cog: str) -> None:
    url = server.publish("/item.json", item("a", HOME_TILE, f"{server.address}/steal?key={{key}}"))
    with pytest.raises(SourceUnavailable, match="cannot be followed"):
        read(url, encrypted_key=encrypt_key("top-secret"))
    assert not any("top-secret" in request or "steal" in request for request in server.requests)


def test_an_asset_that_names_other_files_is_refused(server: StacServer, tmp_path: Path) -> None:
    path = write_over_tile(tmp_path / "a.tif", HOME_TILE, noisy_picture(64))
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(ns="OVERVIEWS", OVERVIEW_FILE="/etc/passwd")
    url = server.publish("/item.json", item("a", HOME_TILE, server.publish_file("/a.tif", path)))
    with pytest.raises(ForbiddenAddress, match="OVERVIEW_FILE"):
        read(url)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", "something other than a STAC item"),
        (b"[1]", "something other than a STAC item"),
        (b'{"type": "Map"}', "something other than a STAC item"),
        (b"[" * 100_000, "something other than a STAC item"),
        (b'{"type": "Feature", "stac_version": "1.0.0"}', "not valid STAC"),
        (
            b'{"type": "Feature", "stac_version": "1.0.0", "id": "a", "assets": 3, "properties": []}',
            "not valid STAC",
        ),
    ],
)
def test_what_is_no_stac_is_told_in_words(server: StacServer, content: bytes, words: str) -> None:
    server.serve("/item.json", content)
    with pytest.raises(SourceUnavailable, match=words):
        read(f"{server.address}/item.json")


def test_one_item_that_cannot_be_read_does_not_spoil_the_others(server: StacServer, cog: str) -> None:
    broken = item("broken", HOME_TILE, cog, geometry={"type": "Blob"})
    features = [broken, {"type": "Feature"}, 7, item("a", HOME_TILE, cog)]
    url = server.publish("/items.json", {"type": "FeatureCollection", "features": features})
    np.testing.assert_array_equal(read(url).image, EXPECTED)


def test_documents_are_bounded_in_size_and_number(
    server: StacServer, cog: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stac_documents, "MAX_DOCUMENT_BYTES", 2000)
    url = server.publish("/item.json", item("a", HOME_TILE, cog, description="x" * 3000))
    with pytest.raises(BadPicture, match="sends more than"):
        read(url)
    monkeypatch.setattr(stac_documents, "MAX_DOCUMENTS", 5)
    for number in range(8):
        server.publish(f"/{number}.json", item(str(number), HOME_TILE, cog))
    links = [{"rel": "item", "href": f"{number}.json"} for number in range(8)]
    with pytest.raises(SourceUnavailable, match="more than 5 documents one by one"):
        read(server.publish("/all.json", collection(links=links)), slug="all")


def test_a_catalogue_that_contains_itself_ends(server: StacServer, cog: str) -> None:
    url = server.publish("/loop.json", collection(links=[{"rel": "child", "href": "loop.json"}] * 3))
    with pytest.raises(NoImagery):
        read(url)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(404), "404"),
        (Answer(200, b"II*\0" + bytes(200)), "whole file instead of the part"),
        (Answer(403), "refuses"),
    ],
)
def test_an_asset_that_cannot_be_fetched_is_told_in_the_servers_words(
    server: StacServer, cog: str, answer: Answer, words: str
) -> None:
    url = server.publish("/item.json", item("a", HOME_TILE, cog))
    source = reader(url)
    stac_documents.Documents(source._client, source._version).get(url)
    server.misbehave(answer)
    with pytest.raises(SourceUnavailable, match=words):
        source.read(HOME_TILE)


def test_an_asset_that_is_no_tiff_is_told_in_words(server: StacServer) -> None:
    server.serve("/a.tif", b"PK\x03\x04 a zip" + bytes(100))
    url = server.publish("/item.json", item("a", HOME_TILE, f"{server.address}/a.tif"))
    with pytest.raises(SourceUnavailable, match="a cannot be read"):
        read(url)


def test_bytes_for_one_tile_are_bounded(
    server: StacServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(range_file, "MAX_BYTES_A_TILE", 3 * BLOCK_BYTES)
    path = write_over_tile(tmp_path / "a.tif", HOME_TILE, noisy_picture())
    url = server.publish("/item.json", item("a", HOME_TILE, server.publish_file("/a.tif", path)))
    with pytest.raises(ImageryError, match="takes more than"):
        read(url)


def test_a_remote_file_reads_like_a_local_one() -> None:
    content = np.random.default_rng(1).integers(0, 256, 5 * BLOCK_BYTES + 77, dtype=np.uint8).tobytes()
    asked: list[tuple[int, int]] = []

    def fetch(offset: int, length: int) -> bytes:
        asked.append((offset, length))
        return content[offset : offset + length]

    remote = RemoteFile(fetch, "a")
    remote.begin()
    view, local = remote.open(), io.BytesIO(content)
    for offset, length in [
        (0, 8),
        (BLOCK_BYTES - 4, 8),
        (100, 3 * BLOCK_BYTES),
        (len(content) - 10, 100),
        (5, 0),
    ]:
        view.seek(offset)
        local.seek(offset)
        assert view.read(length) == local.read(length)
        assert view.tell() == local.tell()
    assert len(asked) <= 5
    assert view.seek(0, io.SEEK_END) == len(content)
