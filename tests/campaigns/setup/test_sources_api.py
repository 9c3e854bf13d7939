"""Sources, presets and looks by the API: no key in any answer."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from campaigns.models import Campaign
from campaigns.roles import Role
from imagery.keys import key_of
from imagery.models import ImagerySource, SourceProbe
from imagery.tasks import look_at_source
from tests.factories import HOME_TILE, make_member, make_source, make_user
from tests.imagery.rasters import smooth_picture, write_over_tile

SECRET = "S3cret-key"
KEYED = "https://tiles.example/{z}/{x}/{y}.png?k={key}"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_ROOT, settings.RASTER_ROOT = tmp_path / "data", tmp_path / "rasters"
    settings.RASTER_ROOT.mkdir()


@pytest.fixture
def olha(db: None) -> User:
    return make_user("olha", is_staff=True)


@pytest.fixture
def api(client: Client, olha: User) -> Client:
    client.force_login(olha)
    return client


def post(api: Client, address: str, **given: Any) -> Any:
    return api.post(f"/api/v1/{address}", given, content_type="application/json")


def test_presets_say_what_their_terms_allow(api: Client) -> None:
    presets = {preset["slug"]: preset for preset in api.get("/api/v1/presets/").json()}
    assert presets["mapbox-satellite"]["needs_key"]
    assert not presets["esri-world-imagery"]["may_cache"]


def test_a_source_is_added_from_its_fields_and_its_key_is_never_answered(api: Client, olha: User) -> None:
    answer = post(api, "sources/", name="North", kind="xyz", url=KEYED, key=SECRET)
    assert answer.status_code == 201
    source = ImagerySource.objects.get()
    assert (source.slug, source.created_by, key_of(source)) == ("north", olha, SECRET)
    for body in (answer, api.get("/api/v1/sources/"), api.get("/api/v1/sources/north/")):
        assert SECRET not in body.content.decode()
        assert source.encrypted_key not in body.content.decode()
    assert api.get("/api/v1/sources/north/").json()["has_key"]


def test_a_source_is_added_from_a_preset(api: Client) -> None:
    assert post(api, "sources/", preset="esri-world-imagery").status_code == 201
    source = ImagerySource.objects.get()
    assert (source.preset, source.may_cache) == ("esri-world-imagery", False)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "North"}, "kind"),
        ({"kind": "xyz"}, "name"),
        ({"name": "North", "kind": "xyz", "url": "https://tiles.example/"}, "url"),
        ({"name": "North", "kind": "raster", "path": "../x.tif"}, "path"),
        ({"preset": "nowhere"}, "preset"),
        ({"preset": "esri-wayback"}, "answer"),
    ],
)
def test_what_cannot_work_is_refused_at_its_field(api: Client, given: dict[str, str], field: str) -> None:
    answer = post(api, "sources/", **given)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not ImagerySource.objects.exists()


def test_a_source_of_ones_own_is_changed(api: Client) -> None:
    post(api, "sources/", name="North", kind="xyz", url=KEYED, key=SECRET)
    before = ImagerySource.objects.get()
    answer = api.patch("/api/v1/sources/north/", {"attribution": "© Us"}, content_type="application/json")
    after = ImagerySource.objects.get()
    assert answer.status_code == 200
    assert (after.attribution, after.version, key_of(after)) == ("© Us", before.version, SECRET)


def test_a_source_of_somebody_else_is_used_but_not_changed(api: Client) -> None:
    make_source(slug="theirs", created_by=make_user("petro"))
    assert api.get("/api/v1/sources/theirs/").json()["may_change"] is False
    answer = api.patch("/api/v1/sources/theirs/", {"name": "Mine"}, content_type="application/json")
    assert answer.status_code == 403


def test_an_admin_of_a_campaign_may_look_and_an_editor_may_not(campaign: Campaign, client: Client) -> None:
    for name, role, status in (("ed", Role.EDITOR, 403), ("ad", Role.ADMIN, 202)):
        client.force_login(make_member(name, campaign, role))
        assert post(client, "source-probes/", text="https://t.example/{z}/{x}/{y}.png").status_code == status


def test_a_look_is_asked_for_until_it_is_done_and_becomes_a_source(api: Client, settings: Settings) -> None:
    write_over_tile(settings.RASTER_ROOT / "north.tif", HOME_TILE, smooth_picture())
    begun = post(api, "source-probes/", path="north.tif").json()
    assert (begun["state"], begun["is_active"], begun["picture"]) == ("queued", True, None)
    assert post(api, f"source-probes/{begun['id']}/").status_code == 409
    look_at_source.apply(args=[begun["id"]], throw=True)
    seen = api.get(f"/api/v1/source-probes/{begun['id']}/").json()
    assert (seen["state"], seen["failure"]) == ("ready", "")
    assert seen["facts"]["metres_per_pixel"] == pytest.approx(HOME_TILE.metres_per_pixel(), rel=0.01)
    assert api.get(seen["picture"])["Content-Type"] == "image/jpeg"
    answer = post(api, "sources/", probe=begun["id"], name="North", captured_from="2021-05-01")
    assert (answer.status_code, answer.json()["path"]) == (201, "north.tif")


def test_a_look_that_is_not_ready_becomes_no_source(api: Client, olha: User) -> None:
    probe = SourceProbe.objects.create(created_by=olha, fields={"kind": "xyz"})
    assert list(post(api, "sources/", probe=str(probe.pk), name="North").json()) == ["probe"]


def test_a_file_is_sent_to_be_looked_at(api: Client, tmp_path: Path) -> None:
    content = write_over_tile(tmp_path / "a.tif", HOME_TILE, smooth_picture()).read_bytes()
    answer = api.post("/api/v1/source-probes/", {"file": SimpleUploadedFile("a.tif", content)})
    assert answer.status_code == 202
    look_at_source.apply(args=[answer.json()["id"]], throw=True)
    assert SourceProbe.objects.get().picture


def test_a_file_over_the_limit_is_refused(api: Client, settings: Settings) -> None:
    settings.MAX_IMAGERY_BYTES = 1000
    answer = api.post("/api/v1/source-probes/", {"file": SimpleUploadedFile("a.tif", b"II*\0" * 999)})
    assert (answer.status_code, list(answer.json())) == (413, ["file"])
    assert not SourceProbe.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "text"),
        ({"text": "ftp://example.org"}, "address"),
        ({"path": "../x.tif"}, "file"),
        ({"preset": "nowhere"}, "preset"),
        ({"text": "https://t.example/{z}/{x}/{y}.png", "place": "Rivne"}, "place"),
        ({"text": "https://t.example/{z}/{x}/{y}.png", "zoom": 30}, "zoom"),
    ],
)
def test_a_look_that_cannot_begin_is_refused_at_its_field(
    api: Client, given: dict[str, Any], field: str
) -> None:
    answer = post(api, "source-probes/", **given)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not SourceProbe.objects.exists()


def test_a_place_that_is_named_is_looked_at(api: Client) -> None:
    answer = post(
        api, "source-probes/", text="https://t.example/{z}/{x}/{y}.png", place="50.1, 26.2", zoom=14
    )
    assert (answer.json()["lat"], answer.json()["lng"], answer.json()["zoom"]) == (50.1, 26.2, 14)
    assert SourceProbe.objects.get().place_is_chosen


def test_the_tile_that_was_looked_at_is_marked_as_empty(api: Client, olha: User) -> None:
    probe = SourceProbe.objects.create(
        created_by=olha, state="ready", result={"tile": "16/1/2"}, lng=1, lat=2
    )
    answer = post(api, f"source-probes/{probe.pk}/", empty=True)
    probe.refresh_from_db()
    assert (answer.status_code, probe.state, probe.marked_tile) == (202, "queued", "16/1/2")


def test_nothing_is_marked_before_a_tile_was_seen(api: Client, olha: User) -> None:
    probe = SourceProbe.objects.create(created_by=olha, state="failed")
    assert post(api, f"source-probes/{probe.pk}/", empty=True).json() == {"place": ["Look at a tile first."]}


def test_only_its_owner_may_say_where_a_stored_source_has_nothing(api: Client, olha: User) -> None:
    theirs = make_source(slug="theirs", created_by=make_user("petro"))
    probe = SourceProbe.objects.create(
        created_by=olha, state="ready", source=theirs, result={"tile": "16/1/2"}
    )
    assert post(api, f"source-probes/{probe.pk}/", empty=True).status_code == 403
    probe.refresh_from_db()
    assert probe.marked_tile == ""
