from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Job
from campaigns.sweeps import resume_jobs
from imagery.models import Tile, TileSegmentation
from labeling.models import LabelTile
from labeling.queueing.actions import start_queueing
from labeling.queueing.services import queue_tiles as module
from labeling.queueing.tasks import fill_queue
from ml.tiles import Tile as Address
from tests.factories import HOME_TILE, make_campaign, make_source
from tests.factories_labeling import N_SUPERPIXELS


def wide_campaign() -> Campaign:
    """Sixteen tiles."""
    west, north = HOME_TILE.bounds.west, HOME_TILE.bounds.north
    far = Address(HOME_TILE.z, HOME_TILE.x + 3, HOME_TILE.y + 3).bounds
    inset = 1e-5
    ring = [
        [west + inset, north - inset],
        [far.east - inset, north - inset],
        [far.east - inset, far.south + inset],
    ]
    ring += [[west + inset, far.south + inset], ring[0]]
    return make_campaign(region={"type": "Polygon", "coordinates": [ring]})


@pytest.fixture
def imagery(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Fake imagery: `state` is the outcome of each tile."""
    fake: dict[str, Any] = {"state": lambda number: Tile.State.READY, "asked": 0}

    def prepare(*, source: Any, address: Address) -> Tile:
        fake["asked"] += 1
        state = fake["state"](fake["asked"])
        tile, _ = Tile.objects.update_or_create(
            source=source,
            source_version=source.version,
            z=address.z,
            x=address.x,
            y=address.y,
            defaults={"state": state, "quadkey": address.quadkey, "failure_parts": "The server is down."},
        )
        return tile

    def segment(*, tile: Tile, settings: Any) -> TileSegmentation:
        return TileSegmentation.objects.get_or_create(
            tile=tile, settings_key=settings.key, defaults={"n_superpixels": N_SUPERPIXELS}
        )[0]

    monkeypatch.setattr(module, "prepare_tile", prepare)
    monkeypatch.setattr(module, "ensure_segmentation", segment)
    return fake


def run(campaign: Campaign, count: int) -> Job:
    job = start_queueing(campaign=campaign, count=count, started_by=None)
    fill_queue.apply(args=[job.pk], throw=True)
    job.refresh_from_db()
    return job


def test_the_wanted_number_of_tiles_is_queued(db: None, imagery: dict[str, Any]) -> None:
    campaign = wide_campaign()
    job = run(campaign, 5)
    assert (job.state, job.done, job.result["added"]) == (Job.State.SUCCEEDED, 5, 5)
    assert LabelTile.objects.filter(campaign=campaign).count() == 5


def test_a_second_job_adds_other_tiles(db: None, imagery: dict[str, Any]) -> None:
    campaign = wide_campaign()
    run(campaign, 8)
    run(campaign, 8)
    assert LabelTile.objects.values("tile").distinct().count() == 16


def test_broken_tiles_and_those_without_imagery_are_counted_and_skipped(
    db: None, imagery: dict[str, Any]
) -> None:
    states = [Tile.State.NO_IMAGERY, Tile.State.FAILED, Tile.State.READY]
    imagery["state"] = lambda number: states[number % 3]
    job = run(wide_campaign(), 4)
    assert job.result["added"] == 4
    assert job.result["empty"] >= 3
    assert job.result["failed"] >= 3


def test_a_source_that_is_down_fails_the_job_with_its_message(
    db: None, imagery: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FAILURES_IN_A_ROW", 6)
    imagery["state"] = lambda number: Tile.State.FAILED
    job = run(wide_campaign(), 4)
    assert job.state == Job.State.FAILED
    assert "The server is down." in job.failure
    assert imagery["asked"] == 6


def test_a_region_without_imagery_fails_the_job_with_a_message(db: None, imagery: dict[str, Any]) -> None:
    imagery["state"] = lambda number: Tile.State.NO_IMAGERY
    job = run(wide_campaign(), 4)
    assert "No more tiles with imagery" in job.failure


def test_a_stopped_job_ends_and_its_tiles_stay(db: None, imagery: dict[str, Any]) -> None:
    campaign = wide_campaign()

    def stop_at_three(number: int) -> str:
        if number == 3:
            campaign.jobs.get().cancel()
        return Tile.State.READY

    imagery["state"] = stop_at_three
    job = run(campaign, 10)
    assert job.state == Job.State.CANCELLED
    assert LabelTile.objects.count() == 3


def test_a_job_delivered_twice_runs_once(db: None, imagery: dict[str, Any]) -> None:
    job = run(wide_campaign(), 4)
    fill_queue.apply(args=[job.pk], throw=True)
    assert LabelTile.objects.count() == 4


def test_a_running_job_is_left_to_its_worker(db: None, imagery: dict[str, Any]) -> None:
    job = start_queueing(campaign=wide_campaign(), count=4, started_by=None)
    assert job.claim()
    fill_queue.apply(args=[job.pk], throw=True)
    assert imagery["asked"] == 0


def test_a_job_whose_worker_died_continues_with_what_is_missing(
    db: None, imagery: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = wide_campaign()
    job = start_queueing(campaign=campaign, count=5, started_by=None)
    assert job.claim()
    for address in list(module._untried_tiles(campaign, seed=1))[:2]:
        module._queue_one(campaign, address)
    job.report(2, 5)
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(
        "campaigns.sweeps.queue_task", lambda *, task, argument: task.apply(args=[argument], throw=True)
    )
    resume_jobs()
    job.refresh_from_db()
    assert (job.state, LabelTile.objects.count()) == (Job.State.SUCCEEDED, 5)


def test_the_comparison_source_is_read_for_the_same_tiles(db: None, imagery: dict[str, Any]) -> None:
    campaign = wide_campaign()
    campaign.comparison_source = make_source(slug="later")
    campaign.save()
    run(campaign, 3)
    places = Tile.objects.filter(source=campaign.source).values_list("x", "y")
    assert sorted(Tile.objects.filter(source__slug="later").values_list("x", "y")) == sorted(places)
