import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.segmentation import boundary_recall, mean_best_iou


def make_halves(border: int, side: int = 20) -> NDArray[np.int32]:
    labels = np.ones((side, side), dtype=np.int32)
    labels[:, border:] = 2
    return labels


def test_equal_superpixels_agree_fully() -> None:
    assert boundary_recall(make_halves(10), make_halves(10), 0) == 1
    assert mean_best_iou(make_halves(10), make_halves(10)) == 1


def test_a_border_is_found_only_within_reach() -> None:
    assert boundary_recall(make_halves(14), make_halves(10), 5) == 1
    assert boundary_recall(make_halves(14), make_halves(10), 2) == 0


def test_overlap_is_intersection_over_union() -> None:
    # 200 of 280 pixels for the left half, 120 of 200 for the right one.
    assert mean_best_iou(make_halves(14), make_halves(10)) == pytest.approx((200 / 280 + 120 / 200) / 2)


def test_a_single_superpixel_has_no_border() -> None:
    assert boundary_recall(np.ones((20, 20), dtype=np.int32), make_halves(10), 5) == 0
