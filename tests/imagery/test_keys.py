"""Keys: where they come from, that they go to their own server alone, and that nothing repeats them."""

import logging
import traceback
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pydantic import SecretStr
from pytest_django.fixtures import Settings

from imagery.errors import ImageryError
from imagery.keys import KeyUnavailable, encrypt_key, fill_key, hide_key, key_of, split_key
from imagery.messages import Message, message
from imagery.models import ImagerySource
from imagery.readers.registry import open_reader
from imagery.readers.tile_client import FetchLimits
from imagery.services.add_source import add_source
from imagery.services.prepare_tile import prepare_tile
from tests.factories import HOME_TILE
from tests.imagery.conftest import make_xyz_source
from tests.imagery.tile_server import Answer, TileServer
from webapp.settings.environment import Environment

KEY = "sk.Very+secret/key=&"
QUOTED = "sk.Very%2Bsecret%2Fkey%3D%26"
FORMS = [KEY, QUOTED, "sk.Very+secret/key=&amp;", KEY.upper()]
MAPBOX = "https://api.mapbox.com/v4/mapbox.satellite/{z}/{x}/{y}@2x.jpg90?access_token={key}"


def make_keyed(server: TileServer, **changes: Any) -> ImagerySource:
    url = server.url_template + "?token={key}"
    return make_xyz_source(server, **({"url": url, "encrypted_key": encrypt_key(KEY, url)} | changes))


def test_a_stored_key_is_encrypted_and_comes_back() -> None:
    stored = encrypt_key(f"  {KEY}\n")
    assert KEY not in stored
    assert stored != encrypt_key(KEY)
    assert key_of(ImagerySource(slug="a", encrypted_key=stored)) == KEY


def test_a_source_without_a_key_has_none() -> None:
    assert key_of(ImagerySource(slug="a", url="https://tiles.example/{z}/{x}/{y}")) == ""


def test_a_key_outlives_a_change_of_the_secret_that_is_a_fallback(settings: Settings) -> None:
    stored = encrypt_key(KEY)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert key_of(ImagerySource(slug="a", encrypted_key=stored)) == KEY


@pytest.mark.parametrize("stored", ["", "damaged"])
def test_a_key_whose_secret_is_lost_is_reported_by_the_sources_name(settings: Settings, stored: str) -> None:
    stored = stored or encrypt_key(KEY)
    settings.SECRET_KEY = "another"
    with pytest.raises(KeyUnavailable, match=r"“north” cannot be decrypted.*enter the key again"):
        key_of(ImagerySource(slug="north", encrypted_key=stored))


def test_the_environment_comes_first(settings: Settings) -> None:
    settings.IMAGERY_KEYS = {"north": "from-environment"}
    assert key_of(ImagerySource(slug="north", encrypted_key=encrypt_key(KEY))) == "from-environment"
    assert key_of(ImagerySource(slug="south", encrypted_key=encrypt_key(KEY))) == KEY
    assert key_of(ImagerySource(slug="north", preset="mapbox-satellite", url=MAPBOX)) == "from-environment"


@pytest.mark.parametrize(
    "fields", [{"slug": "mine", "preset": "mapbox-satellite"}, {"slug": "mapbox-satellite"}]
)
def test_a_presets_key_goes_to_its_own_server_alone(settings: Settings, fields: dict[str, str]) -> None:
    settings.IMAGERY_KEYS = {"mapbox-satellite": KEY}
    assert key_of(ImagerySource(url=MAPBOX, **fields)) == KEY
    assert key_of(ImagerySource(url=MAPBOX, slug="other")) == ""
    for other in ("https://evil.example/{z}/{x}/{y}?{key}", MAPBOX.replace("https", "http")):
        assert key_of(ImagerySource(url=other, **fields)) == ""


def test_a_stored_key_does_not_follow_a_changed_address() -> None:
    source = ImagerySource(slug="a", url=MAPBOX, encrypted_key=encrypt_key(KEY, MAPBOX))
    assert key_of(source) == KEY
    source.url = "https://evil.example/{z}/{x}/{y}?{key}"
    with pytest.raises(KeyUnavailable, match=r"belongs to https://api\.mapbox\.com"):
        key_of(source)


def test_an_address_that_needs_a_key_says_so() -> None:
    with pytest.raises(KeyUnavailable, match="needs a key"):
        fill_key(MAPBOX, "")
    assert fill_key("https://tiles.example/1", "") == "https://tiles.example/1"


def test_the_version_ignores_the_key() -> None:
    plain = ImagerySource(kind="xyz", url=MAPBOX)
    assert plain.version == ImagerySource(kind="xyz", url=MAPBOX, encrypted_key=encrypt_key(KEY)).version


@pytest.mark.parametrize("form", FORMS)
def test_a_key_is_hidden_however_a_server_writes_it(form: str) -> None:
    assert str(hide_key(f"No tile at /1?token={form} here", KEY)) == "No tile at /1?token=[key] here"
    nested = message("%(host)s: %(reason)s") % {"host": "a", "reason": message("%(x)s") % {"x": [form, 3]}}
    hidden = hide_key(nested, KEY)
    assert isinstance(hidden, Message)
    assert str(hidden) == "a: [key] 3"


def test_keys_of_the_environment_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSCAR_IMAGERY_KEYS", "mapbox-satellite=pk.abc==, azure-maps = def ,")
    monkeypatch.setenv("LANDSCAR_SECRET_KEY_FALLBACKS", "one,two")
    environment = Environment()
    assert environment.imagery_keys_by_name == {"mapbox-satellite": "pk.abc==", "azure-maps": "def"}
    assert environment.former_secret_keys == ["one", "two"]
    assert "abc" not in repr(environment)


def test_a_wrong_entry_is_refused_without_being_repeated() -> None:
    environment = Environment(imagery_keys=SecretStr("very-secret"))
    with pytest.raises(ImproperlyConfigured, match="name=key") as refused:
        _ = environment.imagery_keys_by_name
    assert "very-secret" not in str(refused.value)


HASTY = FetchLimits(timeout_s=0.3, attempts=2, first_wait_s=0.001)
BAD_ANSWERS = {
    "refused": Answer(403, b'{"message": "Unknown token sk.Very+secret/key=&"}'),
    "not-found": Answer(400, f"<e:ServiceException>no {QUOTED}</e:ServiceException>".encode()),
    "redirect": Answer(302, headers={"Location": f"https://else.example/?token={QUOTED}"}),
    "bad-redirect": Answer(302, headers={"Location": f"https://[{QUOTED}"}),
    "own-redirect": Answer(301, headers={"Location": f"/login?token={QUOTED}"}),
    "html": Answer(body=f"<html>Wrong: ?token={KEY}</html>".encode()),
    "type": Answer(body=b"?", headers={"Content-Type": f"text/{KEY}"}),
    "exception": Answer(body=f"<ServiceException>{KEY}</ServiceException>".encode()),
    "coding": Answer(headers={"Content-Encoding": KEY}),
    "busy": Answer(503, headers={"Retry-After": KEY}),
    "silent": Answer(hold=True),
    "cut": Answer(body=b"\x89PNG" + bytes(5000), cut_after=10),
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_no_message_log_or_traceback_repeats_the_key(
    db: None, name: str, tile_server: TileServer, caplog: pytest.LogCaptureFixture, client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("imagery.readers.tile_client.DEFAULT_LIMITS", HASTY)
    caplog.set_level(logging.DEBUG)
    source = make_keyed(tile_server)
    tile_server.misbehave(BAD_ANSWERS[name])
    with pytest.raises(ImageryError) as failed:
        open_reader(source).read(HOME_TILE)
    tile = prepare_tile(source=source, address=HOME_TILE)
    assert tile.state == tile.State.FAILED
    assert any(QUOTED in request for request in tile_server.requests)
    client.force_login(User.objects.create_superuser("root"))
    pages = "".join(
        client.get(page).content.decode()
        for page in (
            f"/admin/imagery/tile/{tile.pk}/change/",
            f"/admin/imagery/imagerysource/{source.pk}/change/",
            "/admin/imagery/imagerysource/",
        )
    )
    told = (
        "".join(traceback.format_exception(failed.value)) + tile.failure + repr(source) + caplog.text + pages
    )
    seen = [form for form in [*FORMS, source.encrypted_key] if form in "".join(told)]
    assert not seen


def test_a_key_that_cannot_be_decrypted_fails_the_tile_in_words(
    db: None, tile_server: TileServer, settings: Settings
) -> None:
    source = make_keyed(tile_server)
    settings.SECRET_KEY = "another"
    tile = prepare_tile(source=source, address=HOME_TILE)
    assert "cannot be decrypted" in tile.failure
    assert tile_server.requests == []


def test_a_tile_is_read_with_the_key(db: None, tile_server: TileServer) -> None:
    assert prepare_tile(source=make_keyed(tile_server), address=HOME_TILE).state == "ready"
    assert all(request.endswith(f"?token={QUOTED}") for request in tile_server.requests)


@pytest.mark.parametrize(
    ("url", "wanted", "key"),
    [
        (
            "https://a.example/{z}?access_token=pk.1%2B&v=2",
            "https://a.example/{z}?access_token={key}&v=2",
            "pk.1+",
        ),
        (
            "https://a.example/?v=2&subscription-key=abc#x",
            "https://a.example/?v=2&subscription-key={key}#x",
            "abc",
        ),
        ("https://a.example/?API_KEY=abc", "https://a.example/?API_KEY={key}", "abc"),
        ("https://a.example/?token=abc&layer=keys", "https://a.example/?token={key}&layer=keys", "abc"),
        ("https://a.example/?key=", "https://a.example/?key=", ""),
        ("https://a.example/?monkey=abc", "https://a.example/?monkey=abc", ""),
        ("https://a.example/?key={key}&token=abc", "https://a.example/?key={key}&token=abc", ""),
        ("https://a.example/?key={z}", "https://a.example/?key={z}", ""),
    ],
)
def test_a_key_is_found_in_an_address(url: str, wanted: str, key: str) -> None:
    assert split_key(url) == (wanted, key)


class TestAdministration:
    @pytest.fixture
    def source(self, db: None, client: Client) -> ImagerySource:
        client.force_login(User.objects.create_superuser("root"))
        return add_source(slug="north", name="North", kind="xyz", url=MAPBOX)

    def send(self, client: Client, source: ImagerySource, **changes: str) -> str:
        page = f"/admin/imagery/imagerysource/{source.pk}/change/"
        form = client.get(page).context["adminform"].form
        values = {name: form[name].value() for name in form.fields}
        fields = {name: value for name, value in values.items() if value is not None and value is not False}
        answer = client.post(page, fields | changes, follow=True)
        source.refresh_from_db()
        return answer.content.decode()

    def test_a_key_is_set_and_never_shown(self, client: Client, source: ImagerySource) -> None:
        assert KEY not in self.send(client, source, key=KEY)
        assert key_of(source) == KEY
        page = client.get(f"/admin/imagery/imagerysource/{source.pk}/change/").content.decode()
        assert 'type="password" name="key"' in page
        assert "A key is stored" in page
        assert KEY not in page
        assert source.encrypted_key not in page

    def test_an_empty_field_keeps_the_key(self, client: Client, source: ImagerySource) -> None:
        self.send(client, source, key=KEY)
        self.send(client, source, name="South")
        assert (source.name, key_of(source)) == ("South", KEY)

    def test_a_key_is_forgotten_on_request(self, client: Client, source: ImagerySource) -> None:
        self.send(client, source, key=KEY)
        self.send(client, source, forget_key="on")
        assert source.encrypted_key == ""

    def test_a_key_pasted_with_the_address_is_taken_out_of_it(
        self, client: Client, source: ImagerySource
    ) -> None:
        self.send(client, source, url=MAPBOX.replace("{key}", QUOTED))
        assert (source.url, key_of(source)) == (MAPBOX, KEY)

    def test_another_server_needs_its_own_key(self, client: Client, source: ImagerySource) -> None:
        self.send(client, source, key=KEY)
        elsewhere = "https://evil.example/{z}/{x}/{y}?token={key}"
        assert "enter its key" in self.send(client, source, url=elsewhere)
        assert source.url == MAPBOX
        self.send(client, source, url=elsewhere, key="other")
        assert key_of(source) == "other"

    def test_a_refused_form_does_not_repeat_the_key(self, client: Client, source: ImagerySource) -> None:
        page = self.send(client, source, key=KEY, url="https://a.example/nothing")
        assert "must contain" in page
        assert KEY not in page
