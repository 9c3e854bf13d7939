"""Drawing is repeatable and seamless, and agrees with the truth mask."""

from dataclasses import replace

import numpy as np
import pytest

from demo.landscape import draw_patch
from demo.landscape.block import draw_block
from demo.landscape.patch import KINDS
from demo.landscape.plan import TILE, make_plan, touched_tiles
from demo.landscape.scene import Cover
from demo.landscape.terrain import make_grid, meander


@pytest.mark.parametrize("kind", KINDS)
def test_a_patch_depends_on_its_arguments_alone(kind: str) -> None:
    patch = draw_patch(124, 1, kind)
    assert patch.shape == (124, 124, 3)
    assert patch.dtype == np.uint8
    assert (patch == draw_patch(124, 1, kind)).all()
    assert (patch != draw_patch(124, 2, kind)).any()


def test_an_unknown_kind_of_patch_is_refused() -> None:
    with pytest.raises(ValueError, match="choose one of forest"):
        draw_patch(64, 1, "volcano")


def test_mining_is_brighter_and_rougher_than_forest_and_field() -> None:
    mining, forest, field = (
        draw_patch(256, 4, kind)[80:176, 80:176] for kind in ("mining", "forest", "field")
    )
    assert mining.mean() > max(forest.mean(), field.mean()) + 30
    assert mining.std() > 1.5 * field.std()


def test_a_block_drawn_in_two_parts_joins_without_a_seam() -> None:
    plan = make_plan(7, 2)
    whole = draw_block(plan, 512, 512, 512, 256)
    left, right = (draw_block(plan, x, 512, 256, 256) for x in (512, 768))
    joined = np.concatenate([left.picture, right.picture], axis=1)
    difference = np.abs(joined.astype(int) - whole.picture)
    assert np.percentile(difference, 99.5) <= 2
    assert difference[:, 224:288].mean() < 0.2
    truth = np.concatenate([left.truth, right.truth], axis=1)
    assert (truth == whole.truth).mean() > 0.999


def test_another_seed_draws_another_landscape() -> None:
    first, second = (draw_block(make_plan(seed, 1), 0, 0, 256, 256).picture for seed in (7, 8))
    assert (first == draw_block(make_plan(7, 1), 0, 0, 256, 256).picture).all()
    assert (first != second).mean() > 0.5


def test_the_truth_marks_the_pits_that_were_drawn() -> None:
    plan = make_plan(7, 2)
    mine = plan.mines[0]
    x, y = (int(value) // 8 * 8 - 128 for value in (mine.x, mine.y))
    block = draw_block(plan, x, y, 256, 256)
    mining = np.kron(block.truth == Cover.MINING, np.ones((4, 4), dtype=bool))
    assert mining.any()
    bare = draw_block(replace(plan, mines=[]), x, y, 256, 256)
    changed = np.abs(block.picture.astype(int) - bare.picture).max(axis=2) > 40
    assert (changed & mining).sum() > 3 * (changed & ~mining).sum()


def test_enough_of_the_demo_region_is_touched_by_mining() -> None:
    plan = make_plan(2018, 12)
    tiles = set().union(*(touched_tiles(mine) for mine in plan.mines))
    assert 0.3 <= len(tiles) / 144 <= 0.4
    kinds = {spot.kind for spot in plan.spots}
    assert {"cemetery", "quarry", "clear_cut", "snow", "building_site"} <= kinds
    assert {mine.style for mine in plan.mines} == {"dense", "scattered", "old", "washed"}
    assert {road.kind for road in plan.roads} == {"paved", "dirt", "track", "ride"}
    assert len(plan.houses) > 60


def test_the_river_crosses_the_region() -> None:
    line = meander(4 * TILE, np.random.default_rng(1))
    grid = make_grid(4 * TILE)
    assert line[:, 0].min() < grid.x.min()
    assert line[:, 0].max() > grid.x.max()
