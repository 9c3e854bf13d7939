"""The campaign's page, and what an admin sees after pressing Retrain and Search the region."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, TileResult
from tests.factories import HOME_TILE
from tests.factories_detection import confirm, make_detection, make_model_version, make_run, make_tile_result

PAGE = "/c/amber/"


@pytest.fixture
def as_admin(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def test_a_second_click_on_retrain_is_refused_with_a_reason(as_admin: Client) -> None:
    as_admin.post(f"{PAGE}retrain/")
    page = as_admin.post(f"{PAGE}retrain/", follow=True).content.decode()
    assert "“Retrain” is already under way in this campaign" in page and Job.objects.count() == 1


def test_the_api_refuses_a_second_retraining_with_409(as_admin: Client) -> None:
    assert as_admin.post("/api/v1/campaigns/amber/models/retrain/").status_code == 202
    answer = as_admin.post("/api/v1/campaigns/amber/models/retrain/")
    assert answer.status_code == 409 and "already under way" in answer.json()["detail"]


def test_a_search_without_a_model_is_refused_with_a_reason(as_admin: Client) -> None:
    page = as_admin.post(f"{PAGE}runs/start/", {"min_positive_superpixels": 2}, follow=True).content.decode()
    assert "There is no model yet" in page and not DetectionRun.objects.exists()


def test_a_rule_that_is_not_a_number_is_refused(as_admin: Client, campaign: Campaign) -> None:
    make_model_version(campaign)
    page = as_admin.post(
        f"{PAGE}runs/start/", {"min_positive_superpixels": "many"}, follow=True
    ).content.decode()
    assert "whole number" in page and not DetectionRun.objects.exists()


def test_the_rule_of_the_form_is_frozen_in_the_run(as_admin: Client, campaign: Campaign) -> None:
    make_model_version(campaign)
    as_admin.post(f"{PAGE}runs/start/", {"threshold": "balanced", "min_positive_superpixels": 4})
    run = DetectionRun.objects.get()
    assert (run.threshold, run.min_positive_superpixels, run.number) == (0.52, 4, 1)


def test_the_page_shows_why_a_job_failed(as_admin: Client, campaign: Campaign) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.TRAIN)
    job.fail("Only 3 superpixels; <label> more.")
    page = as_admin.get(PAGE).content.decode()
    assert "Only 3 superpixels; &lt;label&gt; more." in page and "Why it failed" in page


def test_a_running_job_can_be_followed_and_stopped(as_admin: Client, campaign: Campaign) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.TRAIN)
    job.claim()
    job.report(3, 12, "Describing")
    page = as_admin.get(PAGE).content.decode()
    assert f'data-job-url-value="/api/v1/campaigns/amber/jobs/{job.pk}/"' in page and "3 / 12" in page
    as_admin.post(f"{PAGE}jobs/{job.pk}/stop/")
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_a_job_that_no_worker_claims_says_so(as_admin: Client, campaign: Campaign) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.TRAIN)
    Job.objects.update(created_at="2020-01-01T00:00Z")
    assert "No worker" in as_admin.get(f"/api/v1/campaigns/amber/jobs/{job.pk}/").json()["hint"]


def test_the_coverage_shows_all_four_states(as_admin: Client, campaign: Campaign) -> None:
    run = make_run(campaign)
    for step, state in enumerate(TileResult.State.values):
        make_tile_result(run, type(HOME_TILE)(16, HOME_TILE.x + step, HOME_TILE.y), state=state)
    page = as_admin.get(PAGE).content.decode()
    assert page.count('width="25.00%"') == 4
    detail = as_admin.get("/api/v1/campaigns/amber/runs/1/").json()
    assert detail["counts"] == {"pending": 1, "analysed": 1, "no_imagery": 1, "failed": 1}
    assert "1 without imagery" in detail["coverage_in_words"]


def facts_on(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>\s*(.*?)\s*</dt>\s*<dd>\s*(.*?)\s*</dd>", page, re.DOTALL))


def test_the_page_counts_the_findings_that_the_review_page_shows(
    client: Client, campaign: Campaign, editor: User, second_editor: User
) -> None:
    run = make_run(campaign)
    first, second, *_rest = [make_detection(run) for _ in range(4)]
    confirm(first, editor)
    confirm(second, editor, second_editor)
    make_run(campaign)  # a newer search without findings: the review page still shows the other one
    client.force_login(editor)
    facts = facts_on(client.get(PAGE).content.decode())
    to_review = client.get("/api/v1/campaigns/amber/detections/?state=queue").json()["count"]
    assert facts["Waiting for you"] == str(to_review) == "2"
    assert (facts["Findings undecided"], facts["Findings confirmed"]) == ("3", "1")


def test_tiles_are_paged_as_geojson(as_admin: Client, campaign: Campaign) -> None:
    run = make_run(campaign)
    for step in range(3):
        make_detection(run, address=type(HOME_TILE)(16, HOME_TILE.x + step, HOME_TILE.y))
    address = "/api/v1/campaigns/amber/runs/1/tiles.geojson?limit=2"
    first = as_admin.get(address).json()
    second = as_admin.get(f"{address}&after={first['next']}").json()
    names = [feature["id"] for page in (first, second) for feature in page["features"]]
    assert len(set(names)) == 3 and second["next"] is None
    assert first["features"][0]["properties"]["state"] == "analysed"


def test_a_volunteer_sees_the_page_without_buttons(
    client: Client, volunteer: User, campaign: Campaign
) -> None:
    client.force_login(volunteer)
    page = client.get(PAGE).content.decode()
    assert "tiles labelled" in page and "/retrain/" not in page and "/review/" not in page


def test_a_stranger_sees_a_short_version(client: Client, campaign: Campaign) -> None:
    page = client.get(PAGE).content.decode()
    assert campaign.question in page and "tiles labelled" not in page


def test_a_private_campaign_does_not_exist_for_strangers(client: Client, campaign: Campaign) -> None:
    Campaign.objects.update(is_public=False)
    assert client.get(PAGE).status_code == 404


def test_the_page_needs_few_queries_however_many_searches(
    as_admin: Client, campaign: Campaign, django_assert_max_num_queries: object
) -> None:
    model = make_model_version(campaign)
    for _ in range(5):
        make_run(campaign, model_version=model)
    with django_assert_max_num_queries(60):  # type: ignore[operator]  # pytest-django's fixture
        as_admin.get(PAGE)
