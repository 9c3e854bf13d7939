"""The steps First labels and Ready, as an admin uses them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, Job
from campaigns.setup.steps import steps_of
from labeling.models import Event, GoldCrop
from tests.factories_labeling import make_event, make_label_tile

FIRST, READY = "/c/amber/first-labels/", "/c/amber/ready/"


def done_steps(campaign: Campaign) -> set[str]:
    return {step.name for step in steps_of(campaign, "people") if step.is_done}


def test_nothing_starts_with_fifty_random_tiles(campaign: Campaign, browser: Client) -> None:
    page = browser.get(FIRST).content.decode()
    assert 'value="50"' in page
    assert "first-labels" not in done_steps(campaign)
    assert browser.post("/c/amber/first-labels/random/", {"count": 50}).status_code == 302
    job = Job.objects.get()
    assert (job.kind, job.total) == (Job.Kind.PREPARE, 50)
    assert "first-labels" in done_steps(campaign)


@pytest.mark.parametrize("count", ["", "0", "5001", "many"])
def test_a_number_that_makes_no_sense_is_refused_at_the_field(
    campaign: Campaign, browser: Client, count: str
) -> None:
    answer = browser.post("/c/amber/first-labels/random/", {"count": count})
    assert answer.status_code == 400 and "errorlist" in answer.content.decode()
    assert not Job.objects.exists()


def test_a_second_preparation_waits_for_the_first(campaign: Campaign, browser: Client) -> None:
    # `transaction.on_commit` does not run in a test's transaction, so the job stays queued.
    browser.post("/c/amber/first-labels/random/", {"count": 5})
    answer = browser.post("/c/amber/first-labels/random/", {"count": 5})
    assert answer.status_code == 400 and "already under way" in answer.content.decode()


def test_a_job_under_way_is_followed(campaign: Campaign, browser: Client) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.KNOWN_PLACES)
    page = browser.get(FIRST).content.decode()
    assert reverse("api-job", args=["amber", job.pk]) in page and 'data-controller="job"' in page


def test_the_first_event_is_made_and_starts_now(campaign: Campaign, browser: Client) -> None:
    assert 'value="Amber"' in browser.get(READY).content.decode()
    assert "ready" not in done_steps(campaign)
    before = timezone.now()
    assert browser.post(READY, {"name": "Mapping day", "goal_tiles": "40"}).status_code == 302
    event = Event.objects.get()
    assert (event.name, event.goal_tiles, event.state) == ("Mapping day", 40, "open")
    assert event.starts_at is not None and before <= event.starts_at <= timezone.now()
    page = browser.get(READY).content.decode()
    assert event.code in page and reverse("event-qr", args=[event.code]) in page
    assert f"http://testserver{event.get_absolute_url()}" in page
    assert reverse("event-board", args=[event.code]) in page
    assert "ready" in done_steps(campaign)


@pytest.mark.parametrize("given", [{"name": " "}, {"name": "Day", "goal_tiles": "0"}])
def test_an_event_without_sense_is_refused_at_the_field(
    campaign: Campaign, browser: Client, given: dict[str, str]
) -> None:
    assert "errorlist" in browser.post(READY, given).content.decode()
    assert not Event.objects.exists()


def test_another_open_event_can_be_shown(campaign: Campaign, browser: Client) -> None:
    first, newest = make_event(campaign, name="First"), make_event(campaign, name="Newest")
    make_event(campaign, name="Last year", is_closed=True)
    page = browser.get(READY).content.decode()
    assert newest.code in page.split('class="sheet__code"')[1]
    assert f"?event={first.code}" in page and "Last year" not in page
    other = browser.get(READY, {"event": first.code}).content.decode()
    assert first.code in other.split('class="sheet__code"')[1].split("</p>")[0]


def test_the_page_says_how_far_tiles_and_gold_are(campaign: Campaign, browser: Client) -> None:
    page = browser.get(READY).content.decode()
    assert "No tile is prepared" in page
    make_label_tile(campaign)
    GoldCrop.objects.create(
        campaign=campaign, name="a", picture="a", sha256="a", answer="positive", group="a"
    )
    page = " ".join(browser.get(READY).content.decode().split())
    assert "1 tile waits for answers" in page
    assert "So far: 1 yes, 0 no" in page
    assert reverse("label", args=["amber"]) in page
