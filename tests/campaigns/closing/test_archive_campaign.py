"""An archived campaign keeps everything, and nothing starts in it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.closing.services.archive_campaign import archive_campaign, bring_back
from campaigns.errors import CampaignArchived
from campaigns.models import Campaign, Job
from campaigns.services.start_job import start_job
from labeling.models import Event
from tests.factories_labeling import guest_client, make_event, make_guest, make_label_tile


@pytest.fixture
def archived(campaign: Campaign) -> Campaign:
    archive_campaign(campaign=campaign)
    return campaign


@pytest.mark.parametrize("kind", Job.Kind.values)
def test_no_job_starts(archived: Campaign, kind: str) -> None:
    with pytest.raises(CampaignArchived):
        start_job(campaign=archived, kind=Job.Kind(kind), started_by=None)


def test_jobs_that_run_are_stopped(campaign: Campaign) -> None:
    job = start_job(campaign=campaign, kind=Job.Kind.TRAIN, started_by=None)
    archive_campaign(campaign=campaign)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


@pytest.mark.parametrize(
    "name",
    [
        "label-queue",
        "retrain",
        "search-region",
        "label-event-new",
        "releases",
        "settings-question",
        "label-rules",
    ],
)
def test_no_page_starts_or_changes_anything(
    client: Client, archived: Campaign, admin: User, name: str
) -> None:
    client.force_login(admin)
    answer = client.post(reverse(name, args=[archived.slug]), follow=True)
    assert "This campaign is archived" in answer.content.decode()
    assert not Job.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("name", "method"),
    [("api-retrain", "POST"), ("api-runs", "POST"), ("api-label-queue", "POST"), ("api-campaign", "PATCH")],
)
def test_the_api_refuses_with_409(
    client: Client, archived: Campaign, admin: User, name: str, method: str
) -> None:
    client.force_login(admin)
    address = reverse(name, args=[archived.slug])
    answer = client.generic(method, address, b"{}", content_type="application/json")
    assert answer.status_code == 409
    assert "archived" in answer.json()["detail"]


def test_no_guest_joins_or_labels(campaign: Campaign) -> None:
    make_label_tile(campaign)
    event, guest = make_event(campaign), make_guest(campaign, "Roma")
    archive_campaign(campaign=campaign)
    assert guest_client(guest).get(f"/c/{campaign.slug}/label/").status_code == 403
    leasing = reverse("api-label-next", args=[campaign.slug])
    assert guest_client(guest).post(leasing).status_code == 409
    # What a volunteer has begun is not lost.
    votes = f"/api/v1/campaigns/{campaign.slug}/labeling/votes/"
    sent = guest_client(guest).post(votes, {"votes": []}, content_type="application/json")
    assert sent.status_code not in (403, 409)
    joining = Client().post(f"/join/{event.code}/", {"nickname": "Late"})
    assert "is not open now" in joining.content.decode()


def test_it_is_not_listed_and_its_map_stays(client: Client, archived: Campaign) -> None:
    assert "Amber" not in client.get("/").content.decode()
    shown = client.get(reverse("public-map", args=[archived.slug]))
    assert shown.status_code == 200
    assert "The work on this map has ended" in shown.content.decode()


def test_bringing_it_back_opens_its_events_again(campaign: Campaign, client: Client, admin: User) -> None:
    event = make_event(campaign)
    archive_campaign(campaign=campaign)
    assert Event.objects.get(pk=event.pk).state == "closed"
    client.force_login(admin)
    client.post(reverse("campaign-archive", args=[campaign.slug]))
    assert not Campaign.objects.get(pk=campaign.pk).is_archived
    assert Event.objects.get(pk=event.pk).state == "open"
    assert start_job(campaign=Campaign.objects.get(pk=campaign.pk), kind=Job.Kind.TRAIN, started_by=None)


def test_the_api_archives_and_brings_back(client: Client, campaign: Campaign, admin: User) -> None:
    client.force_login(admin)
    address = f"/api/v1/campaigns/{campaign.slug}/archive/"
    for wanted in (True, False):
        answer = client.post(address, {"archived": wanted}, content_type="application/json")
        assert (answer.json()["archived_at"] is not None) is wanted


def test_archiving_twice_keeps_the_first_date(archived: Campaign) -> None:
    since = archived.archived_at
    archive_campaign(campaign=archived)
    assert archived.archived_at == since
    bring_back(campaign=archived)
    assert archived.archived_at is None
