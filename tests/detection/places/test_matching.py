"""Shapes of two sets that are one place."""

from random import Random

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from detection.places.matching import SAME_PLACE, find_overlaps, likeness, match

BOXES = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 5), st.integers(1, 5)),
    max_size=10,
)


def boxes(sides: list[tuple[int, int, int, int]]) -> list[shapely.Geometry]:
    return [shapely.box(x, y, x + width, y + height) for x, y, width, height in sides]


def iou(one: shapely.Geometry, other: shapely.Geometry) -> float:
    return float(one.intersection(other).area / one.union(other).area)


@settings(max_examples=60, deadline=None)
@given(old=BOXES, new=BOXES)
def test_each_shape_continues_at_most_one_and_no_likelier_pair_is_left(
    old: list[tuple[int, int, int, int]], new: list[tuple[int, int, int, int]]
) -> None:
    before, after = boxes(old), boxes(new)
    matched = match(find_overlaps(before, after))
    assert len({pair.old for pair in matched.values()}) == len(matched)
    partner = {pair.old: pair for pair in matched.values()}
    for number, shape in enumerate(after):
        for other, earlier in enumerate(before):
            like = round(iou(shape, earlier), 6)
            if like >= SAME_PLACE:
                rivals = [matched.get(number), partner.get(other)]
                assert any(rival is not None and rival.likeness >= like - 1e-6 for rival in rivals)


@settings(max_examples=40, deadline=None)
@given(sides=BOXES, seed=st.integers(0, 999))
def test_a_set_continues_itself_in_whatever_order_it_comes(
    sides: list[tuple[int, int, int, int]], seed: int
) -> None:
    one = boxes(sorted(set(sides)))
    order = list(range(len(one)))
    Random(seed).shuffle(order)
    matched = match(find_overlaps(one, [one[number] for number in order]))
    assert {new: pair.old for new, pair in matched.items()} == dict(enumerate(order))


def test_shapes_that_share_an_edge_alone_do_not_overlap() -> None:
    assert find_overlaps(boxes([(0, 0, 1, 1)]), boxes([(1, 0, 1, 1)])) == []


def test_likeness_is_intersection_over_union() -> None:
    one, other = (shapely.geometry.mapping(box) for box in boxes([(0, 0, 4, 1), (1, 0, 4, 1)]))
    assert likeness(one, other) == 0.6
    assert likeness(one, one) == 1.0
