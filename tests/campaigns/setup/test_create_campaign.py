"""A draft becomes a campaign, once."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.errors import IncompleteDraft
from campaigns.models import Campaign, CampaignDraft, Membership
from campaigns.setup.services.create_campaign import create_campaign
from tests.factories import HOME_TILE, box_around, make_campaign, make_source, make_user


@pytest.fixture
def draft(db: None) -> CampaignDraft:
    return CampaignDraft.objects.create(
        owner=make_user("cara", is_staff=True),
        source=make_source(),
        region=box_around(HOME_TILE),
        name_uk="Бурштин",
        question_uk="Це видобуток бурштину?",
        positive_name_uk="Видобуток",
        negative_name_uk="Не видобуток",
        zoom=17,
        n_segments=60,
    )


def test_the_campaign_has_what_the_draft_had_and_its_owner_is_admin(draft: CampaignDraft) -> None:
    campaign = create_campaign(draft_id=draft.pk)
    assert (campaign.slug, campaign.zoom, campaign.n_segments) == ("burshtyn", 17, 60)
    assert (campaign.name, campaign.region) == ("Бурштин", draft.region)
    assert Membership.objects.get(campaign=campaign).user == draft.owner
    assert Membership.objects.get(campaign=campaign).role == Membership.Role.ADMIN
    assert not CampaignDraft.objects.exists()


def test_asking_twice_gives_the_same_campaign(draft: CampaignDraft) -> None:
    first = create_campaign(draft_id=draft.pk)
    assert create_campaign(draft_id=draft.pk) == first
    assert Campaign.objects.count() == 1


def test_the_second_click_lands_on_the_campaign(client: Client, draft: CampaignDraft) -> None:
    client.force_login(draft.owner)
    for _ in range(2):
        answer = client.post(reverse("draft-create", args=[draft.pk]), follow=True)
    assert answer.status_code == 200
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("lacking", "step"),
    [({"question_uk": ""}, "question"), ({"source": None}, "imagery"), ({"region": None}, "region")],
)
def test_an_incomplete_draft_names_the_step_that_lacks_something(
    draft: CampaignDraft, lacking: dict[str, object], step: str
) -> None:
    CampaignDraft.objects.filter(pk=draft.pk).update(**lacking)
    with pytest.raises(IncompleteDraft) as error:
        create_campaign(draft_id=draft.pk)
    assert error.value.steps == [step]
    assert not Campaign.objects.exists()
    assert CampaignDraft.objects.exists()


def test_a_draft_that_never_was_is_no_campaign(db: None) -> None:
    with pytest.raises(CampaignDraft.DoesNotExist):
        create_campaign(draft_id=uuid.uuid4())


def test_an_address_taken_meanwhile_gets_a_number(draft: CampaignDraft) -> None:
    CampaignDraft.objects.filter(pk=draft.pk).update(slug="amber")
    make_campaign(slug="amber")
    assert create_campaign(draft_id=draft.pk).slug == "amber-2"
