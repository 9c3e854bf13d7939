"""Planning a region that is too large for one transaction."""

import pytest

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, RunChunk, TileResult
from detection.runs.actions import start_run
from detection.runs.services import plan_run as planning
from detection.runs.services.plan_run import plan_run
from ml.tiles import tiles_in_geometry
from tests.factories import make_campaign
from tests.factories_detection import make_model_version

REGION = {"type": "Polygon", "coordinates": [[[27, 51], [27.5, 51], [27.5, 51.3], [27, 51.3], [27, 51]]]}


@pytest.fixture
def run(db: None, monkeypatch: pytest.MonkeyPatch) -> DetectionRun:
    monkeypatch.setattr("detection.runs.tasks.queue_task", lambda **_message: True)
    campaign = make_campaign(region=REGION)
    make_model_version(campaign)
    return start_run(campaign=campaign, started_by=None)


def test_every_tile_is_planned_once_in_chunks_of_at_most_sixty_four(run: DetectionRun) -> None:
    plan_run(run_id=run.pk)
    planned = set(TileResult.objects.values_list("x", "y"))
    wanted = {(tile.x, tile.y) for tile in tiles_in_geometry(REGION, run.zoom)}
    assert len(wanted) > planning.SMALL_REGION and planned == wanted
    sizes = [chunk.tile_results.count() for chunk in RunChunk.objects.all()]
    assert max(sizes) == 64
    assert sorted(RunChunk.objects.values_list("n_pending", flat=True)) == sorted(sizes)


def test_planning_continues_after_a_crash(run: DetectionRun, monkeypatch: pytest.MonkeyPatch) -> None:
    real, batches = planning._write_batch, []

    def die(of_run: DetectionRun, batch: dict[str, list[object]]) -> int:
        batches.append(batch)
        if len(batches) == 2:
            raise SystemExit
        return real(of_run, batch)  # type: ignore[arg-type]  # the batch is passed on as it came

    monkeypatch.setattr(planning, "CHUNKS_PER_BATCH", 32)
    with monkeypatch.context() as patch:
        patch.setattr(planning, "_write_batch", die)
        with pytest.raises(SystemExit):
            plan_run(run_id=run.pk)
    assert 0 < TileResult.objects.count() < 4096 and not run.is_searched()
    plan_run(run_id=run.pk)
    total = sum(1 for _ in tiles_in_geometry(REGION, run.zoom))
    assert TileResult.objects.count() == run.counts()["pending"] == total


def test_planning_can_be_stopped(run: DetectionRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "CHUNKS_PER_BATCH", 8)
    monkeypatch.setattr(Job, "report", lambda *_arguments: False)
    plan_run(run_id=run.pk)
    assert TileResult.objects.count() <= 8 * 64
    assert DetectionRun.objects.get().planned_at is None


def test_an_invalid_region_fails_with_a_reason(campaign: Campaign) -> None:
    make_model_version(campaign)
    Campaign.objects.update(region={"type": "Nonsense"})
    run = start_run(campaign=Campaign.objects.get(), started_by=None)
    plan_run(run_id=run.pk)
    job = Job.objects.get(run=run)
    assert job.state == Job.State.FAILED and "must be a polygon" in job.failure
