"""Land unlike what a search's model has learnt from: a grid for the map, tiles for volunteers."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import DetectionRun, TileResult
from detection.runs.novelty import MAX_CELLS_PER_SIDE, novel_tiles, novelty_collection
from tests.factories_detection import make_run

State = TileResult.State


def add_tile(run: DetectionRun, x: int, n_novel: int, state: State = State.ANALYSED) -> TileResult:
    chunk, _created = run.chunks.get_or_create(quadkey="0")
    return TileResult.objects.create(
        run=run, chunk=chunk, z=run.zoom, x=x, y=100, state=state, n_superpixels=20, n_novel=n_novel
    )


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    run = make_run(campaign)
    TileResult.objects.filter(run=run).delete()
    return run


def test_the_most_novel_tiles_come_first(run: DetectionRun) -> None:
    add_tile(run, 1, 1)
    some, most = add_tile(run, 2, 10), add_tile(run, 3, 20)
    add_tile(run, 4, 20, State.FAILED)
    assert novel_tiles(run, 5) == [most, some]
    assert novel_tiles(run, 1) == [most]


def test_every_tile_has_its_cell_in_a_small_region(run: DetectionRun) -> None:
    add_tile(run, 1, 5)
    add_tile(run, 2, 20)
    cells = novelty_collection(run)["features"]
    assert sorted(cell["properties"]["share"] for cell in cells) == [0.25, 1.0]


def test_a_large_region_is_summed_up_in_few_cells(run: DetectionRun) -> None:
    for x in range(3 * MAX_CELLS_PER_SIDE):
        add_tile(run, x, 10 if x % 3 == 0 else 0)
    cells = novelty_collection(run)["features"]
    assert len(cells) == MAX_CELLS_PER_SIDE
    assert {cell["properties"]["share"] for cell in cells} == {round(10 / 60, 4)}


def test_a_search_without_analysed_tiles_has_an_empty_grid(run: DetectionRun) -> None:
    add_tile(run, 1, 0, State.PENDING)
    assert novelty_collection(run)["features"] == []


def test_editors_fetch_the_grid(run: DetectionRun, client: Client, editor: User) -> None:
    add_tile(run, 1, 5)
    client.force_login(editor)
    answer = client.get(f"/api/v1/campaigns/{run.campaign.slug}/runs/{run.number}/novelty.geojson")
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert len(answer.json()["features"]) == 1
