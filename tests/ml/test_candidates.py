"""Groups, distances, and the candidates of a region."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Point, box

from ml.candidate_builder import CandidateBuilder
from ml.candidates import Candidates, CandidatesError, floor_for
from ml.clusters import group, near_pairs
from ml.outlines import superpixel_outlines
from ml.rule import FindingRule
from ml.tiles import TILE_SIZE, Tile

pairs = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60)


@given(pairs)
def test_groups_are_those_of_scipy(found: list[tuple[int, int]]) -> None:
    array = np.array(found, dtype=np.int64).reshape(-1, 2)
    ours = group(30, array)
    graph = coo_matrix((np.ones(len(array)), (array[:, 0], array[:, 1])), shape=(30, 30))
    n, theirs = connected_components(graph, directed=False)
    assert len(np.unique(ours)) == n == ours.max() + 1
    assert len(np.unique(np.column_stack([ours, theirs]), axis=0)) == n
    assert ours[0] == 0


@settings(deadline=None)
@given(st.floats(-75, 75), st.floats(-170, 170), st.floats(0, 360), st.floats(1, 900), st.floats(1, 1000))
def test_distances_are_geodesic_to_half_a_per_cent(
    lat: float, lng: float, bearing: float, apart: float, limit: float
) -> None:
    # The sphere of the web-mercator plane and the ellipsoid differ by that much.
    far_lng, far_lat, _back = Geod(ellps="WGS84").fwd(lng, lat, bearing, apart)
    near, metres = near_pairs([Point(lng, lat), Point(far_lng, far_lat)], limit)
    if limit > 1.007 * apart:
        assert near.tolist() == [[0, 1]] and metres[0] == pytest.approx(apart, rel=0.007)
    elif limit < 0.993 * apart:
        assert not len(near)


def test_shapes_that_touch_are_at_no_distance() -> None:
    near, metres = near_pairs([box(0, 0, 0.001, 0.001), box(0.001, 0, 0.002, 0.001), box(1, 1, 2, 2)], 50)
    assert near.tolist() == [[0, 1]] and metres.tolist() == [0.0]


def test_the_floor_is_raised_until_few_enough_are_left() -> None:
    scores = np.array([0.9, 0.5, 0.5, 0.4, 0.3, 0.1])
    assert floor_for(scores, 0.2, 5) == 0.2
    floor = floor_for(scores, 0.2, 2)  # the two of 0.5 are both out
    assert (scores >= floor).sum() == 1


def grid() -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    block = np.arange(TILE_SIZE) * 4 // TILE_SIZE
    return (block[:, None] * 4 + block[None, :] + 1).astype(np.int32)


def make_candidates(scores: dict[tuple[int, int], dict[int, float]], floor: float = 0.3) -> Candidates:
    """Tiles by (x, y) beside 40000, 22000, each a grid of four by four superpixels; the rest have 0.1."""
    labels = grid()
    builder, outlines = CandidateBuilder(16, floor), superpixel_outlines(labels)
    for x, y in sorted(scores, key=lambda place: (place[1], place[0])):
        found = [scores[x, y].get(number, 0.1) for number in range(1, 17)]
        builder.add(Tile(16, 40000 + x, 22000 + y), labels, found, outlines)
    return builder.finish()


def test_neighbours_are_found_within_and_across_tiles_but_not_past_a_missing_one() -> None:
    found = make_candidates(
        {(0, 0): {3: 0.9, 4: 0.8, 16: 0.5}, (1, 0): {1: 0.7}, (0, 1): {4: 0.6}, (3, 0): {1: 0.9}}
    )
    assert found.touching.tolist() == [[0, 1], [1, 3], [2, 5]]
    assert len(found) == 6 and found.probabilities.max() == 0.9


def test_a_rule_below_the_floor_or_farther_than_kept_is_refused() -> None:
    found = make_candidates({(0, 0): {1: 0.9}})
    with pytest.raises(CandidatesError, match=r"below 0\.3000"):
        found.judge(FindingRule(0.2))
    with pytest.raises(CandidatesError, match="Distances above"):
        found.judge(FindingRule(0.5, cluster_distance_m=5000))


def test_findings_of_a_region_without_candidates_are_none() -> None:
    found = make_candidates({})
    assert len(found.judge(FindingRule(0.5))) == 0
    assert len(make_candidates({(0, 0): {}}).judge(FindingRule(0.5, 1, 0.9, 100))) == 0


def test_what_is_packed_is_read_again() -> None:
    found = make_candidates({(0, 0): {3: 0.9, 4: 0.8, 7: 0.5}})
    with np.load(io.BytesIO(found.pack()), allow_pickle=False) as arrays:
        again = Candidates.unpack(arrays, found.outlines)
        with pytest.raises(CandidatesError, match="do not belong"):
            Candidates.unpack(arrays, found.outlines[:-1])
    judged, before = again.judge(FindingRule(0.5)), found.judge(FindingRule(0.5))
    assert judged.members.tolist() == before.members.tolist() == [0, 1, 2]
    assert again.shape(judged.members_of(0)).equals(found.shape(before.members_of(0)))
    assert judged.areas_ha[0] == pytest.approx(3 * found.areas_ha[0], rel=1e-4)
    with pytest.raises(CandidatesError, match="lacks"):
        Candidates.unpack({"format": np.array(1)}, found.outlines)
    with pytest.raises(CandidatesError, match="layout"):
        Candidates.unpack({"format": np.array(9)}, found.outlines)
