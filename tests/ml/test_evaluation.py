"""Measuring: what groups are, and whether probabilities mean what they say."""

from __future__ import annotations

import numpy as np

from ml.evaluation import block_of_place, block_of_tile, grouped_folds, region_of_crop, score
from ml.tiles import Tile, tile_at


def test_neighbouring_tiles_and_dates_are_of_one_region() -> None:
    near = region_of_crop("51.534_26.456020000000194_09_Mar_2015_GMT_super_4.webp")

    assert region_of_crop("51.53884890000052_26.48317_05_Oct_2016_GMT_super_1.webp") == near
    assert region_of_crop("51.634_26.456_09_Mar_2015_GMT_super_4.webp") != near
    assert region_of_crop("51.534_26.556_09_Mar_2015_GMT_super_4.webp") != near


def test_regions_west_and_south_of_zero_are_not_those_east_and_north() -> None:
    assert region_of_crop("-0.05_-0.05_x_super_1.png") != region_of_crop("0.05_0.05_x_super_1.png")


def test_a_crop_without_a_place_is_grouped_by_its_tile() -> None:
    assert region_of_crop("meadow_super_3.png") == "meadow"


def test_no_group_is_on_both_sides_of_a_fold() -> None:
    labels = np.tile([True, False, False], 20)
    groups = np.repeat(np.arange(12), 5)

    for learn, judge in grouped_folds(labels, groups):
        assert not set(groups[learn]) & set(groups[judge])


def test_scores_tell_how_often_a_probability_came_true() -> None:
    labels = np.array([True, False, False, False, True, True])
    probabilities = np.array([0.25, 0.25, 0.25, 0.25, 0.9, 0.9])

    found = score(probabilities, labels, probabilities >= 0.5).reliability

    assert [tenth["n"] for tenth in found] == [4, 2]
    assert [tenth["observed"] for tenth in found] == [0.25, 1.0]


def test_a_tile_lies_in_the_block_of_its_centre_as_its_crops_do() -> None:
    tile = tile_at(26.456, 51.534, 15)

    assert block_of_tile(tile) == region_of_crop("51.534_26.456_09_Mar_2015_GMT_super_4.webp")
    assert block_of_tile(tile) == block_of_place(51.534, 26.456)


def test_tiles_half_a_degree_apart_are_of_two_blocks() -> None:
    assert block_of_tile(tile_at(26.0, 51.5, 15)) != block_of_tile(tile_at(26.5, 51.5, 15))
    assert block_of_tile(Tile(0, 0, 0)) == block_of_place(0, 0)
