"""Ground like that learnt from is nothing new; other ground is."""

import numpy as np
import pytest

from ml.blocks import Block
from ml.novelty import N_LANDMARKS, SeenGround, describe_seen
from ml.svm import KernelScorer, fit_kernel

N_FEATURES = 12


def draw_ground(n: int, seed: int, centre: float = 0.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(centre, 1, (n, N_FEATURES)).astype(np.float32)


def make_seen(
    features: np.ndarray, groups: np.ndarray | None = None, blocks: tuple[Block, ...] = ()
) -> SeenGround:
    groups = np.arange(len(features)) // 5 if groups is None else groups
    return describe_seen(learn(features, blocks), features, groups)


def learn(features: np.ndarray, blocks: tuple[Block, ...] = ()) -> KernelScorer:
    labels = (features[:, 0] > 0).astype(float)
    return fit_kernel(features, labels, np.ones(len(features)), blocks=blocks)


def test_new_ground_of_the_same_kind_is_evenly_spread() -> None:
    found = make_seen(draw_ground(600, 0)).novelty(draw_ground(2000, 1))
    assert found.dtype == np.float32 and found.shape == (2000,)
    assert found.mean() == pytest.approx(0.5, abs=0.06)
    assert (found < 0.1).mean() == pytest.approx(0.1, abs=0.06)


def test_other_ground_is_new() -> None:
    seen = make_seen(draw_ground(600, 0))
    assert seen.novelty(draw_ground(200, 2, centre=3.0)).min() > 0.97
    assert seen.novelty(np.full((1, N_FEATURES), 3e38, dtype=np.float32)) == pytest.approx([1.0])


def test_the_farther_the_newer() -> None:
    seen = make_seen(draw_ground(600, 0))
    means = [float(seen.novelty(draw_ground(300, 3, centre)).mean()) for centre in (0, 0.5, 1, 2)]
    assert means == sorted(means) and means[-1] > means[0] + 0.4


def test_each_of_two_kinds_that_were_learnt_is_known_and_what_lies_between_is_not() -> None:
    both = np.concatenate([draw_ground(300, 0, -4), draw_ground(300, 1, 4)])
    groups = np.arange(600) // 5
    seen = make_seen(both, groups)
    for kind in (-4, 4):
        assert seen.novelty(draw_ground(300, 7, kind)).mean() == pytest.approx(0.5, abs=0.1)
    assert seen.novelty(draw_ground(300, 8, 0)).mean() > 0.95


def test_what_is_near_is_read_off_other_land() -> None:
    """Two hundred copies of a few superpixels a block: their own copies make nothing look known."""
    blocks = draw_ground(30, 4)
    features = np.repeat(blocks, 20, axis=0) + 0.01 * draw_ground(600, 5)
    seen = make_seen(features, np.repeat(np.arange(30), 20))
    assert seen.novelty(draw_ground(1000, 6)).mean() == pytest.approx(0.5, abs=0.15)


def test_every_block_of_land_has_a_landmark_before_any_has_two() -> None:
    features = draw_ground(400, 0)
    groups = np.where(np.arange(400) < 300, 0, np.arange(400))
    seen = make_seen(features, groups)
    assert len(seen.landmarks) == N_LANDMARKS
    lone = seen.distances(features[300:])
    assert (lone < 0.05).all()


def test_a_block_of_many_features_has_no_more_to_say_than_one_of_few() -> None:
    random = np.random.default_rng(0)
    wide = random.normal(0, 1, (400, 60)).astype(np.float32)
    telling = random.normal(0, 1, (400, 2)).astype(np.float32)
    features = np.concatenate([telling, wide], axis=1)
    strange = np.concatenate([telling + 6, wide[::-1]], axis=1)
    groups = np.arange(400) // 4
    kernels = [learn(features, blocks) for blocks in ((), (Block(2), Block(60)))]
    lone, parted = (describe_seen(kernel, features, groups).novelty(strange).mean() for kernel in kernels)
    assert parted > 0.95 and parted >= lone


def test_one_superpixel_is_as_new_as_among_others_and_none_is_no_failure() -> None:
    seen, features = make_seen(draw_ground(200, 0)), draw_ground(5000, 1)
    assert seen.novelty(features[4500:4501]) == pytest.approx(seen.novelty(features)[4500:4501], abs=1e-4)
    assert seen.novelty(features[:0]).shape == (0,)


def test_the_same_ground_gives_the_same_figures() -> None:
    features = draw_ground(300, 0)
    first, second = (make_seen(features).novelty(draw_ground(50, 1)) for _ in range(2))
    assert np.array_equal(first, second)
