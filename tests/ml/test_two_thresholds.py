"""Two thresholds, for clustered superpixels and for lone ones."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.prevalence import OutOfFold, precision_at
from ml.two_thresholds import choose_two_thresholds


def made(seed: int = 1, n_tiles: int = 120) -> OutOfFold:
    """Tiles of thirty superpixels; mines lie together, false alarms alone."""
    random = np.random.default_rng(seed)
    n, tiles = 30 * n_tiles, np.repeat(np.arange(n_tiles), 30)
    labels = np.zeros(n, dtype=bool)
    for tile in range(n_tiles // 5):
        labels[30 * tile + random.choice(30, 6, replace=False)] = True
    scores = np.where(labels, random.beta(4, 2, n), random.beta(1, 8, n))
    alarms = random.choice(np.flatnonzero(~labels), n // 60, replace=False)
    scores[alarms] = random.beta(4, 2, len(alarms))
    weights = np.ones(n, dtype=np.float32)
    return OutOfFold(
        scores.astype(np.float32), labels, (tiles // 10).astype(np.int32), weights, float(labels.mean()),
        tiles.astype(np.int32),
    )  # fmt: skip


def found(record: OutOfFold, clustered: float, lone: float, least: int = 3) -> NDArray[np.bool_]:
    positive = record.probabilities >= clustered
    together = np.bincount(record.tiles, positive)[record.tiles] >= least
    return np.asarray((positive & together) | (record.probabilities >= lone))


def f_half(record: OutOfFold, taken: NDArray[np.bool_], share: float) -> float:
    hits = (record.labels & taken).sum() / record.labels.sum()
    alarms = (~record.labels & taken).sum() / (~record.labels).sum()
    precision = float(precision_at(share, hits, alarms))
    return 1.25 * precision * hits / max(0.25 * precision + hits, 1e-12)


def test_no_other_pair_is_better() -> None:
    record = made()
    chosen = choose_two_thresholds(record)
    share = record.learnt_share
    reached = f_half(record, found(record, chosen.clustered, chosen.lone), share)
    assert reached == pytest.approx(chosen.f_half, abs=1e-6)
    steps = np.quantile(record.probabilities, np.linspace(0.5, 0.999, 40))
    best = max(
        f_half(record, found(record, low, high), share) for low in steps for high in steps if low <= high
    )
    assert reached >= best - 0.005


def test_two_are_better_than_one_where_mines_lie_together() -> None:
    record = made()
    chosen = choose_two_thresholds(record)
    one = max(
        f_half(record, record.probabilities >= step, record.learnt_share)
        for step in np.unique(record.probabilities)
    )
    assert chosen.lone > chosen.clustered and chosen.f_half > one + 0.02


def test_the_figures_are_those_of_the_share() -> None:
    record = made()
    rare = choose_two_thresholds(record, 0.01)
    assert 0 < rare.clustered <= rare.lone < 1
    assert rare.precision < choose_two_thresholds(record).precision


def test_superpixels_without_tiles_are_all_alone() -> None:
    record = made()
    alone = OutOfFold(
        record.probabilities, record.labels, np.arange(len(record.labels), dtype=np.int32), record.weights,
        record.learnt_share,
    )  # fmt: skip
    chosen = choose_two_thresholds(alone)
    best = max(
        f_half(record, record.probabilities >= step, record.learnt_share)
        for step in np.unique(record.probabilities)
    )
    assert chosen.f_half == pytest.approx(best, abs=0.01)
