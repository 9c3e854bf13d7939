"""A look ahead: what a search would take, from a few tiles that were analysed."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from campaigns.models import Campaign, Job
from campaigns.roles import Role
from detection.models import DetectionRun, Preflight, TileResult
from detection.runs import preflight as outlooks
from detection.runs.actions import look_ahead
from detection.runs.preflight import Findings, Outlook, outlook_for
from detection.runs.tasks import look_ahead as look_ahead_task
from detection.training.models import RegionEstimate
from imagery.models import ImagerySource, Tile
from tests.detection.drawn_tiles import make_mined_campaign, make_trained_model
from tests.factories import make_member

N_TILES = 3
MEBIBYTE = 2**20
FOUND = Findings(
    n_tiles=1000, n_read=200, n_described=100, n_sample=10, n_without_imagery=4, n_failed=1,
    failure="", seconds=20, picture_bytes=5 * MEBIBYTE, other_bytes=MEBIBYTE, n_superpixels=300, n_novel=15,
)  # fmt: skip


@pytest.fixture
def ground(db: None, settings: Settings, tmp_path: Path) -> Campaign:
    settings.DATA_ROOT = tmp_path
    campaign = make_mined_campaign(N_TILES, mining=[1])
    make_trained_model(campaign)
    return campaign


@pytest.fixture
def as_admin(client: Client, ground: Campaign) -> Client:
    client.force_login(make_member("anna", ground, Role.ADMIN))
    return client


def look(campaign: Campaign) -> Job:
    preflight = look_ahead(campaign=campaign, started_by=None)
    look_ahead_task(preflight.pk)
    assert preflight.job is not None
    preflight.job.refresh_from_db()
    return preflight.job


def test_a_look_ahead_times_tiles_and_leaves_no_search_behind(ground: Campaign) -> None:
    assert look(ground).state == Job.State.SUCCEEDED
    outlook = outlook_for(ground, ground.model_versions.newest())
    assert outlook is not None
    found = outlook.found
    assert (found.n_tiles, found.n_sample, found.n_failed, found.n_without_imagery) == (
        N_TILES,
        N_TILES,
        0,
        0,
    )
    assert found.seconds > 0 and found.n_superpixels > 0 and outlook.bytes_needed is not None
    assert found.picture_bytes == sum(
        (Path(ground_root()) / tile.picture).stat().st_size for tile in Tile.objects.all()
    )
    assert not DetectionRun.objects.exists() and not TileResult.objects.exists()


def ground_root() -> str:
    from django.conf import settings

    return str(settings.DATA_ROOT)


def test_what_was_described_once_is_known_the_next_time(ground: Campaign) -> None:
    look(ground)
    look(ground)
    outlook = outlook_for(ground, ground.model_versions.newest())
    assert outlook is not None
    assert (outlook.found.n_read, outlook.found.n_described, outlook.seconds_measured) == (
        N_TILES,
        N_TILES,
        0,
    )


def test_what_was_seen_of_another_region_does_not_count(ground: Campaign) -> None:
    look(ground)
    west = {"type": "Polygon", "coordinates": [[[1, 1], [1.01, 1], [1.01, 1.01], [1, 1]]]}
    Campaign.objects.filter(pk=ground.pk).update(region=west)
    ground.refresh_from_db()
    assert outlook_for(ground, ground.model_versions.newest()) is None


def test_the_whole_follows_from_the_sample() -> None:
    source = ImagerySource(kind="xyz", tile_px=256, requests_per_second=8, may_cache=True)
    outlook = Outlook(FOUND, source, RegionEstimate(share=0.01, low=0.005, high=0.02))
    assert outlook.n_requests == 800 * 16 and outlook.seconds_at_pace == 1600
    assert outlook.seconds_measured == 900 * 2
    # Half of the tiles have imagery; each of them 1 MiB of picture and 0.2 MiB of the rest.
    assert outlook.bytes_needed == round((800 + 900 * 0.2) * MEBIBYTE / 2)
    assert outlook.novel_share == 0.05 and not outlook.is_novel
    assert outlook.expected_positive == (150, 300, 600)


def test_pictures_that_may_not_be_kept_need_no_disk() -> None:
    outlook = Outlook(FOUND, ImagerySource(kind="raster", may_cache=False), None)
    assert outlook.bytes_needed == round(900 * 0.2 * MEBIBYTE / 2)
    assert (outlook.n_requests, outlook.seconds_at_pace, outlook.expected_positive) == (0, None, None)


def test_too_little_disk_has_to_be_accepted(
    as_admin: Client, ground: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(ground)
    monkeypatch.setattr("detection.runs.disk.disk_free", lambda: 1000)
    monkeypatch.setattr("detection.runs.new_search_views.disk_free", lambda: 1000)
    page = as_admin.get("/c/ground/searches/new/").content.decode()
    assert "Start all the same" in page
    refused = as_admin.post("/c/ground/runs/start/", {"min_positive_superpixels": 3}, follow=True)
    assert "1000\xa0bytes are free" in refused.content.decode() and not DetectionRun.objects.exists()
    assert (
        as_admin.post("/api/v1/campaigns/ground/runs/", {}, content_type="application/json").status_code
        == 409
    )
    as_admin.post("/c/ground/runs/start/", {"min_positive_superpixels": 3, "accept_disk_shortage": "on"})
    assert DetectionRun.objects.count() == 1


def test_the_page_and_the_api_say_what_was_found(as_admin: Client, ground: Campaign) -> None:
    api = "/api/v1/campaigns/ground/preflight/"
    assert as_admin.get(api).status_code == 404
    assert "Look ahead first" in as_admin.get("/c/ground/searches/new/").content.decode()
    assert as_admin.post(api).status_code == 202
    assert as_admin.post(api).status_code == 409
    Job.objects.update(state=Job.State.QUEUED)
    look_ahead_task(Preflight.objects.get().pk)
    found = as_admin.get(api).json()
    assert found["n_tiles"] == N_TILES and not found["is_short"] and found["bytes_free"] > 0
    page = as_admin.get("/c/ground/searches/new/").content.decode()
    assert "Time, as measured" in page and "The pictures are kept" in page


def test_without_a_model_there_is_nothing_to_look_at(client: Client, admin: User, campaign: Campaign) -> None:
    client.force_login(admin)
    page = client.post("/c/amber/searches/new/look/", follow=True).content.decode()
    assert "There is no model yet" in page and not Preflight.objects.exists()
    assert outlooks.outlook_for(campaign, None) is None
