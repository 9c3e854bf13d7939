"""A search's page: its state, speed, failures, and the buttons."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, RunChunk, RunMinute, TileResult
from detection.runs.failures import failures_of, reason_of
from detection.runs.progress import progress_of
from detection.runs.progress_models import this_minute
from imagery.messages import message
from tests.detection.drawn_tiles import strip_of_tiles
from tests.factories_detection import make_run, make_tile_result

State = TileResult.State
PAGE = "/c/amber/searches/1/"
API = "/api/v1/campaigns/amber/runs/1/"
BUSY, LOST = message("%(host)s is busy, tile %(tile)s"), message("%(host)s has lost tile %(tile)s")


def run_with(campaign: Campaign, *states: str, active: bool = False) -> DetectionRun:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.DETECT)
    job.claim()
    run = make_run(campaign, job=job, planned_at=timezone.now())
    for address, state in zip(strip_of_tiles(len(states)), states, strict=True):
        make_tile_result(run, address, state=state)
    if not active:
        job.succeed()
    return DetectionRun.objects.select_related("job", "campaign").get(pk=run.pk)


def with_reasons(run: DetectionRun) -> None:
    """Of the failed tiles the first says that the server is busy, the others that they are lost."""
    for number, result in enumerate(run.tile_results.failed().order_by("x")):
        words = (LOST if number else BUSY) % {"host": "tiles.example.org", "tile": str(result)}
        TileResult.objects.filter(pk=result.pk).update(failure_parts=words, reason=reason_of(words))


@pytest.fixture
def as_admin(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.mark.parametrize(
    ("states", "active", "wanted"),
    [
        ([State.ANALYSED, State.NO_IMAGERY], False, "complete"),
        ([State.ANALYSED, State.FAILED], False, "open_failures"),
        ([State.ANALYSED, State.PENDING], False, "stopped"),
        ([State.ANALYSED, State.FAILED], True, "running"),
    ],
)
def test_a_search_is_complete_only_without_open_failures(
    campaign: Campaign, states: list[str], active: bool, wanted: str
) -> None:
    assert progress_of(run_with(campaign, *states, active=active)).state == wanted


def test_accepting_every_failure_completes_the_search(
    as_admin: Client, campaign: Campaign, admin: User
) -> None:
    run = run_with(campaign, State.ANALYSED, State.FAILED, State.FAILED, State.FAILED)
    with_reasons(run)
    lost = failures_of(run)[0]
    assert (lost.n_tiles, lost.n_open) == (2, 2)
    as_admin.post(f"{PAGE}accept/", {"reason": lost.reason})
    assert run.n_open_failures() == 1 and progress_of(run).state == "open_failures"
    page = as_admin.get(PAGE).content.decode()
    assert "Finished with 1 failure open" in page and "anna: 2 tiles." in page
    as_admin.post(f"{PAGE}accept/")
    assert progress_of(run).state == "complete"
    acceptance = run.acceptances.get(reason=lost.reason)
    assert (acceptance.accepted_by, acceptance.n_tiles) == (admin, 2)
    assert as_admin.post(f"{API}accept/", {}, content_type="application/json").status_code == 409


def test_tiles_with_one_reason_are_tried_again_and_no_others(as_admin: Client, campaign: Campaign) -> None:
    run = run_with(campaign, State.ANALYSED, State.FAILED, State.FAILED, State.FAILED)
    with_reasons(run)
    as_admin.post(f"{PAGE}retry/", {"reason": failures_of(run)[0].reason})
    assert run.counts() == {"pending": 2, "analysed": 1, "no_imagery": 0, "failed": 1}
    job = Job.objects.get(run=run)
    assert job.is_active and run.chunks.filter(n_pending__gt=0, state=RunChunk.State.PENDING).exists()


def test_a_search_that_goes_on_takes_in_what_is_tried_again(as_admin: Client, campaign: Campaign) -> None:
    run = run_with(campaign, State.ANALYSED, State.FAILED, State.PENDING, active=True)
    run.chunks.update(state=RunChunk.State.DONE)
    job = run.job
    assert as_admin.post(f"{API}retry/", {}, content_type="application/json").status_code == 202
    assert Job.objects.get(run=run) == job and run.n_open_failures() == 0
    assert not run.chunks.filter(n_pending__gt=0, state=RunChunk.State.DONE).exists()


def test_a_chunk_with_tiles_to_try_again_is_not_done(campaign: Campaign) -> None:
    run = run_with(campaign, State.FAILED, active=True)
    chunk = RunChunk.objects.get()
    assert chunk.acquire_claim()
    run.tile_results.all().update(state=State.PENDING)
    assert not chunk.finish()
    chunk.refresh_from_db()
    assert chunk.state == RunChunk.State.PENDING


def test_a_paused_search_gives_out_no_chunk_until_it_is_resumed(as_admin: Client, campaign: Campaign) -> None:
    run = run_with(campaign, State.PENDING, active=True)
    chunk = RunChunk.objects.get()
    assert chunk.acquire_claim() and chunk.may_go_on()
    as_admin.post(f"{PAGE}pause/")
    assert not chunk.may_go_on() and chunk.heartbeat()  # the worker gives it back, and is not dead
    assert chunk.release_claim() and RunChunk.objects.all().claim_next() is None
    assert "Paused by anna" in as_admin.get(PAGE).content.decode()
    assert as_admin.post(f"{API}pause/").status_code == 409
    as_admin.post(f"{PAGE}resume/")
    assert RunChunk.objects.all().claim_next() == chunk
    run.refresh_from_db()
    assert run.paused_at is None


def test_a_cancelled_search_can_be_continued(as_admin: Client, campaign: Campaign) -> None:
    run_with(campaign, State.PENDING, active=True)
    as_admin.post(f"{PAGE}pause/")
    as_admin.post(f"{PAGE}cancel/")
    assert "Continue this search" in as_admin.get(PAGE).content.decode()
    as_admin.post("/c/amber/runs/1/continue/")
    run = DetectionRun.objects.get()
    assert run.paused_at is None and run.job is not None and run.job.is_active


def test_the_time_left_follows_from_the_last_minutes(campaign: Campaign) -> None:
    run = run_with(campaign, *[State.PENDING] * 12, active=True)
    Job.objects.update(started_at=timezone.now() - timedelta(hours=2))
    run = DetectionRun.objects.select_related("job").get()
    for ago in range(1, 16):
        RunMinute.objects.create(run=run, minute=this_minute() - ago, n_tiles=6 if ago % 3 else 3)
    progress = progress_of(run)
    left = progress.time_left
    assert left is not None and left.slow_s is not None
    assert (left.quick_s, left.mean_s, left.slow_s) == pytest.approx((120, 144, 240), rel=0.01)
    throughput = progress.throughput
    assert throughput is not None and sum(bar.n_tiles for bar in throughput.bars) == 10 * 6 + 5 * 3


def test_without_whole_minutes_no_time_is_promised(campaign: Campaign) -> None:
    run = run_with(campaign, State.ANALYSED, State.PENDING, active=True)
    RunMinute.objects.all().add(run, 1)
    RunMinute.objects.all().add(run, 2)
    assert RunMinute.objects.get().n_tiles == 3 and progress_of(run).time_left is None


def test_reasons_differ_by_cause_and_not_by_tile() -> None:
    one, other = (BUSY % {"host": "a.example", "tile": tile} for tile in ("16/1/1", "16/2/2"))
    assert reason_of(one) == reason_of(other) != reason_of(LOST % {"host": "a.example", "tile": "16/1/1"})
    assert reason_of(one) != reason_of(BUSY % {"host": "b.example", "tile": "16/1/1"})
    assert reason_of("Timeout after 31 ms") == reason_of("Timeout after 7 ms")


def test_counters_follow_every_change_of_a_tile(campaign: Campaign) -> None:
    run = run_with(campaign, State.PENDING, State.PENDING, State.FAILED)
    run.tile_results.pending().update(state=State.ANALYSED, n_superpixels=7, n_novel=2)
    result = run.tile_results.failed().get()
    result.state = State.NO_IMAGERY
    result.save()
    assert run.counts() == {"pending": 0, "analysed": 2, "no_imagery": 1, "failed": 0}
    assert run.novel_share() == pytest.approx(4 / (14 + result.n_superpixels))


def test_areas_are_summed_up_and_single_tiles_shown_further_in(as_admin: Client, campaign: Campaign) -> None:
    run = run_with(campaign, State.ANALYSED, State.FAILED, State.PENDING)
    west, south, east, north = run.tile_results.order_by("x")[1].address.bounds
    far = as_admin.get(f"{API}cells/?bbox={west - 3},{south - 3},{east + 3},{north + 3}&zoom=5").json()
    sums = {state: sum(cell.get(state, 0) for cell in far["cells"]) for state in State.values}
    assert far["zoom"] == 8 and sums == run.counts()
    inset = (east - west) / 10
    box = f"{west + inset},{south + inset},{east - inset},{north - inset}"
    near = as_admin.get(f"{API}cells/?bbox={box}&zoom=15").json()
    quadkey = run.tile_results.order_by("x")[1].address.quadkey
    assert near == {"zoom": 16, "cells": [{"quadkey": quadkey, "failed": 1}]}
    assert as_admin.get(f"{API}cells/?bbox=east&zoom=5").status_code == 400


def test_an_editor_sees_the_page_without_buttons(client: Client, campaign: Campaign, editor: User) -> None:
    run_with(campaign, State.FAILED, active=True)
    client.force_login(editor)
    page = client.get(PAGE).content.decode()
    assert "Pause</button>" not in page and "Retry" not in page and "Failures" in page


def test_the_api_says_what_the_page_says(as_admin: Client, campaign: Campaign) -> None:
    run = run_with(campaign, State.ANALYSED, State.FAILED, active=True)
    Job.objects.update(started_at=timezone.now() - timedelta(seconds=90))
    RunMinute.objects.create(run=run, minute=int(time.time() // 60), n_tiles=9)
    RunChunk.objects.update(searched_s=10, reading_s=30, describing_s=4, heartbeat_at=timezone.now())
    found = as_admin.get(f"{API}progress/").json()
    assert found["state"] == "running" and found["tiles_per_second"] == pytest.approx(0.1, rel=0.05)
    reading = found["stages"][0]
    assert (reading["name"], reading["seconds"], reading["busy"]) == ("reading", 15, 0.75)
    assert "Most of all for pictures" in as_admin.get(PAGE).content.decode()
    failures = as_admin.get(f"{API}failures/").json()
    assert [group["n_tiles"] for group in failures["reasons"]] == [1]
