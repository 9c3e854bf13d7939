"""What servers answered is kept as HTTP and the terms allow, and asked for again when it is stale."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_django.fixtures import Settings

from imagery.errors import BadPicture, SourceUnavailable
from imagery.keys import encrypt_key
from imagery.models import ImagerySource
from imagery.readers import http_cache, kept_answers
from imagery.readers.kept_answers import DAY_S
from imagery.readers.registry import open_reader
from imagery.readers.tile_client import FetchedPicture, TileClient, client_for
from imagery.sweeps import tidy_answers
from ml.tiles import Tile
from tests.factories import HOME_TILE
from tests.imagery.caching_server import CachingServer
from tests.imagery.conftest import make_xyz_source
from tests.imagery.secure_server import SecureTileServer
from tests.imagery.tile_server import Answer, TileServer, draw_tile

KEY = "sk.Very+secret/key=&"
LONG_AGO = "Mon, 05 Jan 2015 10:00:00 GMT"


@pytest.fixture
def server() -> Iterator[CachingServer]:
    with CachingServer() as server:
        yield server


def make_source(server: TileServer, **changes: Any) -> ImagerySource:
    return make_xyz_source(server, **changes)


@pytest.fixture
def source(db: None, server: CachingServer) -> ImagerySource:
    return make_source(server)


@pytest.fixture
def client(source: ImagerySource) -> TileClient:
    return client_for(source)


def tile_url(server: TileServer) -> str:
    return f"{server.address}/3/1/2.png"


def get(client: TileClient, server: TileServer) -> FetchedPicture:
    fetched = client.fetch(tile_url(server))
    assert fetched is not None
    return fetched


def kept_in(data_root: Path) -> list[Path]:
    return [path for path in (data_root / kept_answers.FOLDER).rglob("*") if path.is_file()]


def inverted(tile: Tile, size: int) -> NDArray[np.uint8]:
    return 255 - draw_tile(tile, size)


def test_a_fresh_answer_is_used_without_a_request(client: TileClient, server: CachingServer) -> None:
    first, second = get(client, server), get(client, server)
    assert len(server.requests) == 1
    assert not first.unchanged and second.unchanged
    assert replace(second, unchanged=False) == first


def test_a_fresh_answer_takes_no_slot_of_the_pace(
    client: TileClient, server: CachingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    get(client, server)
    monkeypatch.setattr(client._rate_limit, "wait", lambda: pytest.fail("a slot was taken"))
    assert get(client, server).unchanged


def test_expires_says_how_long_an_answer_is_fresh(client: TileClient, server: CachingServer) -> None:
    server.headers = {"Expires": "Fri, 31 Dec 2100 10:00:00 GMT"}
    get(client, server)
    assert get(client, server).unchanged
    assert len(server.requests) == 1


def test_another_client_of_the_source_uses_it_too(
    client: TileClient, source: ImagerySource, server: CachingServer
) -> None:
    get(client, server)
    assert get(client_for(source), server).unchanged
    assert len(server.requests) == 1


def test_a_stale_answer_is_confirmed_by_its_tag(client: TileClient, server: CachingServer) -> None:
    server.grow_stale()
    first, second = get(client, server), get(client, server)
    assert server.received["If-None-Match"] == '"1"'
    assert (len(server.requests), server.not_modified) == (2, 1)
    assert second.unchanged and second.content == first.content and second.sent_at == first.sent_at


def test_a_stale_answer_is_confirmed_by_its_time(client: TileClient, server: CachingServer) -> None:
    server.headers = {"Last-Modified": LONG_AGO, "Cache-Control": "max-age=0"}
    get(client, server)
    assert get(client, server).unchanged
    assert server.received["If-Modified-Since"] == LONG_AGO
    assert server.not_modified == 1


def test_a_confirmation_makes_an_answer_fresh_again(client: TileClient, server: CachingServer) -> None:
    server.grow_stale()
    get(client, server)
    del server.headers["Age"]
    assert [get(client, server).unchanged for _ in range(3)] == [True, True, True]
    assert len(server.requests) == 2


def test_a_changed_picture_takes_the_old_ones_place(client: TileClient, server: CachingServer) -> None:
    server.grow_stale()
    first = get(client, server)
    server.headers["ETag"], server.draw = '"2"', inverted
    changed, confirmed = get(client, server), get(client, server)
    assert not changed.unchanged and changed.content != first.content
    assert confirmed.unchanged and confirmed.content == changed.content
    assert first.sent_at is not None and changed.sent_at is not None and first.sent_at < changed.sent_at


def test_freshness_is_not_guessed(client: TileClient, server: CachingServer) -> None:
    """A cache may take an old picture for one that stays; ours would miss newer imagery for a week."""
    server.headers = {"Last-Modified": LONG_AGO}
    get(client, server)
    assert get(client, server).unchanged
    assert len(server.requests) == 2


def test_a_server_whose_clock_is_ahead_is_asked_again() -> None:
    headers = {"date": "Fri, 31 Dec 2100 10:00:00 GMT", "cache-control": "max-age=60", "etag": '"1"'}
    request = http_cache.hishel.Request("GET", "name")
    kept = kept_answers.KeptAnswer(200, headers, b"", time.time())
    assert "no-cache" in http_cache._entry(request, kept).response.headers["cache-control"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache-Control": "max-age=60, no-store"},
        {"Cache-Control": "max-age=60, private"},
        {"Cache-Control": "no-store", "ETag": '"1"'},
    ],
)
def test_what_may_not_be_kept_leaves_nothing_on_disk(
    client: TileClient, server: CachingServer, data_root: Path, headers: dict[str, str]
) -> None:
    server.headers = headers
    for _ in range(2):
        assert not get(client, server).unchanged
    assert len(server.requests) == 2
    assert kept_in(data_root) == []


def test_an_answer_that_may_no_longer_be_kept_goes(
    client: TileClient, server: CachingServer, data_root: Path
) -> None:
    server.grow_stale()
    get(client, server)
    server.headers = {"Cache-Control": "no-store"}
    get(client, server)
    assert kept_in(data_root) == []


def test_an_answer_that_varies_with_everything_is_asked_for_again(
    client: TileClient, server: CachingServer
) -> None:
    server.headers["Vary"] = "*"
    get(client, server)
    get(client, server)
    assert len(server.requests) == 2


def test_no_picture_is_remembered_as_long_as_the_server_says(
    client: TileClient, server: CachingServer
) -> None:
    server.misbehave(Answer(404, headers={"Cache-Control": "max-age=60"}))
    assert client.fetch(tile_url(server)) is None
    assert client.fetch(tile_url(server)) is None
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [403, 418, 301])
def test_a_refusal_is_not_remembered(
    client: TileClient, server: CachingServer, data_root: Path, status: int
) -> None:
    server.misbehave(Answer(status, headers={"Cache-Control": "max-age=60"}), times=1)
    with pytest.raises(SourceUnavailable):
        get(client, server)
    assert kept_in(data_root) == []
    assert get(client, server)


def test_something_other_than_a_picture_is_not_remembered(
    client: TileClient, server: CachingServer, data_root: Path
) -> None:
    page = Answer.html()
    server.misbehave(replace(page, headers={**page.headers, "Cache-Control": "max-age=60"}), times=1)
    with pytest.raises(BadPicture):
        get(client, server)
    assert kept_in(data_root) == []


def test_a_failure_loses_nothing_that_was_kept(client: TileClient, server: CachingServer) -> None:
    server.grow_stale()
    get(client, server)
    server.misbehave(Answer(500))
    with pytest.raises(SourceUnavailable):
        get(client, server)
    server.recover()
    assert get(client, server).unchanged
    assert server.not_modified == 1


def test_an_unasked_304_is_no_answer(client: TileClient, server: CachingServer) -> None:
    server.misbehave(Answer(304))
    with pytest.raises(SourceUnavailable, match="answers 304"):
        get(client, server)


def test_documents_are_kept_and_parts_are_not(
    client: TileClient, server: CachingServer, data_root: Path
) -> None:
    server.serve("/file", bytes(range(256)))
    for _ in range(2):
        assert client.fetch_bytes(f"{server.address}/file", 1000, range=(10, 5)) == bytes(range(10, 15))
    assert kept_in(data_root) == [] and len(server.requests) == 2
    for _ in range(2):
        assert client.fetch_bytes(f"{server.address}/file", 1000) == bytes(range(256))
    assert len(server.requests) == 3
    with pytest.raises(BadPicture):
        client.fetch_bytes(f"{server.address}/file", 100)


def test_capture_dates_are_kept(client: TileClient, server: CachingServer) -> None:
    server.headers["X-VE-TILEMETA-CaptureDatesRange"] = "5/1/2024-6/1/2024"
    first, second = get(client, server), get(client, server)
    assert second.unchanged and any(second.dates) and second.dates == first.dates


@pytest.mark.parametrize("protocol", ["h2", "http/1.1"])
def test_answers_are_confirmed_over_each_version_of_http(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protocol: str
) -> None:
    class Server(CachingServer, SecureTileServer):
        def __init__(self) -> None:
            SecureTileServer.__init__(self, tmp_path, monkeypatch, protocols=(protocol,))
            self.headers, self.not_modified = {"ETag": '"1"'}, 0

    with Server() as server:
        client = client_for(make_source(server))
        assert [get(client, server).unchanged for _ in range(3)] == [False, True, True]
        assert server.not_modified == 2
        assert server.connections == 1


def test_a_tile_is_read_again_from_what_was_kept(source: ImagerySource, server: CachingServer) -> None:
    first, second = (open_reader(source).read(HOME_TILE) for _ in range(2))
    assert len(server.requests) == 16
    assert np.array_equal(first.image, second.image)


@pytest.mark.parametrize("changes", [{"may_cache": False}, {"may_cache": True, "pk": None}])
def test_sources_that_may_not_be_kept_leave_nothing_on_disk(
    source: ImagerySource, server: CachingServer, data_root: Path, changes: dict[str, Any]
) -> None:
    for name, value in changes.items():
        setattr(source, name, value)
    for _ in range(2):
        assert not get(client_for(source), server).unchanged
    assert not (data_root / kept_answers.FOLDER).exists()


def test_the_operator_can_switch_it_off(
    source: ImagerySource, server: CachingServer, data_root: Path, settings: Settings
) -> None:
    settings.IMAGERY_CACHE_MIB = 0
    get(client_for(source), server)
    assert not (data_root / kept_answers.FOLDER).exists()


def test_a_raised_revision_asks_again(source: ImagerySource, server: CachingServer) -> None:
    get(client_for(source), server)
    source.revision += 1
    assert not get(client_for(source), server).unchanged


def test_sources_do_not_share_answers(source: ImagerySource, server: CachingServer) -> None:
    get(client_for(source), server)
    assert not get(client_for(make_source(server, slug="other")), server).unchanged


def test_an_answer_is_not_kept_longer_than_the_terms_allow(
    source: ImagerySource, server: CachingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.headers["Cache-Control"] = "max-age=31536000"
    source.keep_days = 3
    get(client_for(source), server)
    now = time.time()
    monkeypatch.setattr(kept_answers.time, "time", lambda: now + 2.9 * DAY_S)
    assert get(client_for(source), server).unchanged
    monkeypatch.setattr(kept_answers.time, "time", lambda: now + 3.1 * DAY_S)
    assert not get(client_for(source), server).unchanged
    assert "If-None-Match" not in server.received, "what may not be kept may not be asked about either"


def test_a_confirmation_does_not_prolong_the_terms(
    source: ImagerySource, server: CachingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.grow_stale()
    source.keep_days = 3
    now = time.time()
    unchanged = []
    for days in (0, 2, 4):
        monkeypatch.setattr(kept_answers.time, "time", lambda days=days: now + days * DAY_S)
        unchanged.append(get(client_for(source), server).unchanged)
    assert unchanged == [False, True, False]


def test_the_sweep_deletes_what_terms_and_settings_no_longer_allow(
    server: CachingServer, db: None, data_root: Path, settings: Settings
) -> None:
    server.headers["Cache-Control"] = "max-age=31536000"
    sources = {slug: make_source(server, slug=slug) for slug in ("kept", "brief", "changed", "gone")}
    for source in sources.values():
        get(client_for(source), server)
    for path in kept_in(data_root):
        stored = kept_answers._decoded(path.read_bytes())
        assert stored is not None
        kept_answers._write(path, kept_answers._encoded(stored), time.time() - 10 * DAY_S)
    ImagerySource.objects.filter(slug="brief").update(keep_days=9)
    ImagerySource.objects.filter(slug="changed").update(may_cache=False)
    ImagerySource.objects.filter(slug="gone").delete()
    tidy_answers()
    assert [path.name.partition("-")[0] for path in kept_in(data_root)] == [str(sources["kept"].pk)]
    settings.IMAGERY_CACHE_MIB = 0
    tidy_answers()
    assert not (data_root / kept_answers.FOLDER).exists()


def make_keyed(server: TileServer) -> ImagerySource:
    url = server.url_template + "?token={key}"
    return make_source(server, url=url, encrypted_key=encrypt_key(KEY, url))


def keyed_url(server: TileServer) -> str:
    return f"{tile_url(server)}?token={{key}}"


def all_bytes(folder: Path) -> bytes:
    return b"".join(str(path).encode() + path.read_bytes() for path in kept_in(folder))


def test_keys_are_not_on_disk(server: CachingServer, db: None, data_root: Path) -> None:
    client = client_for(make_keyed(server))
    server.headers |= {"Set-Cookie": f"session={KEY}", "Link": f"<{server.address}?token={KEY}>"}
    for _ in range(2):
        assert client.fetch(keyed_url(server))
    assert len(server.requests) == 1 and "sk.Very%2B" in server.requests[0]
    written = all_bytes(data_root)
    assert b"max-age" in written
    for form in (b"Very", b"127.0.0.1", b"Cookie", b"cookie"):
        assert form not in written


@pytest.mark.parametrize("form", [KEY, "sk.Very%2Bsecret%2Fkey%3D%26", "sk.Very+secret/key=&amp;"])
def test_an_answer_that_repeats_the_key_is_not_kept(
    server: CachingServer, db: None, data_root: Path, form: str
) -> None:
    client = client_for(make_keyed(server))
    server.serve("/capabilities?token=sk.Very%2Bsecret%2Fkey%3D%26", f"<a href='?token={form}'/>".encode())
    assert client.fetch_bytes(f"{server.address}/capabilities?token={{key}}", 1000)
    server.headers["ETag"] = f'"{form}"'
    assert client.fetch(keyed_url(server))
    assert kept_in(data_root) == []


def test_a_new_key_reads_nothing_again(server: CachingServer, db: None) -> None:
    source = make_keyed(server)
    assert client_for(source).fetch(keyed_url(server))
    source.encrypted_key = encrypt_key("another", source.url)
    fetched = client_for(source).fetch(keyed_url(server))
    assert fetched is not None and fetched.unchanged
