"""The region step without a browser: what is stored, what is refused, and what becomes of a file."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely
import shapely.geometry
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from campaigns.models import Campaign, CampaignDraft, RegionUpload
from campaigns.regions.services.delete_uploads import delete_old_uploads
from campaigns.regions.services.read_upload import read_upload
from campaigns.regions.tasks import read_region
from campaigns.setup.region_facts import duration_in_words
from imagery.files import data_path
from imagery.models import SourceProbe
from ml.tiles import tiles_in_geometry
from tests.factories import HOME_TILE, make_source, make_user
from tests.factories_labeling import make_label_tile

HOME = {
    "type": "Polygon",
    "coordinates": [[[27.4, 51.2], [27.6, 51.2], [27.6, 51.4], [27.4, 51.4], [27.4, 51.2]]],
}
POINT = {"type": "Point", "coordinates": [27, 51]}
BROKEN = [
    '"hello"',
    "[]",
    json.dumps(POINT),
    "",
    "null",
    '{"type": "Polygon", "coordinates": [[[388000, 5672000]]]}',
]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def draft(admin: User) -> CampaignDraft:
    return CampaignDraft.objects.create(owner=admin, name="Amber", zoom=14, source=make_source(slug="other"))


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def address(draft: CampaignDraft, name: str = "draft-region", *more: Any) -> str:
    return reverse(name, args=[draft.pk, *more])


def test_the_map_shows_the_tile_that_the_reader_saw_and_nobody_elses(
    client: Client, draft: CampaignDraft, admin: User
) -> None:
    look = {"source": draft.source, "picture": "probes/a.jpg", "result": {"tile": str(HOME_TILE)}}
    SourceProbe.objects.create(created_by=make_user("petro"), **look)
    assert 'seen-value=""' in client.get(address(draft)).content.decode()
    probe = SourceProbe.objects.create(created_by=admin, **look)
    seen = json.loads(client.get(address(draft)).context["seen"])
    assert f"/{probe.pk}/" in seen["picture"]
    assert seen["edges"] == pytest.approx(list(HOME_TILE.bounds))


def check(client: Client, draft: CampaignDraft, region: Any) -> Any:
    return client.post(address(draft, "draft-region-check"), {"region": region}, "application/json")


def send(client: Client, draft: CampaignDraft, content: bytes, name: str = "north.geojson") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(address(draft, "draft-region-upload"), {"file": file}, **JSON)


def upload_of(draft: CampaignDraft, content: bytes = b"{}", name: str = "a.geojson") -> RegionUpload:
    path = data_path(f"region-uploads/{name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return RegionUpload.objects.create(
        draft=draft, created_by=draft.owner, file_name=name, path=f"region-uploads/{name}"
    )


def test_a_valid_region_is_stored_and_leads_to_the_next_step(client: Client, draft: CampaignDraft) -> None:
    answer = client.post(address(draft), {"region": json.dumps(HOME)})
    assert answer["Location"] == draft.step_url("superpixels")
    draft.refresh_from_db()
    assert shapely.geometry.shape(draft.region).equals(shapely.box(27.4, 51.2, 27.6, 51.4))


def test_a_box_is_stored_too(client: Client, draft: CampaignDraft) -> None:
    client.post(address(draft), {"region": "27.4,51.2,27.6,51.4"})
    draft.refresh_from_db()
    assert shapely.geometry.shape(draft.region).bounds == (27.4, 51.2, 27.6, 51.4)


@pytest.mark.parametrize("written", BROKEN)
def test_what_is_no_region_is_refused_at_the_field_and_not_stored(
    client: Client, draft: CampaignDraft, written: str
) -> None:
    answer = client.post(address(draft), {"region": written})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in page and answer.context["error"] in page.replace("&quot;", '"')
    draft.refresh_from_db()
    assert draft.region is None


def test_the_check_answers_with_tiles_area_and_notes_and_stores_nothing(
    client: Client, draft: CampaignDraft
) -> None:
    found = check(client, draft, json.dumps(HOME)).json()
    assert found["n_tiles"] == sum(1 for _ in tiles_in_geometry(HOME, 14))
    assert found["tiles"].startswith(str(found["n_tiles"])) and found["area"].endswith("km²")
    assert found["notes"] == found["spots"] == []
    assert check(client, draft, HOME).json() == found
    draft.refresh_from_db()
    assert draft.region is None


@pytest.mark.parametrize("region", [POINT, "hello", 7, {"type": "Polygon"}, "[" * 100_000])
def test_the_check_says_what_is_wrong(client: Client, draft: CampaignDraft, region: Any) -> None:
    answer = check(client, draft, region)
    assert answer.status_code == 400 and answer.json()["detail"].endswith(".")


def test_a_body_that_is_no_request_is_refused(client: Client, draft: CampaignDraft) -> None:
    url = address(draft, "draft-region-check")
    for body in (b"", b"\xff", b"[]", b"7", b"{}", b"[" * 100_000):
        assert client.post(url, body, "application/json").status_code == 400
    answer = client.post(url, b"x" * 3_000_000, "application/json")
    assert answer.status_code == 400 and "upload it" in answer.json()["detail"]


def test_the_check_doubts_a_region_outside_the_imagery(client: Client, draft: CampaignDraft) -> None:
    draft.source.bounds = [20, 45, 21, 46]  # type: ignore[union-attr]  # set by the fixture
    draft.source.save()  # type: ignore[union-attr]  # set by the fixture
    assert "lies on the imagery" in check(client, draft, HOME).json()["notes"][0]


def test_the_time_that_a_tile_server_needs_is_told(client: Client, draft: CampaignDraft) -> None:
    source = make_source(
        slug="tiles", kind="xyz", url="https://tiles.example/{z}/{x}/{y}", requests_per_second=2
    )
    CampaignDraft.objects.filter(pk=draft.pk).update(source=source)
    found = check(client, draft, HOME).json()
    assert found["reading"] == duration_in_words(found["n_tiles"] * 16 / 2)


@pytest.mark.parametrize(
    ("seconds", "words"), [(3, "1 minute"), (600, "10 minutes"), (5 * 3600, "5 hours"), (9 * 86400, "9 days")]
)
def test_durations_are_rounded_to_what_people_say(seconds: float, words: str) -> None:
    assert duration_in_words(seconds) == words


def test_the_page_shows_the_stored_region_again(client: Client, draft: CampaignDraft) -> None:
    client.post(address(draft), {"region": json.dumps(HOME)})
    page = client.get(address(draft)).content.decode()
    assert "MultiPolygon" in page or "Polygon" in page
    assert "km²" in page


def test_only_the_owner_of_a_draft_sees_its_region(draft: CampaignDraft) -> None:
    stranger = Client()
    stranger.force_login(make_user("somebody"))
    assert stranger.get(address(draft)).status_code == 404
    assert check(stranger, draft, HOME).status_code == 404
    assert send(stranger, draft, b"{}").status_code == 404
    upload = upload_of(draft)
    assert stranger.get(address(draft, "draft-region-upload-state", upload.pk)).status_code == 404


def test_an_upload_of_another_draft_is_not_shown(client: Client, draft: CampaignDraft) -> None:
    other = CampaignDraft.objects.create(owner=make_user("somebody"))
    upload = upload_of(other)
    assert client.get(address(draft, "draft-region-upload-state", upload.pk)).status_code == 404
    assert client.get(f"{address(draft)}?upload={upload.pk}").context["upload"] is None


def test_a_file_is_read_and_shown_but_not_stored_as_the_region(
    client: Client, draft: CampaignDraft, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks():
        answer = send(client, draft, json.dumps(HOME).encode())
    assert answer.status_code == 202
    state = client.get(answer.json()["url"]).json()
    assert (state["is_active"], state["facts"]) == (True, None)
    upload = draft.region_uploads.get()
    read_region(str(upload.pk))
    state = client.get(answer.json()["url"]).json()
    assert state["facts"]["n_tiles"] == sum(1 for _ in tiles_in_geometry(HOME, 14))
    assert not data_path(upload.path).exists()
    draft.refresh_from_db()
    assert draft.region is None


def test_a_file_with_a_fault_leaves_words_and_nothing_else(client: Client, draft: CampaignDraft) -> None:
    upload = upload_of(draft, b"PK no archive", "a.zip")
    read_region(str(upload.pk))
    state = client.get(address(draft, "draft-region-upload-state", upload.pk)).json()
    assert "damaged" in state["failure"] and state["facts"] is None
    assert not data_path(upload.path).exists()
    assert "damaged" in client.get(f"{address(draft)}?upload={upload.pk}").content.decode()


@pytest.mark.parametrize(("name", "said"), [("a.shp", "several files"), ("a.docx", "not known")])
def test_other_kinds_of_files_are_refused_at_once(
    client: Client, draft: CampaignDraft, name: str, said: str
) -> None:
    answer = send(client, draft, b"hello", name)
    assert answer.status_code == 400 and said in answer.content.decode()
    assert not RegionUpload.objects.exists()


def test_a_file_that_is_too_large_is_refused_and_not_kept(
    client: Client, draft: CampaignDraft, settings: Settings
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    before = files_below(data_path("region-uploads"))
    answer = send(client, draft, b"x" * 2000)
    assert answer.status_code in (400, 413) and "larger than" in answer.content.decode()
    assert not RegionUpload.objects.exists()
    assert files_below(data_path("region-uploads")) == before


def files_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_without_a_script_the_upload_leads_back_to_the_page(client: Client, draft: CampaignDraft) -> None:
    file = SimpleUploadedFile("a.geojson", json.dumps(HOME).encode())
    answer = client.post(address(draft, "draft-region-upload"), {"file": file})
    upload = draft.region_uploads.get()
    assert answer["Location"] == f"{address(draft)}?upload={upload.pk}"
    refused = client.post(address(draft, "draft-region-upload"), {"file": SimpleUploadedFile("a.shp", b"x")})
    assert refused.status_code == 400 and "several files" in refused.content.decode()


def test_a_dead_broker_is_told(
    client: Client,
    draft: CampaignDraft,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def refuse(**_arguments: Any) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(read_region, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, draft, b"{}")
    assert "cannot be reached" in draft.region_uploads.get().failure


def test_a_task_that_comes_again_means_that_its_worker_died(draft: CampaignDraft) -> None:
    upload = upload_of(draft, json.dumps(HOME).encode())
    assert upload.claim()
    read_upload(upload=upload)
    assert "has died" in upload.failure and upload.region is None


def test_the_sweep_tells_of_dead_workers_and_deletes_what_is_old(draft: CampaignDraft) -> None:
    dead, old, fresh = (upload_of(draft, name=f"{name}.geojson") for name in ("dead", "old", "fresh"))
    long_ago = timezone.now() - timedelta(minutes=6)
    RegionUpload.objects.filter(pk=dead.pk).update(state=RegionUpload.State.READING, state_at=long_ago)
    RegionUpload.objects.filter(pk=old.pk).update(state_at=timezone.now() - timedelta(days=2))
    assert delete_old_uploads() == 1
    dead.refresh_from_db()
    assert "has died" in dead.failure
    assert [data_path(one.path).exists() for one in (dead, old, fresh)] == [False, False, True]
    assert set(RegionUpload.objects.all()) == {dead, fresh}


def test_a_campaigns_region_is_changed_by_its_admin(client: Client, campaign: Campaign) -> None:
    url = reverse("settings-region", args=[campaign.slug])
    before = campaign.region
    assert client.post(url, {"region": '"hello"'}).status_code == 400
    campaign.refresh_from_db()
    assert campaign.region == before
    answer = client.post(url, {"region": json.dumps(HOME)})
    assert answer["Location"] == reverse("campaign-settings", args=[campaign.slug])
    campaign.refresh_from_db()
    assert shapely.geometry.shape(campaign.region).equals(shapely.geometry.shape(HOME))


def test_what_follows_from_another_region_is_read_before_it_is_stored(
    client: Client, campaign: Campaign
) -> None:
    make_label_tile(campaign)
    url = reverse("settings-region", args=[campaign.slug])
    before = campaign.region
    asked = client.post(url, {"region": "20,45,20.1,45.1"})
    page = asked.content.decode()
    campaign.refresh_from_db()
    assert campaign.region == before
    assert str(asked.context["unconfirmed"].consequences[0].words) in page
    token = asked.context["unconfirmed"].token
    again = client.post(url, {"region": asked.context["written"], "confirm": token})
    assert again.status_code == 302
    campaign.refresh_from_db()
    assert shapely.geometry.shape(campaign.region).bounds == (20, 45, 20.1, 45.1)


def in_administration(campaign: Campaign, region: str) -> Any:
    root = Client()
    root.force_login(make_user("root", is_staff=True, is_superuser=True))
    url = reverse("admin:campaigns_campaign_change", args=[campaign.pk])
    shown = root.get(url).context["adminform"].form
    values = {name: shown[name].value() for name in shown.fields}
    form = {name: value for name, value in values.items() if value is not None and value is not False}
    members = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return root.post(url, {**form, **members, "region": region})


@pytest.mark.parametrize("written", BROKEN)
def test_the_administration_refuses_what_is_no_region(campaign: Campaign, written: str) -> None:
    before = campaign.region
    answer = in_administration(campaign, written)
    assert list(answer.context["adminform"].form.errors) == ["region"]
    campaign.refresh_from_db()
    assert campaign.region == before


def test_the_administration_stores_a_feature_collection_as_its_geometry(campaign: Campaign) -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": HOME}
    collection = {"type": "FeatureCollection", "features": [feature]}
    answer = in_administration(campaign, json.dumps(collection))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    campaign.refresh_from_db()
    assert campaign.region["type"] == "Polygon"
