"""Health in detail: what is broken is named, with what to do."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, TileResult
from imagery.messages import message as _
from ml.tiles import Tile
from tests.factories import HOME_TILE
from tests.factories_detection import make_run, make_tile_result
from tests.services import free_port
from webapp.celery import app
from webapp.models import ProcessSeen
from webapp.operations.processes import note

pytestmark = pytest.mark.django_db
WORKER, BEAT = ProcessSeen.Kind.WORKER, ProcessSeen.Kind.BEAT
ALL_QUEUES = ["default", "gpu", "imagery"]


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ops"))
    return client


def details(operator: Client) -> dict[str, Any]:
    found: dict[str, Any] = operator.get("/health/details/").json()
    return found


def all_alive() -> None:
    note("celery@one", WORKER, ALL_QUEUES)
    note("beat@one", BEAT)


def silence(name: str) -> None:
    ProcessSeen.objects.filter(name=name).update(seen_at=timezone.now() - timedelta(minutes=10))


def test_a_living_installation_is_well(operator: Client) -> None:
    all_alive()
    answer = operator.get("/health/details/")
    assert answer.status_code == 200
    assert {name: check["state"] for name, check in answer.json()["checks"].items()} == dict.fromkeys(
        ["database", "queue", "disk", "migrations", "workers", "beat", "sources"], "ok"
    )
    assert "Everything is well." in operator.get("/operations/").content.decode()


def test_a_queue_without_a_worker_is_named(operator: Client) -> None:
    note("celery@one", WORKER, ["default", "imagery"])
    found = details(operator)
    assert found["status"] == "problem"
    assert found["checks"]["workers"]["unserved_queues"] == ["gpu"]
    page = operator.get("/operations/").content.decode()
    assert "No worker serves: gpu." in page
    assert "docker compose up -d worker" in page


def test_a_worker_that_fell_silent_is_no_worker(operator: Client) -> None:
    all_alive()
    silence("celery@one")
    assert details(operator)["checks"]["workers"]["unserved_queues"] == ALL_QUEUES


def test_a_silent_worker_beside_a_living_one_wants_a_look(operator: Client) -> None:
    all_alive()
    note("celery@two", WORKER, ALL_QUEUES)
    silence("celery@two")
    found = details(operator)
    assert found["status"] == "warning"
    assert "celery@two" in found["checks"]["workers"]["advice"]


def test_a_beat_that_hands_out_nothing_is_broken(operator: Client) -> None:
    all_alive()
    silence("beat@one")
    assert details(operator)["checks"]["beat"]["state"] == "problem"


def test_two_beats_want_a_look(operator: Client) -> None:
    all_alive()
    note("beat@two", BEAT)
    assert details(operator)["checks"]["beat"]["state"] == "warning"


def test_a_queue_that_does_not_answer_is_broken_within_seconds(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.conf, "broker_read_url", f"redis://127.0.0.1:{free_port()}/0")
    started = timezone.now()
    answer = operator.get("/health/details/")
    assert timezone.now() - started < timedelta(seconds=10)
    assert answer.status_code == 503
    assert answer.json()["checks"]["queue"]["state"] == "problem"


def test_a_data_folder_that_cannot_be_written_is_broken(
    operator: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_ROOT = tmp_path / "gone"
    found = details(operator)["checks"]["disk"]
    assert (found["state"], found["writable"]) == ("problem", False)
    assert str(tmp_path / "gone") in found["advice"]


def test_little_space_wants_a_look_and_none_is_broken(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.operations.checks.ENOUGH_FREE_BYTES", 1 << 60)
    assert details(operator)["checks"]["disk"]["state"] == "warning"
    monkeypatch.setattr("webapp.operations.checks.LEAST_FREE_BYTES", 1 << 60)
    assert details(operator)["checks"]["disk"]["state"] == "problem"


def test_a_source_whose_tiles_failed_is_named_with_the_reason(operator: Client, campaign: Campaign) -> None:
    run = _run_with_failures(campaign, 3)
    (source,) = details(operator)["checks"]["sources"]["failing"]
    assert (source["name"], source["run"], source["n_failed"]) == (run.source.name, run.number, 3)
    assert source["reason"] == "The server answered 500."
    assert "The server answered 500." in operator.get("/operations/").content.decode()


def test_yesterdays_failures_are_not_lately(operator: Client, campaign: Campaign) -> None:
    run = _run_with_failures(campaign, 1)
    run.tile_results.update(finished_at=timezone.now() - timedelta(days=2))
    assert details(operator)["checks"]["sources"]["state"] == "ok"


def test_more_failures_need_no_more_queries(
    operator: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from webapp.operations.sources import failing_sources

    _run_with_failures(campaign, 30)
    with django_assert_num_queries(3):
        failing_sources(since=timezone.now() - timedelta(days=1))


def test_a_missing_migration_is_named(operator: Client) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="webapp").delete()
    found = details(operator)["checks"]["migrations"]
    assert (found["state"], found["missing"]) == ("problem", ["webapp.0001_create_webapp"])


def test_what_was_silent_for_an_hour_is_forgotten(db: None) -> None:
    from webapp.sweeps import forget_what_expired

    all_alive()
    ProcessSeen.objects.filter(name="celery@one").update(seen_at=timezone.now() - timedelta(hours=2))
    forget_what_expired()
    assert list(ProcessSeen.objects.values_list("name", flat=True)) == ["beat@one"]


def _run_with_failures(campaign: Campaign, n: int) -> DetectionRun:
    now = timezone.now()
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.DETECT, heartbeat_at=now)
    run = make_run(campaign, job=job)
    for column in range(n):
        make_tile_result(
            run,
            Tile(HOME_TILE.z, HOME_TILE.x + column, HOME_TILE.y),
            state=TileResult.State.FAILED,
            failure_parts=_("The server answered 500."),
            finished_at=now,
        )
    return run
