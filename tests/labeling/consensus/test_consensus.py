import pytest

from campaigns.models import Campaign
from labeling.answering.services.reopen_tile import reopen_tile
from labeling.consensus.services.update_consensus import recompute_consensus, update_consensus
from labeling.models import Answer, Consensus, Crowd, GoldAnswer, Skill
from tests.factories import make_campaign
from tests.factories_labeling import CLOCK, N_SUPERPIXELS, answer_tile, make_guest, make_label_tile

State = Consensus.State


def test_the_votes_of_a_tile_become_its_consensus(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    for positive in ({1, 2}, {1, 2}, {1}):
        answer_tile(campaign, make_guest(campaign), positive)
    recompute_consensus(campaign=campaign)
    rows = {row.superpixel: row for row in tile.consensus.all()}
    probabilities = [rows[n].probability or 0.0 for n in (1, 2, 3)]
    assert probabilities[0] > 0.99 > probabilities[1] > 0.5 > 0.01 > probabilities[2]
    assert [rows[n].state for n in (1, 2, 3)] == [State.OPEN, State.DISPUTED, State.AGREED]
    assert {row.n_votes for row in rows.values()} == {3}


def test_certain_superpixels_have_more_weight(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    for positive in ({1, 2}, {1, 2}, {1}):
        answer_tile(campaign, make_guest(campaign), positive)
    recompute_consensus(campaign=campaign)
    weights = dict(tile.consensus.values_list("superpixel", "weight"))
    assert weights[1] > 0.98 > weights[2]


def test_nothing_is_recomputed_without_new_votes(campaign: Campaign) -> None:
    make_label_tile(campaign)
    answer_tile(campaign, make_guest(campaign), {1})
    assert update_consensus(campaign=campaign) == N_SUPERPIXELS
    assert update_consensus(campaign=campaign) == 0


def test_undone_answers_leave_no_consensus(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    assignment = answer_tile(campaign, make_guest(campaign), {1})
    update_consensus(campaign=campaign)
    reopen_tile(assignment=assignment, clock=CLOCK + 2)
    update_consensus(campaign=campaign)
    assert [row.superpixel for row in tile.consensus.all()] == [1]


def test_votes_of_an_excluded_contributor_are_stored_but_not_counted(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    vandal = make_guest(campaign)
    answer_tile(campaign, vandal, {1, 2, 3})
    vandal.participations.update(is_excluded=True)
    recompute_consensus(campaign=campaign)
    assert not tile.consensus.exists()
    assert vandal.votes.count() == N_SUPERPIXELS


def test_gold_without_votes_is_settled(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    GoldAnswer.objects.create(label_tile=tile, superpixel=4, answer=Answer.POSITIVE)
    recompute_consensus(campaign=campaign)
    row = tile.consensus.get()
    assert (row.superpixel, row.probability, row.weight, row.state) == (4, 1.0, 1.0, State.SETTLED)


def test_another_campaigns_votes_do_not_count(campaign: Campaign) -> None:
    other = make_campaign(slug="other")
    tile = make_label_tile(other, 5)
    answer_tile(other, make_guest(other), {1})
    assert update_consensus(campaign=campaign) == 0
    assert not tile.consensus.exists()


def test_a_skilled_voter_outweighs_one_who_guesses(campaign: Campaign) -> None:
    tile, expert, guesser = make_label_tile(campaign), make_guest(campaign), make_guest(campaign)
    for guest, ratios in ((expert, [4.0, -4.0, -4.0, -4.0, -4.0, -4.0]), (guesser, [0.0] * 6)):
        Skill.objects.create(
            participation=guest.participations.get(),
            log_ratios=ratios,
            sensitivity=0.5,
            specificity=0.5,
            value=0.5,
            low=0.4,
            high=0.6,
        )
    answer_tile(campaign, expert, {1})
    answer_tile(campaign, guesser, {2})
    update_consensus(campaign=campaign)
    probability = dict(tile.consensus.values_list("superpixel", "probability"))
    assert probability[1] > 0.8
    assert probability[2] < 0.01


def test_a_campaigns_own_prevalence_is_used(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    answer_tile(campaign, make_guest(campaign), {1})
    update_consensus(campaign=campaign)
    before = tile.consensus.get(superpixel=1).probability
    Crowd.objects.create(campaign=campaign, prevalence=0.5, log_ratios=[2.0, -1.0, -1.0, -1.0, -1.0, -1.0])
    recompute_consensus(campaign=campaign)
    assert tile.consensus.get(superpixel=1).probability == pytest.approx(0.8808, abs=1e-3)
    assert before is not None and before < 0.8
