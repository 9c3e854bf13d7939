import numpy as np
import pytest
import shapely

from ml.outlines import superpixel_outlines
from ml.segmentation import segment_tile
from tests.ml.drawing import make_meadow


def polygons(labels: np.ndarray, simplify_px: float) -> dict[int, shapely.Polygon]:
    found = superpixel_outlines(labels, simplify_px)
    return {
        label: shapely.union_all([shapely.Polygon(ring) for ring in rings]) for label, rings in found.items()
    }


def test_two_halves_are_two_rectangles() -> None:
    labels = np.ones((4, 6), dtype=np.int32)
    labels[:, 3:] = 2
    found = polygons(labels, 0)
    assert found[1].equals(shapely.box(0, 0, 3, 4))
    assert found[2].equals(shapely.box(3, 0, 6, 4))


@pytest.mark.parametrize("simplify_px", [0.0, 1.0, 3.0])
def test_outlines_cover_the_picture_without_gaps_or_overlaps(simplify_px: float) -> None:
    labels = segment_tile(make_meadow(180, 200))
    found = polygons(labels, simplify_px)
    assert sum(polygon.area for polygon in found.values()) == pytest.approx(labels.size)
    assert shapely.union_all(list(found.values())).area == pytest.approx(labels.size)


def test_an_island_leaves_a_hole() -> None:
    labels = np.ones((9, 9), dtype=np.int32)
    labels[3:6, 3:6] = 2
    found = superpixel_outlines(labels, 0)
    assert (len(found[1]), len(found[2])) == (2, 1)


def test_a_picture_of_one_superpixel_has_one_ring() -> None:
    assert len(superpixel_outlines(np.ones((1, 1), dtype=np.int32))[1]) == 1
