"""The imagery step's pages: what a person gives is looked at, and stored only when they say so."""

import io
import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.models import Campaign, CampaignDraft
from campaigns.setup import imagery_context
from imagery import uploads
from imagery.models import ImagerySource, SourceProbe
from imagery.tasks import look_at_source
from tests.factories import HOME_TILE, make_source, make_user
from tests.factories_labeling import answer_tile, make_guest, make_label_tile
from tests.imagery.rasters import smooth_picture, write_over_tile
from tests.imagery.tile_server import TileServer

Page = HttpResponse


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_ROOT, settings.RASTER_ROOT = tmp_path / "data", tmp_path / "rasters"
    settings.RASTER_ROOT.mkdir()


@pytest.fixture
def olha(db: None) -> User:
    return make_user("olha", is_staff=True)


@pytest.fixture
def draft(olha: User) -> CampaignDraft:
    return CampaignDraft.objects.create(owner=olha, name="Amber", question="Is this amber mining?")


@pytest.fixture
def page(client: Client, olha: User) -> Client:
    client.force_login(olha)
    return client


def geotiff(folder: Path) -> bytes:
    return write_over_tile(folder / "source.tif", HOME_TILE, smooth_picture()).read_bytes()


def post(page: Client, draft: CampaignDraft, what: str, **given: Any) -> Any:
    return page.post(f"/new/{draft.pk}/imagery/{what}", given)


def looked_at(probe: SourceProbe) -> SourceProbe:
    look_at_source.apply(args=[str(probe.pk)], throw=True)
    probe.refresh_from_db()
    return probe


def shown(page: Client, draft: CampaignDraft, probe: SourceProbe) -> str:
    return page.get(f"/new/{draft.pk}/imagery/?probe={probe.pk}").content.decode()


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_an_address_is_looked_at_and_stored_when_the_person_says_so(
    page: Client, draft: CampaignDraft, olha: User
) -> None:
    with TileServer() as server:
        answer = post(page, draft, "look/", way="address", text=server.url_template)
        probe = SourceProbe.objects.get()
        assert answer["Location"] == f"/new/{draft.pk}/imagery/?probe={probe.pk}#look"
        assert "Looking at one tile" in shown(page, draft, probe)
        looked_at(probe)
    assert f"/api/v1/source-probes/{probe.pk}/picture/" in shown(page, draft, probe)
    assert not ImagerySource.objects.exists()
    answer = post(page, draft, "", probe=probe.pk, name="North", may_cache="on", attribution="© Us")
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.source is not None
    assert (draft.source.name, draft.source.created_by) == ("North", olha)
    assert (draft.source.url, draft.source.attribution) == (server.url_template, "© Us")


@pytest.mark.parametrize("text", ["", "notes.docx", "ftp://example.org/x", "https://example.org/page"])
def test_what_is_no_address_is_refused_at_the_field(page: Client, draft: CampaignDraft, text: str) -> None:
    answer = post(page, draft, "look/", way="address", text=text)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in words_of(answer)
    assert f'value="{text}"' in words_of(answer)
    assert not SourceProbe.objects.exists()


def test_a_key_is_never_echoed(page: Client, draft: CampaignDraft) -> None:
    secret = "S3cret-key"
    given = {"way": "address", "text": "https://tiles.example/{z}/{x}/{y}.png?k={key}", "key": secret}
    post(page, draft, "look/", **given)
    probe = SourceProbe.objects.get()
    assert probe.encrypted_key
    assert secret not in str(vars(probe))
    refused = post(page, draft, "look/", way="address", text="ftp://nothing", key=secret)
    api = page.get(f"/api/v1/source-probes/{probe.pk}/")
    for answer in (shown(page, draft, probe), words_of(refused), words_of(api)):
        assert secret not in answer
        assert probe.encrypted_key not in answer


def test_a_preset_brings_its_terms(page: Client, draft: CampaignDraft) -> None:
    post(page, draft, "look/", way="preset", preset="mapbox-satellite", key="pk.1")
    probe = SourceProbe.objects.get()
    probe.claim()
    probe.succeed(result={"kind": "xyz", "tile": "16/1/1"})
    html = shown(page, draft, probe)
    assert "© Mapbox" in html
    ticks = re.findall(r'<input[^>]*name="(?:may_cache|may_publish_pictures)"[^>]*>', html)
    assert len(ticks) == 2
    assert not [tick for tick in ticks if "checked" in tick]
    post(page, draft, "", probe=probe.pk, name="Mapbox")
    source = ImagerySource.objects.get()
    assert (source.may_cache, source.may_publish_pictures, source.preset) == (
        False,
        False,
        "mapbox-satellite",
    )


def test_a_preset_that_asks_wants_an_answer(page: Client, draft: CampaignDraft) -> None:
    answer = post(page, draft, "look/", way="preset", preset="eox-cloudless", answer="")
    assert answer.status_code == 400
    assert "Please fill this in" in words_of(answer)


def test_a_file_of_the_raster_folder_is_looked_at(
    page: Client, draft: CampaignDraft, settings: Settings
) -> None:
    geotiff(settings.RASTER_ROOT)
    assert "source.tif" in words_of(page.get(f"/new/{draft.pk}/imagery/"))
    post(page, draft, "look/", way="raster", path="source.tif")
    assert looked_at(SourceProbe.objects.get()).picture


@pytest.mark.parametrize("path", ["../secret.tif", "/etc/passwd", "absent.tif", ""])
def test_a_path_elsewhere_is_refused(page: Client, draft: CampaignDraft, path: str) -> None:
    assert post(page, draft, "look/", way="raster", path=path).status_code == 400
    assert not SourceProbe.objects.exists()


def test_an_uploaded_geotiff_is_looked_at_and_stays_when_it_is_used(
    page: Client, draft: CampaignDraft, settings: Settings, tmp_path: Path
) -> None:
    file = SimpleUploadedFile("../Drone, May.tif", geotiff(tmp_path))
    post(page, draft, "upload/", file=file)
    probe = looked_at(SourceProbe.objects.get())
    assert probe.picture
    assert probe.upload.startswith("uploads/")
    assert 'value="Drone, May"' in shown(page, draft, probe)
    post(page, draft, "", probe=probe.pk, name="Drone, May", may_cache="on")
    assert ImagerySource.objects.get().path == probe.upload
    assert [path.name for path in (settings.RASTER_ROOT / "uploads").iterdir()] == [Path(probe.upload).name]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.tif", b"only text", "is a text file"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "does not say where it was taken"),
        ("empty.tif", b"", "is empty"),
    ],
)
def test_what_is_no_imagery_is_refused_at_the_field_and_not_stored(
    page: Client, draft: CampaignDraft, settings: Settings, name: str, content: bytes, words: str
) -> None:
    answer = post(page, draft, "upload/", file=SimpleUploadedFile(name, content))
    assert answer.status_code == 400
    assert words in words_of(answer)
    assert not SourceProbe.objects.exists()
    assert not any(settings.RASTER_ROOT.rglob("*.*"))


def test_a_file_over_the_limit_is_refused_in_words(
    page: Client, draft: CampaignDraft, settings: Settings
) -> None:
    settings.MAX_IMAGERY_BYTES = 1024
    file = SimpleUploadedFile("a.tif", b"II*\0" + bytes(4096))
    answer = page.post(f"/new/{draft.pk}/imagery/upload/", {"file": file})
    assert (answer.status_code, "larger than" in words_of(answer)) == (400, True)
    file = SimpleUploadedFile("a.tif", b"II*\0" + bytes(4096))
    answer = page.post(
        f"/new/{draft.pk}/imagery/upload/", {"file": file}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, list(answer.json())) == (413, ["file"])
    assert not any((settings.RASTER_ROOT / "uploads").iterdir())


def test_imagery_may_be_larger_than_other_uploads(
    page: Client, draft: CampaignDraft, settings: Settings, tmp_path: Path
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024
    post(page, draft, "upload/", file=SimpleUploadedFile("a.tif", geotiff(tmp_path)))
    assert SourceProbe.objects.count() == 1


def test_a_read_only_folder_hides_the_upload_and_says_so(page: Client, draft: CampaignDraft) -> None:
    with patch.object(imagery_context.os, "access", return_value=False):
        answer = words_of(page.get(f"/new/{draft.pk}/imagery/"))
    assert 'type="file"' not in answer
    assert "read-only" in answer


def test_a_full_disk_is_told_at_the_field(page: Client, draft: CampaignDraft, settings: Settings) -> None:
    with patch.object(uploads.ReceivedFile, "receive", side_effect=OSError(28, "No space left on device")):
        answer = post(page, draft, "upload/", file=SimpleUploadedFile("a.tif", b"II*\0"))
    assert "disk is full" in words_of(answer)
    assert not any((settings.RASTER_ROOT / "uploads").iterdir())


def test_without_a_worker_a_hint_appears_after_some_seconds(
    page: Client, draft: CampaignDraft, olha: User
) -> None:
    probe = SourceProbe.objects.create(created_by=olha, fields={"kind": "xyz"})
    assert "Is a worker running?" not in shown(page, draft, probe)
    SourceProbe.objects.update(state_at=timezone.now() - timezone.timedelta(seconds=30))
    assert "Is a worker running?" in shown(page, draft, probe)


def test_another_place_is_looked_at(page: Client, draft: CampaignDraft, olha: User) -> None:
    probe = SourceProbe.objects.create(created_by=olha, state="ready", fields={"kind": "xyz"}, lng=1, lat=1)
    post(page, draft, f"{probe.pk}/", place="https://www.google.com/maps/@51.3,27.5,15z")
    probe.refresh_from_db()
    assert (probe.state, probe.lat, probe.lng) == ("queued", 51.3, 27.5)
    SourceProbe.objects.update(state="ready")
    post(page, draft, f"{probe.pk}/", elsewhere="1", place="")
    probe.refresh_from_db()
    assert probe.place_is_chosen
    assert (probe.lat, probe.lng) != (51.3, 27.5)


def test_what_names_no_place_is_refused_at_the_field(page: Client, draft: CampaignDraft, olha: User) -> None:
    probe = SourceProbe.objects.create(created_by=olha, state="ready", fields={"kind": "xyz"})
    answer = post(page, draft, f"{probe.pk}/", place="Rivne")
    assert answer.status_code == 400
    assert "latitude and longitude" in words_of(answer)
    assert 'value="Rivne"' in words_of(answer)


LAYERS = [
    {"layer": name, "title": name.title(), "style": "", "matrix_set": "", "times": times, "bounds": None}
    for name, times in {"ortho": ["2019", "2023"], "roads": []}.items()
]


def test_a_layer_is_chosen_and_its_newest_time_taken(page: Client, draft: CampaignDraft, olha: User) -> None:
    fields = {"kind": "wms", "url": "https://wms.example/"}
    columns = {"fields": fields, "result": {"layers": LAYERS}}
    probe = SourceProbe.objects.create(created_by=olha, state="needs_layer", **columns)
    assert "Ortho" in shown(page, draft, probe)
    assert post(page, draft, f"{probe.pk}/", layer="7").status_code == 400
    post(page, draft, f"{probe.pk}/", layer="0")
    probe.refresh_from_db()
    assert (probe.fields["layer"], probe.fields["time"], probe.state) == ("ortho", "2023", "queued")


def test_a_zoom_that_fits_is_offered_and_taken(page: Client, draft: CampaignDraft, olha: User) -> None:
    result = {
        "kind": "xyz", "metres_per_pixel": 0.6, "own_metres_per_pixel": 4.8, "fitting_zoom": 13,
    }  # fmt: skip
    fields = {"kind": "xyz", "url": "https://tiles.example/{z}/{x}/{y}.png"}
    probe = SourceProbe.objects.create(created_by=olha, state="ready", fields=fields, result=result)
    html = " ".join(shown(page, draft, probe).split())
    assert "8.0 times coarser than zoom 16" in html
    assert "Work at zoom 13" in html
    post(page, draft, "", probe=probe.pk, name="Coarse", fitting_zoom="on")
    draft.refresh_from_db()
    assert draft.zoom == 13


def test_dates_the_wrong_way_round_are_refused_and_nothing_is_stored(
    page: Client, draft: CampaignDraft, olha: User
) -> None:
    fields = {"kind": "xyz", "url": "https://tiles.example/{z}/{x}/{y}.png"}
    probe = SourceProbe.objects.create(created_by=olha, state="ready", fields=fields)
    dates = {"captured_from": "2021-05-01", "captured_to": "2020-05-01"}
    answer = post(page, draft, "", probe=probe.pk, name="North", **dates)
    assert answer.status_code == 400
    assert "before the first" in words_of(answer)
    assert not ImagerySource.objects.exists()


def test_a_source_that_exists_is_used_as_it_is(
    page: Client, draft: CampaignDraft, settings: Settings
) -> None:
    geotiff(settings.RASTER_ROOT)
    source = make_source(path="source.tif")
    post(page, draft, "look/", way="source", source=source.slug)
    probe = looked_at(SourceProbe.objects.get())
    post(page, draft, "", probe=probe.pk)
    draft.refresh_from_db()
    assert draft.source == source
    assert ImagerySource.objects.count() == 1


def test_others_see_neither_the_draft_nor_the_look(draft: CampaignDraft, olha: User, client: Client) -> None:
    probe = SourceProbe.objects.create(created_by=olha, state="ready", fields={"kind": "xyz"})
    client.force_login(make_user("petro", is_staff=True))
    assert client.get(f"/new/{draft.pk}/imagery/").status_code == 404
    assert client.post(f"/new/{draft.pk}/imagery/look/", {"way": "address"}).status_code == 404
    assert client.get(f"/api/v1/source-probes/{probe.pk}/").status_code == 404
    assert client.get(f"/api/v1/source-probes/{probe.pk}/picture/").status_code == 404


def test_a_look_of_somebody_else_is_not_used(page: Client, draft: CampaignDraft) -> None:
    fields = {"kind": "xyz", "url": "https://tiles.example/{z}/{x}/{y}.png"}
    other = SourceProbe.objects.create(created_by=make_user("petro"), state="ready", fields=fields)
    post(page, draft, "", probe=other.pk, name="Theirs")
    assert not ImagerySource.objects.exists()


def test_the_picture_is_a_jpeg_of_the_tile(page: Client, draft: CampaignDraft, settings: Settings) -> None:
    geotiff(settings.RASTER_ROOT)
    post(page, draft, "look/", way="raster", path="source.tif")
    probe = looked_at(SourceProbe.objects.get())
    answer = page.get(f"/api/v1/source-probes/{probe.pk}/picture/")
    assert answer["Content-Type"] == "image/jpeg"
    assert io.BytesIO(answer.content).read(3) == b"\xff\xd8\xff"


def test_a_release_of_wayback_is_chosen_after_a_worker_has_listed_them(
    page: Client, draft: CampaignDraft
) -> None:
    assert post(page, draft, "look/", way="preset", preset="esri-wayback").status_code == 302
    probe = SourceProbe.objects.get()
    columns = {"url": "https://wayback.example/1/{z}/{y}/{x}", "name": "Esri Wayback 2024-01-18"}
    release = {
        "layer": "1",
        "title": "2024-01-18",
        "style": "",
        "matrix_set": "",
        "times": [],
        "bounds": None,
    }
    probe.claim()
    probe.offer_layers([{**release, "columns": columns}, release | {"columns": columns}])
    html = shown(page, draft, probe)
    assert "Which release?" in html
    assert "2024-01-18" in html
    post(page, draft, f"{probe.pk}/", layer="0")
    probe.refresh_from_db()
    assert probe.fields["url"] == columns["url"]


def test_other_imagery_of_a_campaign_is_stored_once_its_consequences_were_read(
    page: Client, campaign: Campaign, olha: User
) -> None:
    campaign.memberships.create(user=olha, role="admin")
    answer_tile(make_label_tile(campaign).campaign, make_guest(campaign), {1})
    fields = {"kind": "xyz", "url": "https://tiles.example/{z}/{x}/{y}.png"}
    probe = SourceProbe.objects.create(created_by=olha, state="ready", fields=fields)
    given = {"probe": probe.pk, "name": "North", "may_cache": "on"}
    answer = page.post("/c/amber/settings/imagery/", given)
    html = words_of(answer)
    assert (answer.status_code, "Not saved yet" in html) == (409, True)
    assert ImagerySource.objects.count() == 1
    token = re.findall(r'name="confirm"[^>]*value="(\w+)"', html)[0]
    answer = page.post("/c/amber/settings/imagery/", given | {"confirm": token})
    assert answer["Location"] == "/c/amber/settings/"
    campaign.refresh_from_db()
    assert campaign.source.name == "North"


def test_a_failed_look_is_tried_again(page: Client, draft: CampaignDraft, olha: User) -> None:
    probe = SourceProbe.objects.create(created_by=olha, state="failed", failure_field="file", lng=1, lat=2)
    assert 'name="again"' in shown(page, draft, probe)
    post(page, draft, f"{probe.pk}/", again="1")
    probe.refresh_from_db()
    assert (probe.state, probe.lng, probe.lat) == ("queued", 1, 2)


def test_the_page_offers_to_mark_what_a_server_shows_and_no_file(
    page: Client, draft: CampaignDraft, olha: User
) -> None:
    result = {"tile": "16/1/2", "sends_parts": True}
    probe = SourceProbe.objects.create(created_by=olha, state="ready", result=result)
    assert 'name="empty"' in shown(page, draft, probe)
    post(page, draft, f"{probe.pk}/", empty="1")
    probe.refresh_from_db()
    assert (probe.state, probe.marked_tile) == ("queued", "16/1/2")
    file = SourceProbe.objects.create(created_by=olha, state="ready", result=result | {"sends_parts": False})
    assert 'name="empty"' not in shown(page, draft, file)


def test_the_page_does_not_let_one_mark_the_imagery_of_others(
    page: Client, draft: CampaignDraft, olha: User
) -> None:
    theirs = make_source(slug="theirs", created_by=make_user("petro"))
    result = {"tile": "16/1/2", "sends_parts": True}
    probe = SourceProbe.objects.create(created_by=olha, state="ready", source=theirs, result=result)
    assert 'name="empty"' not in shown(page, draft, probe)
    assert post(page, draft, f"{probe.pk}/", empty="1").status_code == 403
