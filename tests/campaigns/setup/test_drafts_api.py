"""A campaign set up over the API alone."""

from typing import Any

import pytest
from django.test import Client

from campaigns.models import Campaign, CampaignDraft
from tests.factories import HOME_TILE, box_around, make_source, make_user

SEND: dict[str, Any] = {"content_type": "application/json"}
TEXTS = {
    "name": {"en": "Amber", "uk": "Бурштин"},
    "question": {"en": "Is this amber mining?"},
    "positive_name": {"en": "Mining"},
    "negative_name": {"en": "Not mining"},
}


@pytest.fixture
def creator(client: Client, db: None) -> Client:
    client.force_login(make_user("cara", is_staff=True))
    return client


def test_from_nothing_to_a_campaign(creator: Client) -> None:
    source = make_source()
    draft = creator.post("/api/v1/drafts/", {"texts": TEXTS}, **SEND).json()
    assert draft["missing"] == ["imagery", "region"]
    address = f"/api/v1/drafts/{draft['id']}/"
    assert creator.post(f"{address}create/").status_code == 409
    changed = creator.patch(
        address, {"source": source.slug, "region": box_around(HOME_TILE), "n_segments": 50}, **SEND
    )
    assert changed.json()["missing"] == []
    created = creator.post(f"{address}create/")
    assert (created.status_code, created.json()["slug"]) == (201, "amber")
    assert created.json()["role"] == "admin"
    assert creator.post(f"{address}create/").json()["slug"] == "amber"
    assert Campaign.objects.get().n_segments == 50
    assert creator.get("/api/v1/drafts/").json()["count"] == 0


def test_a_patch_leaves_what_it_does_not_name(creator: Client) -> None:
    draft = creator.post("/api/v1/drafts/", {"texts": TEXTS}, **SEND).json()
    address = f"/api/v1/drafts/{draft['id']}/"
    answer = creator.patch(address, {"texts": {"name": {"uk": ""}}}, **SEND).json()
    assert answer["texts"]["name"] == {"en": "Amber"}
    assert answer["texts"]["question"] == {"en": "Is this amber mining?"}


@pytest.mark.parametrize(
    "bad", [{"region": "hello"}, {"n_segments": 1}, {"slug": "not a slug"}, {"source": "x"}]
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_stored(
    creator: Client, bad: dict[str, Any]
) -> None:
    answer = creator.post("/api/v1/drafts/", {"texts": TEXTS} | bad, **SEND)
    assert (answer.status_code, list(answer.json())) == (400, list(bad))
    assert not CampaignDraft.objects.exists()


def test_a_draft_is_deleted(creator: Client) -> None:
    draft = creator.post("/api/v1/drafts/", {}, **SEND).json()
    assert creator.delete(f"/api/v1/drafts/{draft['id']}/").status_code == 204
    assert not CampaignDraft.objects.exists()
