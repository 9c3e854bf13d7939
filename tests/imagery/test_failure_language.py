"""A tile that failed under one language is explained to each reader in their own."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from imagery.errors import SourceUnavailable
from imagery.models import ImagerySource, Tile
from imagery.readers.registry import open_reader
from imagery.services.prepare_tile import prepare_tile
from tests.factories import HOME_TILE
from tests.imagery.conftest import make_xyz_source
from tests.imagery.tile_server import Answer, TileServer


def test_a_failure_raised_in_a_thread_is_read_in_the_readers_language(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.misbehave(Answer(403))
    with translation.override("uk"), pytest.raises(SourceUnavailable, match="ключ") as refused:
        open_reader(xyz_source).read(HOME_TILE)
    assert "check the key in the address" in str(refused.value)


def test_a_stored_failure_is_read_in_the_readers_language(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.misbehave(Answer.html())
    with translation.override("uk"):
        tile = prepare_tile(source=xyz_source, address=HOME_TILE)
        assert "вебсторінк" in tile.failure
    assert "a web page (HTML) instead of a picture" in Tile.objects.get().failure


def test_a_reason_that_httpx2_wraps_stays_translatable(
    db: None, tile_server: TileServer, settings: Settings
) -> None:
    settings.TILE_SERVER_ALLOW_PRIVATE = False
    source = make_xyz_source(tile_server, url="http://nowhere.invalid/{z}/{x}/{y}.png")
    with translation.override("uk"):
        tile = prepare_tile(source=source, address=HOME_TILE)
        assert "cannot be resolved" not in tile.failure
    assert "the host name cannot be resolved" in tile.failure


def test_failures_are_shown_and_searched_in_the_administration(
    xyz_source: ImagerySource, tile_server: TileServer, client: Client
) -> None:
    client.force_login(User.objects.create_superuser("root"))
    tile_server.misbehave(Answer(403))
    prepare_tile(source=xyz_source, address=HOME_TILE)
    for words, found in (("Check The Key", True), ("127.0.0.1", True), ("no such words", False)):
        page = client.get("/admin/imagery/tile/", {"q": words}).content.decode()
        assert ("check the key in the address" in page) is found
    page = client.get(f"/admin/imagery/tile/{Tile.objects.get().pk}/change/").content.decode()
    assert "check the key in the address" in page
