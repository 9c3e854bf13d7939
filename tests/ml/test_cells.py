import numpy as np
import pytest

from ml.features import get_extractor
from ml.features.cells import N_DIRECTIONS, N_PARTS, SIDES, Cells, Statistics, embed
from ml.features.pooling import Boxes
from ml.features.texture import TextureExtractor
from tests.ml.drawing import make_meadow, make_pits

SIDE = SIDES[0]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("shape", [(1, 1), (40, 200), (64, 64), (65, 130), (1024, 1024)])
def test_cells_cover_every_pixel(shape: tuple[int, int], side: int) -> None:
    cells = Cells(shape, side)
    covered = np.zeros(shape, dtype=bool)
    for row in cells.starts[0]:
        for column in cells.starts[1]:
            covered[row : row + side, column : column + side] = True
    assert covered.all()
    assert len(cells.pick(np.zeros((2, *shape), dtype=np.float32), 1)) == len(cells)


def test_a_cell_holds_the_pixels_of_its_place() -> None:
    picture = np.arange(128 * 128, dtype=np.float32).reshape(1, 128, 128)
    picked = Cells((128, 128), SIDE).pick(picture, 1)
    assert (picked[1, 0].reshape(SIDE, SIDE) == picture[0, :SIDE, SIDE:]).all()


def test_a_box_shares_in_the_cells_that_it_lies_in() -> None:
    labels = np.ones((128, 128), dtype=np.int32)
    labels[:, 96:] = 2
    shares = Cells((128, 128), SIDE).shares(Boxes(labels).at(1))
    assert shares.tolist() == pytest.approx(np.array([[1 / 3, 1 / 6] * 2, [0, 1 / 2] * 2]))


def test_like_cells_are_more_alike_than_unlike_ones() -> None:
    picture = np.concatenate([make_meadow(64, 128, seed=1), make_pits(64, 128, seed=1)])
    embedded = embed(TextureExtractor().describe_cells(picture)[SIDE], SIDE)
    alike = embedded @ embedded.T
    assert alike[0, 1] > 2 * alike[0, 2] and alike[2, 3] > 2 * alike[0, 2]


def test_statistics_make_cells_vary_by_one_in_each_direction() -> None:
    random = np.random.default_rng(0)
    cells = (random.normal(size=(4000, 200)) @ random.normal(size=(200, 200)) + 5).astype(np.float32)
    statistics = Statistics.of_cells(cells)
    whitened = (
        np.clip((cells - statistics.mean) / statistics.scale, -6, 6) - statistics.centre
    ) @ statistics.directions
    assert np.cov(whitened.T) == pytest.approx(np.eye(N_DIRECTIONS), abs=0.1)


def test_ground_unlike_any_measured_is_not_lost() -> None:
    far = [make_meadow(seed=seed) for seed in (1, 2)]
    lengths = [
        float(np.linalg.norm(embed(cells, side)))
        for one in far
        for side, cells in TextureExtractor().describe_cells(one).items()
    ]
    assert min(lengths) > 0.01


def test_one_pitted_corner_changes_the_cells_of_a_superpixel() -> None:
    plain = np.full((192, 192, 3), 120, dtype=np.uint8)
    pitted = plain.copy()
    for row in range(8, 64, 16):
        for column in range(8, 64, 16):
            pitted[row : row + 7, column : column + 7] = 20
    extractor = get_extractor("texture")
    change = extractor.extract_crop(pitted)[-N_PARTS:] - extractor.extract_crop(plain)[-N_PARTS:]
    assert np.abs(change).max() > 1e-3
