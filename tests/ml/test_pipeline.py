from functools import partial

import numpy as np
import pytest

from ml.errors import PictureError
from ml.features import get_extractor
from ml.pipeline import Source, analyse_pictures
from tests.ml.drawing import make_meadow, make_pits

texture = get_extractor("texture")


def fail() -> np.ndarray:
    raise PictureError("the server sent a web page")


def crash() -> np.ndarray:
    raise RuntimeError("boom")


def test_a_bad_picture_takes_nobody_with_it() -> None:
    sources = [
        Source(0, partial(make_meadow, 96, 96)),
        Source(1, fail),
        Source(2, crash),
        Source(3, make_pits),
    ]
    found = list(analyse_pictures(sources, texture))
    assert [one.key for one in found] == [0, 1, 2, 3]
    assert found[1].error == "1: the server sent a web page"
    assert "boom" in str(found[2].error)
    assert found[0].n_superpixels > 0 < found[3].n_superpixels


@pytest.mark.parametrize("n_workers", [1, 3])
def test_results_depend_neither_on_order_nor_on_workers(n_workers: int) -> None:
    sources = [Source(seed, partial(make_pits, 96, 96, seed)) for seed in range(6)]
    forwards = {one.key: one.features for one in analyse_pictures(sources, texture, n_workers=1)}
    for one in analyse_pictures(sources[::-1], texture, n_workers=n_workers):
        assert np.array_equal(one.features, forwards[one.key])  # type: ignore[arg-type]  # no error here


def test_progress_counts_every_picture() -> None:
    seen: list[int] = []
    list(analyse_pictures([Source(i, make_meadow) for i in range(5)], texture, progress=seen.append))
    assert seen == [1, 2, 3, 4, 5]


def test_few_pictures_are_read_ahead() -> None:
    read: list[int] = []

    def reading(number: int) -> np.ndarray:
        read.append(number)
        return make_meadow(32, 32)

    results = analyse_pictures([Source(i, partial(reading, i)) for i in range(50)], texture, n_workers=1)
    next(results)
    assert len(read) < 15
    results.close()  # type: ignore[attr-defined]  # it is a generator
