"""A search repeated: only what is new is looked at, and old pictures are never mixed with new ones."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from numpy.typing import NDArray
from pytest_django import Settings

from campaigns.models import Campaign, Job
from campaigns.roles import Role
from detection.models import DetectionRun, RunChunk, SearchSchedule, TileResult
from detection.runs.actions import continue_run, repeat_run
from detection.runs.errors import NotFinished
from detection.runs.pictures import wanted_again
from detection.runs.repeat_tasks import repeat_if_newer
from detection.runs.repeating import set_schedule
from detection.runs.services.plan_run import plan_run
from detection.runs.services.promote_run import promote_run
from detection.runs.services.rescore_run import rescore_run
from detection.runs.services.search_chunk import search_chunk
from detection.runs.sweeps import repeat_where_due
from detection.training.models import RegionEstimate
from imagery.models import ImagerySource, Tile
from imagery.readers.base import CaptureDates
from imagery.readers.xyz import XyzReader
from imagery.services.expire_pictures import expire_pictures
from imagery.services.read_again import read_again
from ml import tiles
from ml.features.texture import TextureExtractor
from ml.pictures import open_picture
from tests.detection.drawn_tiles import make_trained_model, region_of, strip_of_tiles, tile_picture
from tests.detection.runs.searching import plan, search
from tests.factories import make_campaign, make_member
from tests.imagery.conftest import make_xyz_source
from tests.imagery.tile_server import Answer, TileServer

N_TILES = 4
# The queue's tasks are put aside by an in-memory broker that no worker reads.
pytestmark = pytest.mark.django_db(transaction=True)


class Land:
    """What the server shows: pits in the tiles of `mined`, each picture drawn from its seed."""

    def __init__(self) -> None:
        self.seeds = dict(enumerate(range(N_TILES)))
        self.mined = {1}

    def draw(self, tile: tiles.Tile, _size: int) -> NDArray[np.uint8]:
        number = tile.x - strip_of_tiles(1)[0].x
        return open_picture(tile_picture(self.seeds[number], number in self.mined))


@pytest.fixture
def land() -> Land:
    return Land()


@pytest.fixture
def server(land: Land) -> Iterator[TileServer]:
    with TileServer(draw=land.draw, size=1024) as server:
        yield server


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts what is described."""
    found: list[int] = []
    extract = TextureExtractor.extract

    def counting(self: TextureExtractor, *args: Any) -> Any:
        found.append(1)
        return extract(self, *args)

    monkeypatch.setattr(TextureExtractor, "extract", counting)
    return found


@pytest.fixture
def campaign(db: None, settings: Settings, tmp_path: Path, server: TileServer) -> Campaign:
    settings.DATA_ROOT, settings.TILE_SERVER_ALLOW_PRIVATE = tmp_path, True
    source = make_xyz_source(server, tile_px=1024, may_cache=True)
    campaign = make_campaign(slug="ground", source=source, region=region_of(strip_of_tiles(N_TILES)))
    make_trained_model(campaign)
    return campaign


@pytest.fixture
def first(campaign: Campaign) -> DetectionRun:
    run = plan(campaign)
    assert search(run).state == Job.State.SUCCEEDED
    return DetectionRun.objects.get(pk=run.pk)


def repeat(run: DetectionRun) -> DetectionRun:
    again = repeat_run(run=run, started_by=None)
    plan_run(run_id=again.pk)
    assert search(again).state == Job.State.SUCCEEDED
    return DetectionRun.objects.get(pk=again.pk)


def rows(run: DetectionRun) -> list[TileResult]:
    return list(run.tile_results.select_related("tile").order_by("x"))


def test_unchanged_tiles_are_taken_over_and_nothing_is_described(
    first: DetectionRun, described: list[int]
) -> None:
    described.clear()
    again = repeat(first)
    assert not described and Tile.objects.count() == N_TILES
    for old, new in zip(rows(first), rows(again), strict=True):
        assert new.is_newer is False and new.tile == old.tile
        assert (new.probabilities, new.n_positive) == (old.probabilities, old.n_positive)
    assert again.repeats == first and again.findings().get().place == first.findings().get().place


def test_a_repeat_judges_as_the_search_before_though_the_models_thresholds_have_moved(
    first: DetectionRun,
) -> None:
    model = first.model_version
    moved = {"precise": 0.01, "balanced": 0.01}
    RegionEstimate.objects.create(model_version=model, share=0.9, low=0.8, high=1.0, thresholds=moved)
    assert model.search_settings()[0] == 0.9 != first.share
    again = repeat(first)
    assert (again.share, again.threshold) == (first.share, first.threshold)
    assert [row.probabilities for row in rows(again)] == [row.probabilities for row in rows(first)]
    assert set(again.findings().values_list("change", flat=True)) == {"kept"}


def test_only_changed_tiles_are_described_under_a_version_of_their_own(
    first: DetectionRun, land: Land, described: list[int]
) -> None:
    described.clear()
    land.seeds[2], land.mined = 40, {1, 2}
    again = repeat(first)
    assert len(described) == 1
    assert [row.is_newer for row in rows(again)] == [False, False, True, False]
    old, new = rows(first)[2].tile, rows(again)[2].tile
    assert old is not None and new is not None and new.pk != old.pk
    assert new.source_version == again.tiles_version != old.source_version and new.sha256 != old.sha256
    assert rows(first)[2].n_positive == 0 < rows(again)[2].n_positive
    assert again.source.version == first.source_version  # the shared source is as it was
    assert sorted(again.findings().values_list("change", flat=True)) in (["changed"], ["kept", "new"])


def test_a_repeat_of_a_repeat_compares_with_the_newest_picture(
    first: DetectionRun, land: Land, described: list[int]
) -> None:
    land.seeds[2] = 40
    second = repeat(first)
    described.clear()
    third = repeat(second)
    assert not described and [row.tile for row in rows(third)] == [row.tile for row in rows(second)]
    land.seeds[2] = 2  # as in the beginning
    fourth = repeat(third)
    assert len(described) == 1 and rows(fourth)[2].is_newer is True


def test_features_are_described_again_where_they_are_lost(
    first: DetectionRun, described: list[int], tmp_path: Path
) -> None:
    for path in tmp_path.glob("features/**/*.npz"):
        path.unlink()
    described.clear()
    again = repeat(first)
    assert len(described) == N_TILES
    assert [row.probabilities for row in rows(again)] == [row.probabilities for row in rows(first)]


def test_a_tile_that_cannot_be_read_now_fails_and_the_old_row_stays(
    first: DetectionRun, server: TileServer
) -> None:
    server.override(strip_of_tiles(2)[1], Answer(status=403))
    again = repeat(first)
    assert again.counts()["failed"] == 1 and rows(first)[1].tile == Tile.objects.ready().order_by("x")[1]
    assert rows(again)[1].is_newer is None


def test_a_killed_repeat_goes_on(first: DetectionRun, land: Land, described: list[int]) -> None:
    land.seeds[2] = 40
    described.clear()
    again = repeat_run(run=first, started_by=None)
    plan_run(run_id=again.pk)
    chunk = RunChunk.objects.all().claim_next()
    assert chunk is not None
    search_chunk(chunk=chunk)
    # As if the worker had died before it recorded anything.
    again.tile_results.update(state=TileResult.State.PENDING, is_newer=None)
    again.chunks.update(state=RunChunk.State.PENDING, claim=None)
    Job.objects.filter(run=again).update(state=Job.State.RUNNING)
    search(again)
    assert [row.is_newer for row in rows(again)] == [False, False, True, False]
    assert Tile.objects.count() == N_TILES + 1


def test_known_dates_save_reading_the_picture(
    first: DetectionRun, server: TileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    dates = {x: CaptureDates(*2 * (timezone.now().date(),)) for x in range(first.zoom and 100_000)}
    Tile.objects.update(captured_from=timezone.now().date(), captured_to=timezone.now().date())
    monkeypatch.setattr(XyzReader, "dates", lambda _self, tile: dates[tile.x], raising=False)
    server.requests.clear()
    assert [row.is_newer for row in rows(repeat(first))] == [False] * N_TILES
    assert not server.requests


def test_a_search_that_has_not_ended_is_not_repeated(campaign: Campaign) -> None:
    run = plan(campaign)
    Job.objects.filter(run=run).update(state=Job.State.CANCELLED)
    with pytest.raises(NotFinished, match="is not finished"):
        repeat_run(run=run, started_by=None)


def test_a_newer_model_judges_all_tiles_of_a_repeat(first: DetectionRun, land: Land) -> None:
    land.seeds[2] = 40
    again = repeat(first)
    model = make_trained_model(again.campaign)
    found = rescore_run(rescoring_id=again.rescorings.create(model_version=model).pk)
    assert (found.n_tiles, found.n_missing, found.n_gained, found.n_lost) == (N_TILES, 0, 0, 0)


def test_what_a_chunk_counts_stays_true_after_an_analysed_tile_was_lost(first: DetectionRun) -> None:
    counters = ["n_superpixels", "n_novel", "n_analysed", "n_failed", "n_pending"]
    before = first.chunks.order_by("pk").values_list(*counters)
    expected, lost = list(before), first.tile_results.order_by("x")[1]
    TileResult.objects.filter(pk=lost.pk).update(state=TileResult.State.FAILED)
    continue_run(run=first, started_by=None)
    plan_run(run_id=first.pk)
    assert search(first).state == Job.State.SUCCEEDED
    assert list(before.all()) == expected


def test_a_repeat_takes_over_what_its_terms_have_deleted(first: DetectionRun, tmp_path: Path) -> None:
    for path in tmp_path.glob("features/**/*.npz"):
        path.unlink()
    expire_pictures(tiles=list(Tile.objects.all()))
    dates = {f"captured_{end}": timezone.now().date() for end in ("from", "to")}
    Tile.objects.update(**dates)
    with pytest.MonkeyPatch.context() as patch:
        known = CaptureDates(*dates.values())
        patch.setattr(XyzReader, "dates", lambda _self, _tile: known, raising=False)
        assert [row.is_newer for row in rows(repeat(first))] == [False] * N_TILES


def test_a_newer_picture_that_was_deleted_is_read_again_for_review(first: DetectionRun, land: Land) -> None:
    land.seeds[2], land.mined = 40, {2}
    again = repeat(first)
    tile = rows(again)[2].tile
    assert tile is not None
    expire_pictures(tiles=[tile])
    assert list(wanted_again(tile.source)) == []  # nobody needs it: search 1 is reviewed
    promote_run(run=again, promoted_by=None)
    assert list(wanted_again(tile.source)) == [tile]
    found = read_again(tile=Tile.objects.get(pk=tile.pk))
    assert (found.state, found.sha256, again.findings().count()) == (Tile.State.READY, tile.sha256, 1)


def test_a_newer_model_repeats_a_repeat(first: DetectionRun, land: Land, as_admin: Client) -> None:
    repeat(first)
    model = make_trained_model(first.campaign)
    again = DetectionRun.objects.get(number=2)
    rescoring = again.rescorings.create(model_version=model)
    rescore_run(rescoring_id=rescoring.pk)
    page = as_admin.get("/c/ground/").content.decode()
    assert 'action="/c/ground/searches/repeat/"' in page
    as_admin.post("/c/ground/searches/repeat/", {"search": "2"})
    third = DetectionRun.objects.get(number=3)
    assert (third.repeats, third.model_version) == (again, model)


def make_due(campaign: Campaign, every: str, user: User | None = None) -> SearchSchedule:
    schedule = set_schedule(campaign=campaign, every=every, set_by=user)
    SearchSchedule.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    return schedule


def test_a_monthly_schedule_starts_one_search(first: DetectionRun) -> None:
    schedule = make_due(first.campaign, "month")
    repeat_where_due()
    repeat_where_due()
    again = DetectionRun.objects.exclude(pk=first.pk).get()
    schedule.refresh_from_db()
    assert again.repeats == first and schedule.outcome == "Search 2 was started."
    assert schedule.next_at is not None and schedule.next_at > timezone.now() + timedelta(days=27)


def test_a_schedule_waits_while_a_search_is_under_way_and_keeps_off_archived_campaigns(
    first: DetectionRun,
) -> None:
    make_due(first.campaign, "month")
    job = Job.objects.create(campaign=first.campaign, kind=Job.Kind.DETECT)
    repeat_where_due()
    assert DetectionRun.objects.count() == 1
    job.cancel()
    Campaign.objects.update(archived_at=timezone.now())
    repeat_where_due()
    assert DetectionRun.objects.count() == 1
    Campaign.objects.update(archived_at=None)
    repeat_where_due()
    assert DetectionRun.objects.count() == 2


def test_a_weekly_look_repeats_the_search_only_when_a_tile_is_newer(first: DetectionRun, land: Land) -> None:
    schedule = make_due(first.campaign, "newer")
    repeat_where_due()
    repeat_if_newer(schedule.pk)
    schedule.refresh_from_db()
    assert DetectionRun.objects.count() == 1
    assert schedule.outcome == "4 tiles were compared, and none has a newer picture."
    n_tiles = Tile.objects.count()
    land.seeds[0] = 77
    repeat_if_newer(schedule.pk)
    assert DetectionRun.objects.count() == 2 and Tile.objects.count() == n_tiles  # the look stores nothing


def test_newer_pictures_start_one_search_though_nobody_makes_it_current(
    first: DetectionRun, land: Land
) -> None:
    schedule = make_due(first.campaign, "newer")
    land.seeds[0] = 77
    repeat(first)
    repeat_if_newer(schedule.pk)
    assert DetectionRun.objects.count() == 2
    make_due(first.campaign, "month")
    repeat_where_due()
    assert DetectionRun.objects.get(number=3).repeats == DetectionRun.objects.get(number=2)


def test_a_look_whose_worker_died_is_repeated(first: DetectionRun, land: Land) -> None:
    schedule = make_due(first.campaign, "newer")
    repeat_where_due()  # queues a look that nobody ends
    schedule.refresh_from_db()
    assert schedule.next_at is not None and schedule.next_at < timezone.now() + timedelta(hours=7)
    repeat_if_newer(schedule.pk)
    schedule.refresh_from_db()
    assert schedule.next_at is not None and schedule.next_at > timezone.now() + timedelta(days=6)


def test_unusual_tiles_show_the_newest_picture(first: DetectionRun, land: Land, as_admin: Client) -> None:
    tile = rows(first)[2].tile
    assert tile is not None
    where = f"/api/v1/campaigns/ground/tiles/{tile.z}/{tile.x}/{tile.y}/thumbnail.jpg"

    def picture() -> bytes:
        answer = as_admin.get(where)
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    before = picture()
    land.seeds[2] = 40
    repeat(first)
    assert picture() != before


def test_a_refusal_is_noted_and_a_schedule_can_be_switched_off(first: DetectionRun) -> None:
    schedule = make_due(first.campaign, "month")
    ImagerySource.objects.update(revision=7)
    DetectionRun.objects.update(planned_at=None)
    repeat_where_due()
    schedule.refresh_from_db()
    assert "is not finished" in schedule.outcome and DetectionRun.objects.count() == 1
    assert schedule.next_at is not None and schedule.next_at < timezone.now() + timedelta(days=2)
    set_schedule(campaign=first.campaign, every="off", set_by=None)
    assert SearchSchedule.objects.get().next_at is None


PAGE = "/c/ground/searches/1/compare/2/"


@pytest.fixture
def as_admin(first: DetectionRun, client: Client) -> Client:
    client.force_login(make_member("anna", first.campaign, Role.ADMIN))
    return client


def test_editors_see_what_changed_where_pictures_are_newer(
    first: DetectionRun, land: Land, as_admin: Client
) -> None:
    land.seeds[3], land.mined = 40, {1, 3}
    repeat(first)
    page = as_admin.get(PAGE).content.decode()
    assert "Tiles with newer pictures: 1; unchanged: 3." in page
    api = "/api/v1/campaigns/ground/runs/1/compare/2/"
    kinds = [one["properties"]["kind"] for one in as_admin.get(api).json()["features"]]
    assert sorted(kinds) == ["kept", "new"]
    newer = as_admin.get(f"{api}?newer=1").json()["features"]
    assert [one["properties"]["kind"] for one in newer] == ["new"]
    assert as_admin.get(f"{PAGE}?newer=1").content.decode().count('class="compare__findings"') == 1
    assert "Tiles with newer pictures: 1" in as_admin.get("/c/ground/searches/2/").content.decode()
    assert "tiles with newer pictures: 1" in as_admin.get("/c/ground/").content.decode()


def test_what_could_not_be_seen_is_not_called_gone_without_saying_so(
    first: DetectionRun, server: TileServer, as_admin: Client
) -> None:
    server.override(strip_of_tiles(2)[1], Answer(status=403))
    repeat(first)
    assert "not seen this time" in as_admin.get(PAGE).content.decode()


def test_an_admin_repeats_a_search_and_sets_a_schedule(first: DetectionRun, as_admin: Client) -> None:
    answer = as_admin.post("/c/ground/searches/repeat/")
    assert answer["Location"] == "/c/ground/searches/2/"
    assert as_admin.post("/c/ground/searches/repeat/", follow=True).status_code == 200
    assert DetectionRun.objects.count() == 2  # one at a time
    as_admin.post("/c/ground/searches/schedule/", {"every": "month"})
    page = as_admin.get("/c/ground/searches/new/").content.decode()
    assert "Next time:" in page and "Set by anna." in page
    as_admin.post("/c/ground/searches/schedule/", {"every": "daily"})
    api = "/api/v1/campaigns/ground/search-schedule/"
    assert as_admin.get(api).json()["every"] == "month"
    answer = as_admin.put(api, {"every": "newer"}, "application/json")
    assert answer.status_code == 200 and SearchSchedule.objects.get().every == "newer"
    assert as_admin.put(api, {"every": "daily"}, "application/json").status_code == 400


def test_a_command_repeats_and_sets_the_schedule(first: DetectionRun) -> None:
    output = io.StringIO()
    call_command("search_repeat", "ground", "--schedule", "month", stdout=output)
    assert "month; next time:" in output.getvalue()
    output = io.StringIO()
    call_command("search_repeat", "ground", "--json", stdout=output)
    assert json.loads(output.getvalue())["run"] == 2
    assert DetectionRun.objects.get(number=2).repeats == first


def test_the_api_starts_a_repeat(first: DetectionRun, as_admin: Client) -> None:
    answer = as_admin.post("/api/v1/campaigns/ground/runs/", {"repeats": 1}, "application/json")
    assert answer.status_code == 201 and answer.json()["repeats"] == 1
