import pytest

from campaigns.models import Campaign
from labeling.models import Answer, Consensus, GoldAnswer
from labeling.services.finish_tile import reopen_tile
from labeling.services.update_consensus import Tally, judge, recompute_consensus, update_consensus
from tests.factories import make_campaign
from tests.factories_labeling import CLOCK, N_SUPERPIXELS, answer_tile, make_guest, make_label_tile

State = Consensus.State


@pytest.mark.parametrize(
    ("positive", "negative", "other", "probability", "state"),
    [
        (0, 0, 0, None, State.OPEN),
        (2, 0, 0, 1.0, State.OPEN),
        (3, 0, 0, 1.0, State.AGREED),
        (0, 3, 0, 0.0, State.AGREED),
        (2, 1, 0, 2 / 3, State.AGREED),
        (1, 2, 0, 1 / 3, State.AGREED),
        (2, 2, 0, 0.5, State.DISPUTED),
        (1, 1, 1, 0.5, State.DISPUTED),
        (0, 0, 3, None, State.DISPUTED),
        (2, 0, 1, 1.0, State.AGREED),
    ],
)
def test_two_thirds_of_the_answers_decide(
    positive: int, negative: int, other: int, probability: float | None, state: Consensus.State
) -> None:
    tally = Tally(1, 1, positive, negative, positive + negative + other)
    judged = judge(tally, gold=None, target=3)
    assert (judged.probability, judged.state) == (probability, state)


@pytest.mark.parametrize(("gold", "probability"), [("positive", 1.0), ("negative", 0.0), ("unsure", None)])
def test_an_experts_answer_settles_against_everyone(gold: str, probability: float | None) -> None:
    judged = judge(Tally(1, 1, 2, 3, 5), gold=gold, target=3)
    assert (judged.probability, judged.state) == (probability, State.SETTLED)


def test_the_votes_of_a_tile_become_its_consensus(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    for positive in ({1, 2}, {1, 2}, {1}):
        answer_tile(campaign, make_guest(campaign), positive)
    assert update_consensus(campaign=campaign) == N_SUPERPIXELS
    rows = {row.superpixel: row for row in tile.consensus.all()}
    assert [rows[n].probability for n in (1, 2, 3)] == [1.0, pytest.approx(2 / 3), 0.0]
    assert {row.state for row in rows.values()} == {State.AGREED}
    assert {row.n_votes for row in rows.values()} == {3}


def test_nothing_is_recomputed_when_no_vote_has_come(campaign: Campaign) -> None:
    make_label_tile(campaign)
    answer_tile(campaign, make_guest(campaign), {1})
    update_consensus(campaign=campaign)
    assert update_consensus(campaign=campaign) == 0


def test_undone_answers_leave_no_consensus_behind(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    assignment = answer_tile(campaign, make_guest(campaign), {1})
    update_consensus(campaign=campaign)
    reopen_tile(assignment=assignment, clock=CLOCK + 2)
    update_consensus(campaign=campaign)
    assert [row.superpixel for row in tile.consensus.all()] == [1]


def test_an_excluded_contributors_votes_are_kept_and_not_counted(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    vandal = make_guest(campaign)
    answer_tile(campaign, vandal, {1, 2, 3})
    vandal.participations.update(is_excluded=True)
    recompute_consensus(campaign=campaign)
    assert not tile.consensus.exists()
    assert vandal.votes.count() == N_SUPERPIXELS


def test_gold_without_any_vote_is_settled(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    GoldAnswer.objects.create(label_tile=tile, superpixel=4, answer=Answer.POSITIVE)
    recompute_consensus(campaign=campaign)
    row = tile.consensus.get()
    assert (row.superpixel, row.probability, row.state) == (4, 1.0, State.SETTLED)


def test_another_campaigns_votes_do_not_count(campaign: Campaign) -> None:
    other = make_campaign(slug="other")
    tile = make_label_tile(other, 5)
    answer_tile(other, make_guest(other), {1})
    assert update_consensus(campaign=campaign) == 0
    assert not tile.consensus.exists()
