"""Who may open each address of retraining, searching and the campaign's page."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, Job
from tests.factories_detection import make_run

CAST = ("stranger", "outsider", "volunteer", "editor", "admin")
API = "/api/v1/campaigns/amber/"
PAGE = "/c/amber/"
# Far above the ids that PostgreSQL's sequence gives to other jobs.
JOB = 901

# Method, address, and the status for each of CAST.
MATRIX: list[tuple[str, str, tuple[int, ...]]] = [
    ("get", "/api/v1/campaigns/", (403, 200, 200, 200, 200)),
    ("get", API, (403, 403, 200, 200, 200)),
    ("get", f"{API}jobs/", (403, 403, 403, 200, 200)),
    ("get", f"{API}jobs/{JOB}/", (403, 403, 403, 200, 200)),
    ("post", f"{API}jobs/{JOB}/stop/", (403, 403, 403, 403, 200)),
    ("get", f"{API}models/", (403, 403, 403, 200, 200)),
    ("get", f"{API}models/1/", (403, 403, 403, 200, 200)),
    ("post", f"{API}models/retrain/", (403, 403, 403, 403, 202)),
    ("get", f"{API}runs/", (403, 403, 403, 200, 200)),
    ("post", f"{API}runs/", (403, 403, 403, 403, 409)),
    ("get", f"{API}runs/1/", (403, 403, 403, 200, 200)),
    ("get", f"{API}runs/1/tiles.geojson", (403, 403, 403, 200, 200)),
    ("post", f"{API}runs/1/stop/", (403, 403, 403, 403, 200)),
    ("post", f"{API}runs/1/retry-failed/", (403, 403, 403, 403, 409)),
    ("get", PAGE, (200, 200, 200, 200, 200)),
    ("post", f"{PAGE}retrain/", (302, 403, 403, 403, 302)),
    ("post", f"{PAGE}runs/start/", (302, 403, 403, 403, 302)),
    ("post", f"{PAGE}runs/1/continue/", (302, 403, 403, 403, 302)),
    ("post", f"{PAGE}jobs/{JOB}/stop/", (302, 403, 403, 403, 302)),
]


@pytest.fixture
def cast(volunteer: User, editor: User, admin: User, outsider: User) -> dict[str, User | None]:
    return {"stranger": None, "outsider": outsider, "volunteer": volunteer, "editor": editor, "admin": admin}


@pytest.fixture
def job(campaign: Campaign) -> Job:
    job = Job.objects.create(pk=JOB, campaign=campaign, kind=Job.Kind.DETECT)
    make_run(campaign, job=job)
    return job


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("method", "address", "wanted"), MATRIX)
def test_each_address_answers_each_role_as_written(
    client: Client,
    cast: dict[str, User | None],
    job: Job,
    who: str,
    method: str,
    address: str,
    wanted: tuple[int, ...],
) -> None:
    if user := cast[who]:
        client.force_login(user)
    options: dict[str, Any] = {"content_type": "application/json"} if address.startswith("/api/") else {}
    answer = getattr(client, method)(address, **options)
    assert answer.status_code == wanted[CAST.index(who)]
    if answer.status_code == 302 and user is None:
        assert answer["Location"].startswith(reverse("sign-in"))


def test_an_admin_of_another_campaign_is_an_outsider(client: Client, job: Job, outsider: User) -> None:
    from tests.factories import make_campaign

    other = make_campaign(slug="other")
    other.memberships.create(user=outsider, role="admin")
    client.force_login(outsider)
    assert client.post(f"{API}models/retrain/").status_code == 403
    assert client.get("/api/v1/campaigns/other/jobs/1/").status_code == 404


def test_a_get_never_starts_anything(client: Client, admin: User, job: Job) -> None:
    client.force_login(admin)
    for address in ("retrain/", "runs/start/", "runs/1/continue/", "jobs/1/stop/"):
        assert client.get(f"{PAGE}{address}").status_code == 405
    assert Job.objects.get().state == Job.State.QUEUED
