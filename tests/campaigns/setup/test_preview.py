"""Previews of superpixels: a worker reads three tiles and cuts them as the newest request says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
import shapely.geometry
from django.test import Client
from pytest_django.fixtures import Settings

from campaigns.models import CampaignDraft, PreviewTile, SuperpixelPreview
from campaigns.setup.sampling import deal_tiles
from campaigns.setup.services.delete_draft import delete_draft
from campaigns.setup.services.draw_preview import draw_preview
from campaigns.setup.services.request_preview import request_preview
from campaigns.setup.tasks import draw_preview as draw_task
from imagery.models import ImagerySource, Tile, TileSegmentation
from labeling.models import LabelTile
from tests.factories import make_campaign, make_source, make_user
from tests.imagery.tile_server import Answer, TileServer

BOX = shapely.box(27.5, 51.3, 27.56, 51.34)
REGION = dict(shapely.geometry.mapping(BOX))


@pytest.fixture(autouse=True)
def data_root(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_ROOT = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def server() -> Iterator[TileServer]:
    with TileServer() as running:
        yield running


@pytest.fixture
def draft(db: None, server: TileServer) -> CampaignDraft:
    source = make_source(
        kind=ImagerySource.Kind.XYZ, path="", url=server.url_template, requests_per_second=1000
    )
    return CampaignDraft.objects.create(
        owner=make_user("cara", is_staff=True), source=source, region=REGION, name_en="Amber"
    )


def drawn(draft: CampaignDraft, **settings: float) -> SuperpixelPreview:
    preview = request_preview(target=draft, settings=settings)
    draw_task(preview.pk)
    return preview


def files_below(root: Path) -> int:
    return sum(path.is_file() for path in (root / "tiles").rglob("*"))


def test_three_tiles_far_from_each_other_are_always_the_same() -> None:
    first, again = deal_tiles(REGION, 16, deal=0), deal_tiles(REGION, 16, deal=0)
    assert first == again
    chosen = [candidates[0] for candidates in first]
    assert len(set(chosen)) == 3
    for tile in chosen:
        assert BOX.intersects(shapely.box(*tile.bounds))
    pairs = [(one, other) for one in chosen for other in chosen if one != other]
    gaps = [max(abs(one.x - other.x), abs(one.y - other.y)) for one, other in pairs]
    assert min(gaps) >= 3


def test_another_deal_gives_other_tiles() -> None:
    dealt = [{candidates[0] for candidates in deal_tiles(REGION, 17, deal=n)} for n in range(3)]
    assert dealt[0] != dealt[1] != dealt[2]


def test_a_region_too_thin_to_be_hit_still_has_tiles() -> None:
    thin = dict(shapely.geometry.mapping(shapely.box(27.5, 51.3, 27.500001, 51.300001)))
    assert all(deal_tiles(thin, 16, deal=0))


def test_each_tile_is_cut_into_as_many_parts_as_asked_for(draft: CampaignDraft) -> None:
    preview = drawn(draft, n_segments=60)
    tiles = list(preview.tiles.select_related("segmentation"))
    assert [tile.state for tile in tiles] == [PreviewTile.State.READY] * 3
    assert all(tile.segmentation and 30 < tile.segmentation.n_superpixels < 90 for tile in tiles)


def test_a_newer_request_stops_an_older_one(draft: CampaignDraft, server: TileServer) -> None:
    old = request_preview(target=draft, settings={"n_segments": 20})
    new = request_preview(target=draft, settings={"n_segments": 80})
    assert draw_preview(preview=old) is False
    assert not server.requests
    assert draw_preview(preview=new) is True


def test_what_the_sliders_left_behind_is_deleted(draft: CampaignDraft, data_root: Path) -> None:
    drawn(draft, n_segments=20)
    before = files_below(data_root)
    for n_segments in (40, 60, 80):
        drawn(draft, n_segments=n_segments)
    assert TileSegmentation.objects.count() == 3
    assert files_below(data_root) == before


def test_a_cut_that_a_queue_uses_is_kept(draft: CampaignDraft) -> None:
    preview = drawn(draft, n_segments=20)
    shown = preview.tiles.select_related("tile", "segmentation")[0]
    campaign = make_campaign(source=draft.source)
    LabelTile.objects.create(campaign=campaign, tile=shown.tile, segmentation=shown.segmentation)
    drawn(draft, n_segments=60, deal=1)
    assert TileSegmentation.objects.filter(pk=shown.segmentation_id).exists()
    assert Tile.objects.get(pk=shown.tile_id).state == Tile.State.READY
    assert TileSegmentation.objects.count() == 4


def test_a_deleted_draft_takes_its_pictures_with_it(draft: CampaignDraft, data_root: Path) -> None:
    drawn(draft)
    delete_draft(draft=draft)
    assert not Tile.objects.exists()
    assert files_below(data_root) == 0


def test_a_failure_says_why_and_the_next_try_succeeds(draft: CampaignDraft, server: TileServer) -> None:
    server.misbehave(Answer.html())
    preview = drawn(draft)
    tile = preview.tiles.all()[0]
    assert tile.state == PreviewTile.State.FAILED
    assert tile.failure
    server.recover()
    preview = drawn(draft)
    assert {tile.state for tile in preview.tiles.all()} == {PreviewTile.State.READY}


def test_a_tile_without_imagery_is_passed_over(draft: CampaignDraft, server: TileServer) -> None:
    empty = deal_tiles(REGION, 16, deal=0)[0][0]
    for part in empty.children(18):
        server.override(part, Answer(404))
    preview = drawn(draft)
    assert [tile.state for tile in preview.tiles.all()] == [PreviewTile.State.READY] * 3
    assert preview.tiles.select_related("tile")[0].tile.address != empty  # type: ignore[union-attr]  # set just above


def test_nothing_but_emptiness_is_said(draft: CampaignDraft, server: TileServer) -> None:
    server.misbehave(Answer(404))
    assert {tile.state for tile in drawn(draft).tiles.all()} == {PreviewTile.State.NO_IMAGERY}


def test_the_api_gives_what_the_worker_drew(client: Client, draft: CampaignDraft) -> None:
    client.force_login(draft.owner)
    address = f"/api/v1/drafts/{draft.pk}/preview/"
    asked = client.post(address, {"n_segments": 50}, content_type="application/json")
    assert (asked.status_code, asked.json()["is_drawn"]) == (202, False)
    draw_task(SuperpixelPreview.objects.get().pk)
    got = client.get(address).json()
    assert got["is_drawn"] is True
    assert client.get(got["tiles"][0]["picture"])["Content-Type"] == "image/jpeg"
    outlines = client.get(got["tiles"][0]["outlines"]).json()
    assert len(outlines) == got["tiles"][0]["n_superpixels"]
    draft.refresh_from_db()
    assert draft.n_segments == 30


@pytest.mark.parametrize("bad", [{"n_segments": 3}, {"n_segments": 401}, {"compactness": 0}, {"zoom": 25}])
def test_settings_out_of_range_are_refused(client: Client, draft: CampaignDraft, bad: dict[str, int]) -> None:
    client.force_login(draft.owner)
    answer = client.post(f"/api/v1/drafts/{draft.pk}/preview/", bad, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, list(bad))
