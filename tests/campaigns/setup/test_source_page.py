"""The page of a source: its creator changes it and is told what another address means."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from imagery.keys import encrypt_key, key_of
from imagery.models import ImagerySource
from tests.factories import make_campaign, make_source, make_user

URL = "https://tiles.example/{z}/{x}/{y}.png?k={key}"
OTHER = "https://tiles.example/new/{z}/{x}/{y}.png?k={key}"


@pytest.fixture
def olha(db: None) -> User:
    return make_user("olha", is_staff=True)


@pytest.fixture
def source(olha: User) -> ImagerySource:
    key = encrypt_key("S3cret", URL)
    return make_source(slug="north", kind="xyz", path="", url=URL, encrypted_key=key, created_by=olha)


@pytest.fixture
def page(client: Client, olha: User) -> Client:
    client.force_login(olha)
    return client


def given(**changes: Any) -> dict[str, Any]:
    fields = {
        "name": "North", "url": URL, "subdomains": "", "tile_px": 256, "min_zoom": 0, "max_zoom": 19,
        "requests_per_second": 10, "revision": 1, "may_cache": "on",
    }  # fmt: skip
    return fields | changes


def change(page: Client, **changes: Any) -> Any:
    return page.post("/sources/north/", given(**changes))


def test_the_key_is_not_on_the_page(page: Client, source: ImagerySource) -> None:
    html = page.get("/sources/north/").content.decode()
    assert "S3cret" not in html
    assert source.encrypted_key not in html


def test_a_name_is_changed_without_a_question_and_the_key_stays(page: Client, source: ImagerySource) -> None:
    assert change(page, name="South").status_code == 302
    source.refresh_from_db()
    assert (source.name, key_of(source)) == ("South", "S3cret")


def test_another_address_forgets_where_the_former_had_imagery(page: Client, source: ImagerySource) -> None:
    ImagerySource.objects.update(bounds=[27.0, 51.0, 28.0, 52.0])
    change(page, name="South")
    source.refresh_from_db()
    assert source.bounds == [27.0, 51.0, 28.0, 52.0]
    change(page, url=OTHER, key="S3cret", accept="on")
    source.refresh_from_db()
    assert (source.url, source.bounds) == (OTHER, None)


def test_another_address_asks_first_and_names_the_campaigns(
    page: Client, source: ImagerySource, olha: User
) -> None:
    campaign = make_campaign(source=source)
    campaign.memberships.create(user=olha, role="admin")
    make_campaign(slug="secret", name="Secret campaign", source=source)
    answer = change(page, url=OTHER)
    html = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "Amber" in html
    assert "Secret campaign" not in html
    assert "1 campaign of others" in html
    version = source.version
    assert change(page, url=OTHER, accept="on").status_code == 302
    source.refresh_from_db()
    assert (source.url, source.version == version) == (OTHER, False)


def test_an_address_that_cannot_work_is_refused_at_its_field(page: Client, source: ImagerySource) -> None:
    answer = change(page, url="https://tiles.example/", accept="on")
    assert answer.status_code == 400
    assert 'id="id_url_error"' in answer.content.decode()
    source.refresh_from_db()
    assert source.url == URL


def test_a_new_key_replaces_the_old_one(page: Client, source: ImagerySource) -> None:
    change(page, key="another")
    source.refresh_from_db()
    assert key_of(source) == "another"


def test_others_may_not_change_it_and_superusers_may(client: Client, source: ImagerySource) -> None:
    client.force_login(make_user("petro", is_staff=True))
    assert client.get("/sources/north/").status_code == 403
    client.force_login(make_user("root", is_superuser=True))
    assert client.get("/sources/north/").status_code == 200
