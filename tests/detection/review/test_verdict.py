"""The state that follows from several editors' decisions."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detection.models import Detection, Review
from detection.review.verdict import verdict

S = Detection.State
C, R, U = Review.Decision.CONFIRMED, Review.Decision.REJECTED, Review.Decision.UNSURE
DECISIONS = st.lists(st.sampled_from([C, R, U]), max_size=6)


@pytest.mark.parametrize(
    ("decisions", "needed", "state"),
    [
        ([], 2, S.UNREVIEWED),
        ([C], 2, S.NEEDS_SECOND),
        ([C], 1, S.CONFIRMED),
        ([C, C], 2, S.CONFIRMED),
        ([C, C], 3, S.NEEDS_SECOND),
        ([C, C, C], 2, S.CONFIRMED),
        ([C, R], 2, S.DISPUTED),
        ([C, C, R], 2, S.DISPUTED),
        ([R], 2, S.REJECTED),
        ([R, R], 2, S.REJECTED),
        ([R, U], 2, S.REJECTED),
        ([U], 2, S.UNSURE),
        ([U, U], 2, S.UNSURE),
        ([C, U], 2, S.NEEDS_SECOND),
        ([C, C, U], 2, S.CONFIRMED),
    ],
)
def test_decisions_lead_to_the_expected_state_in_any_order(
    decisions: list[str], needed: int, state: Detection.State
) -> None:
    for order in itertools.permutations(decisions):
        assert verdict(order, needed=needed) == state


@given(decisions=DECISIONS, needed=st.integers(1, 4))
def test_a_finding_needs_enough_confirmations_and_no_rejection(decisions: list[str], needed: int) -> None:
    enough = decisions.count(C) >= needed and R not in decisions
    assert (verdict(decisions, needed=needed) == S.CONFIRMED) == enough


@given(decisions=DECISIONS, needed=st.integers(1, 4))
def test_unsure_does_not_count_beside_a_clear_decision(decisions: list[str], needed: int) -> None:
    clear = [decision for decision in decisions if decision != U]
    if clear:
        assert verdict(decisions, needed=needed) == verdict(clear, needed=needed)
