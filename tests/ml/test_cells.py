import numpy as np
import pytest

from ml.features import get_extractor
from ml.features.cells import N_RANDOM, SIDE, Cells, embed
from ml.features.pooling import Boxes
from ml.features.texture import TextureExtractor


@pytest.mark.parametrize("shape", [(1, 1), (40, 200), (64, 64), (65, 130), (1024, 1024)])
def test_cells_cover_every_pixel(shape: tuple[int, int]) -> None:
    cells = Cells(shape)
    covered = np.zeros(shape, dtype=bool)
    for row in cells.starts[0]:
        for column in cells.starts[1]:
            covered[row : row + SIDE, column : column + SIDE] = True
    assert covered.all()
    assert len(cells.pick(np.zeros((2, *shape), dtype=np.float32), 1)) == len(cells)


def test_a_cell_holds_the_pixels_of_its_place() -> None:
    picture = np.arange(128 * 128, dtype=np.float32).reshape(1, 128, 128)
    picked = Cells((128, 128)).pick(picture, 1)
    assert (picked[1, 0].reshape(SIDE, SIDE) == picture[0, :SIDE, SIDE:]).all()


def test_a_box_shares_in_the_cells_that_it_lies_in() -> None:
    labels = np.ones((128, 128), dtype=np.int32)
    labels[:, 96:] = 2
    shares = Cells((128, 128)).shares(Boxes(labels).at(1))
    assert shares.tolist() == pytest.approx(np.array([[1 / 3, 1 / 6] * 2, [0, 1 / 2] * 2]))


def test_products_of_embedded_cells_are_near_a_gaussian_of_their_distance() -> None:
    extractor = TextureExtractor()
    picture = np.random.default_rng(0).integers(0, 255, (128, 128, 3), dtype=np.uint8)
    picture[:64] //= 4
    embedded = embed(extractor.describe_cells(picture))
    alike = embedded @ embedded.T
    assert np.diag(alike) == pytest.approx(np.ones(4), abs=0.15)
    assert alike[0, 1] > alike[0, 2] + 0.2


def test_one_pitted_corner_changes_the_cells_of_a_superpixel() -> None:
    plain = np.full((192, 192, 3), 120, dtype=np.uint8)
    pitted = plain.copy()
    for row in range(8, 64, 16):
        for column in range(8, 64, 16):
            pitted[row : row + 7, column : column + 7] = 20
    extractor = get_extractor("texture")
    change = extractor.extract_crop(pitted)[-N_RANDOM:] - extractor.extract_crop(plain)[-N_RANDOM:]
    assert np.abs(change).max() > 1e-3
