"""The question step, for a draft and for a campaign."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, CampaignDraft
from campaigns.setup.examples import EXAMPLES
from campaigns.setup.question import missing_texts
from tests.factories import make_campaign, make_user

ENGLISH = {
    "name_en": "Amber",
    "question_en": "Is this amber mining?",
    "positive_name_en": "Mining",
    "negative_name_en": "Not mining",
}
UKRAINIAN = {
    "name_uk": "Бурштин",
    "question_uk": "Це видобуток бурштину?",
    "positive_name_uk": "Видобуток",
    "negative_name_uk": "Не видобуток",
}


@pytest.fixture
def draft(db: None) -> CampaignDraft:
    return CampaignDraft.objects.create(owner=make_user("cara", is_staff=True))


@pytest.fixture
def owner(client: Client, draft: CampaignDraft) -> Client:
    client.force_login(draft.owner)
    return client


@pytest.mark.parametrize("texts", [ENGLISH, UKRAINIAN])
def test_one_language_is_enough(owner: Client, draft: CampaignDraft, texts: dict[str, str]) -> None:
    answer = owner.post(reverse("draft-question", args=[draft.pk]), texts)
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert {name: getattr(draft, name) for name in texts} == texts


def test_what_is_missing_is_said_at_the_field_and_nothing_is_stored(
    owner: Client, draft: CampaignDraft
) -> None:
    answer = owner.post(reverse("draft-question", args=[draft.pk]), ENGLISH | {"question_en": " "})
    assert set(answer.context["form"].errors) == {"question_en"}
    draft.refresh_from_db()
    assert not draft.name_en  # type: ignore[attr-defined]  # made by django-modeltranslation


def test_a_half_written_second_language_is_no_obstacle(owner: Client, draft: CampaignDraft) -> None:
    answer = owner.post(reverse("draft-question", args=[draft.pk]), ENGLISH | {"name_uk": "Бурштин"})
    assert answer.status_code == 302


def test_the_readers_language_is_asked_for_when_nothing_is_written() -> None:
    assert missing_texts({}) == ["name_en", "question_en", "positive_name_en", "negative_name_en"]


def test_an_address_that_another_campaign_has_is_refused(owner: Client, draft: CampaignDraft) -> None:
    make_campaign(slug="amber")
    answer = owner.post(reverse("draft-question", args=[draft.pk]), ENGLISH | {"slug": "amber"})
    assert "Another campaign has this address" in str(answer.context["form"].errors["slug"])


def test_every_example_is_a_complete_question_in_both_languages() -> None:
    for example in EXAMPLES:
        assert all(example.texts.values())
        assert len(example.texts["question_uk"]) < 60


def test_an_admin_changes_the_question_later(client: Client, campaign: Campaign, admin: User) -> None:
    client.force_login(admin)
    answer = client.post(reverse("settings-question", args=[campaign.slug]), ENGLISH | UKRAINIAN)
    assert answer["Location"] == reverse("campaign-settings", args=[campaign.slug])
    stored = Campaign.objects.get(pk=campaign.pk)
    assert stored.question_uk == UKRAINIAN["question_uk"]  # type: ignore[attr-defined]  # of modeltranslation
    assert stored.slug == campaign.slug
