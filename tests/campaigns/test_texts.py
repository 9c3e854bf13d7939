"""A campaign's texts in both languages: everybody reads their own."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from campaigns.models import Campaign
from detection.publication.services.publish_release import publish_release
from imagery.messages import ByLanguage
from labeling.events.services.save_event import save_event
from labeling.models import Event
from tests.factories import make_campaign
from tests.factories_detection import confirm, make_detection, make_run

TEXTS = {
    "name_en": "Amber",
    "name_uk": "Бурштин",
    "question_en": "Is this illegal amber mining?",
    "question_uk": "Це незаконний видобуток бурштину?",
    "positive_name_en": "Mining",
    "positive_name_uk": "Видобуток",
    "negative_name_en": "Not mining",
    "negative_name_uk": "Не видобуток",
    "guidance_en": "Round pits.",
    "guidance_uk": "Круглі ями.",
}


@pytest.fixture
def campaign(db: None) -> Campaign:
    return make_campaign(name=None, question=None, positive_name=None, negative_name=None, **TEXTS)


def in_language(language: str, campaign: Campaign) -> str:
    with translation.override(language):
        return Campaign.objects.get(pk=campaign.pk).question


def test_each_reader_gets_the_question_in_their_own_language(campaign: Campaign) -> None:
    assert in_language("en", campaign) == TEXTS["question_en"]
    assert in_language("uk", campaign) == TEXTS["question_uk"]


@pytest.mark.parametrize("written", ["en", "uk"])
def test_a_text_missing_in_one_language_is_shown_in_the_other(db: None, written: str) -> None:
    only = {name: text for name, text in TEXTS.items() if name.endswith(written)}
    campaign = make_campaign(name=None, question=None, positive_name=None, negative_name=None, **only)
    assert in_language("en", campaign) == in_language("uk", campaign) == only[f"question_{written}"]


def test_a_guest_reads_their_own_language_though_the_row_is_cached(
    campaign: Campaign, client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.LABELING_CACHE_SECONDS = 60  # type: ignore[attr-defined]  # a setting
    event = save_event(event=Event(campaign=campaign, name="Open Data Day"), teams=[])
    client.post(f"/join/{event.code}/", {"nickname": "Guest"})
    address = f"/c/{campaign.slug}/label/"
    texts = [
        client.get(address, headers={"accept-language": language}, follow=True).content.decode()
        for language in ("uk", "en", "uk")
    ]
    assert [TEXTS["question_uk"] in text for text in texts] == [True, False, True]
    assert [TEXTS["question_en"] in text for text in texts] == [False, True, False]


def test_the_api_gives_the_readers_language_and_an_admin_all(
    campaign: Campaign, client: Client, admin: User, volunteer: User
) -> None:
    address = f"/api/v1/campaigns/{campaign.slug}/"
    client.force_login(volunteer)
    seen = client.get(address, headers={"accept-language": "uk"}).json()
    assert (seen["question"], seen["texts"]) == (TEXTS["question_uk"], None)
    client.force_login(admin)
    seen = client.get(address, headers={"accept-language": "en"}).json()
    assert seen["question"] == TEXTS["question_en"]
    assert seen["texts"]["positive_name"] == {"en": "Mining", "uk": "Видобуток"}


def test_a_text_that_was_frozen_in_both_languages_is_read_in_ones_own() -> None:
    frozen = ByLanguage({"uk": "Видобуток"})
    for language in ("en", "uk"):
        with translation.override(language):
            assert str(frozen) == "Видобуток"
    with translation.override("en"):
        assert str(ByLanguage({"uk": "Видобуток", "en": "Mining"})) == "Mining"


def test_a_release_freezes_the_texts_of_all_languages(
    campaign: Campaign, admin: User, editor: User, second_editor: User, client: Client
) -> None:
    run = make_run(campaign)
    confirm(make_detection(run), editor, second_editor)
    with translation.override("uk"):
        release = publish_release(campaign=campaign, run=run, published_by=admin)
    card = release.card["campaign"]
    assert card["question"] == TEXTS["question_en"], "the same whoever publishes"
    assert card["texts"]["question"] == {"en": TEXTS["question_en"], "uk": TEXTS["question_uk"]}
    Campaign.objects.filter(pk=campaign.pk).update(question_uk="Інше?", question_en="Other?")
    for language in ("en", "uk"):
        page = client.get(release.get_absolute_url(), headers={"accept-language": language})
        assert TEXTS[f"question_{language}"] in page.content.decode()
