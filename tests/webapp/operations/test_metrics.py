"""Metrics are read from the database and the queue when Prometheus asks."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from campaigns.models import Campaign, Job
from detection.models import RunChunk, TileResult
from ml.tiles import Tile
from tests.factories import HOME_TILE
from tests.factories_detection import make_run, make_tile_result
from webapp.celery import app
from webapp.models import ProcessSeen
from webapp.operations.processes import note

pytestmark = pytest.mark.django_db
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ops"))
    return client


def scrape(operator: Client) -> Samples:
    text = operator.get("/metrics/").content.decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples[f"landscar_{name}", tuple(sorted(labels.items()))]


def test_a_search_under_way_shows_its_chunks_and_tiles(operator: Client, campaign: Campaign) -> None:
    job = Job.objects.create(
        campaign=campaign, kind=Job.Kind.DETECT, state=Job.State.RUNNING, done=5, total=12
    )
    run = make_run(campaign, job=job)
    for number, state in enumerate(["done", "done", "claimed", "pending"]):
        RunChunk.objects.create(run=run, quadkey=str(number), state=state)
    samples, labels = scrape(operator), {"campaign": campaign.slug, "run": "1"}
    by_state = {state: value(samples, "run_chunks", state=state, **labels) for state in RunChunk.State.values}
    assert by_state == {"pending": 1, "claimed": 1, "done": 2}
    assert value(samples, "run_tiles_done", **labels) == 5
    assert value(samples, "run_tiles", **labels) == 12


def test_a_finished_search_is_not_shown(operator: Client, campaign: Campaign) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.DETECT, state=Job.State.SUCCEEDED)
    RunChunk.objects.create(run=make_run(campaign, job=job), quadkey="1", state="done")
    assert not [name for name, _labels in scrape(operator) if name == "landscar_run_chunks"]


def test_jobs_are_counted_and_the_oldest_that_waits_has_an_age(operator: Client, campaign: Campaign) -> None:
    waiting = Job.objects.create(campaign=campaign, kind=Job.Kind.TRAIN)
    Job.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(minutes=5))
    Job.objects.create(campaign=campaign, kind=Job.Kind.EXPORT, state=Job.State.FAILED)
    samples = scrape(operator)
    assert value(samples, "jobs", kind="train", state="queued") == 1
    assert value(samples, "jobs", kind="export", state="failed") == 1
    assert 300 <= value(samples, "oldest_queued_job_seconds") < 330


def test_workers_are_counted_by_queue(operator: Client) -> None:
    note("celery@one", ProcessSeen.Kind.WORKER, ["default", "imagery"])
    note("celery@two", ProcessSeen.Kind.WORKER, ["imagery"])
    samples = scrape(operator)
    counts = [value(samples, "workers", queue=queue) for queue in ("default", "imagery", "gpu")]
    assert counts == [1, 2, 0]


def test_queue_disk_and_database_are_there(operator: Client) -> None:
    before = scrape(operator)
    app.send_task("nobody.takes_this", queue="gpu")
    samples = scrape(operator)
    assert value(samples, "broker_up") == value(samples, "database_up") == 1
    assert value(samples, "queue_length", queue="gpu") == value(before, "queue_length", queue="gpu") + 1
    assert 0 < value(samples, "disk_free_bytes") <= value(samples, "disk_size_bytes")
    assert value(samples, "assignments_total") == 0


def test_a_scrape_never_reads_the_tiles_of_a_search(operator: Client, campaign: Campaign) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.DETECT, state=Job.State.RUNNING)
    make_tile_result(make_run(campaign, job=job), Tile(16, HOME_TILE.x, HOME_TILE.y))
    with CaptureQueriesContext(connection) as queries:
        operator.get("/metrics/")
    assert len(queries) <= 12
    assert not [query for query in queries if TileResult._meta.db_table in query["sql"]]
