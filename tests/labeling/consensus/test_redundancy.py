"""How many answers a tile gets: three, five when they are split, eleven, then an expert."""

from campaigns.models import Campaign
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.lease_tiles import lease_tiles
from labeling.consensus.services.mark_gold import mark_gold, unmark_gold
from labeling.consensus.services.update_consensus import update_consensus, update_tile_consensus
from labeling.models import Answer, Assignment, Consensus, LabelTile
from tests.factories_labeling import (
    CLOCK,
    N_SUPERPIXELS,
    answer_tile,
    lease_tile,
    make_guest,
    make_label_tile,
)

State = Consensus.State


def answer(campaign: Campaign, *answers: set[int]) -> None:
    """One guest per set of positive superpixels."""
    for positive in answers:
        answer_tile(campaign, make_guest(campaign), positive)
    update_consensus(campaign=campaign)


def fresh(tile: LabelTile) -> LabelTile:
    return LabelTile.objects.select_related("campaign", "segmentation").get(pk=tile.pk)


def test_a_tile_on_which_three_agree_is_done(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    answer(campaign, set(), set(), set())
    assert (fresh(tile).is_done, fresh(tile).wanted) == (True, 3)


def test_a_tile_with_positives_needs_more_answers(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    answer(campaign, {1}, {1}, {1})
    assert (fresh(tile).is_done, fresh(tile).wanted) == (False, 5)
    answer(campaign, {1}, {1})
    assert (fresh(tile).is_done, fresh(tile).wanted) == (True, 5)


def test_a_split_tile_gets_five_answers_then_eleven_then_an_expert(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    wanted = []
    for n_yes, n_no in ((2, 1), (1, 1), (3, 3)):
        answer(campaign, *[{1}] * n_yes, *[set()] * n_no)
        wanted.append(fresh(tile).wanted)
    assert wanted == [5, 11, 11]
    assert fresh(tile).is_done
    assert tile.consensus.get(superpixel=1).state == State.EXPERT
    assert lease_tiles(campaign=campaign, contributor=make_guest(campaign)) == []


def test_the_stages_come_from_the_campaign(campaign: Campaign) -> None:
    campaign.votes_to_agree, campaign.votes_when_split, campaign.votes_at_most = 2, 2, 4
    campaign.positive_votes_to_agree = 2
    campaign.save()
    tile = make_label_tile(campaign)
    assert campaign.vote_stages == [2, 4]
    answer(campaign, {1}, set())
    assert fresh(tile).wanted == 4


def test_a_tile_settled_by_an_expert_needs_no_more_answers(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    answer(campaign, {1}, {1}, set())
    assert not fresh(tile).is_done
    mark_gold(label_tile=tile, superpixel=1, answer=Answer.POSITIVE, author=None)
    update_consensus(campaign=campaign)
    assert (fresh(tile).is_done, fresh(tile).wanted) == (True, 3)


def test_a_live_lease_keeps_its_slot_when_no_more_answers_are_needed(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    answer(campaign, {1}, {1}, set())
    lease_tile(campaign, make_guest(campaign))
    mark_gold(label_tile=tile, superpixel=1, answer=Answer.POSITIVE, author=None)
    update_consensus(campaign=campaign)
    assert (fresh(tile).n_answers, fresh(tile).wanted) == (3, 4)


def test_an_answer_that_no_longer_counts_is_replaced(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    vandal = make_guest(campaign)
    answer(campaign, set(), set())
    answer_tile(campaign, vandal, set(range(1, N_SUPERPIXELS + 1)))
    vandal.participations.update(is_excluded=True)
    fresh(tile).count_answers()
    update_consensus(campaign=campaign)
    assert (fresh(tile).n_answers, fresh(tile).is_done, fresh(tile).wanted) == (2, False, 3)


def test_judging_one_tile_leaves_the_others(campaign: Campaign) -> None:
    tile, other = make_label_tile(campaign), make_label_tile(campaign, 1)
    other.consensus.create(superpixel=1, probability=0.2)
    for _ in range(3):
        answer_tile(campaign, make_guest(campaign), set())
    assert update_tile_consensus(tile=fresh(tile)) == N_SUPERPIXELS
    assert other.consensus.get().probability == 0.2


def test_a_tile_that_only_awaits_an_expert_is_not_served(campaign: Campaign) -> None:
    """Of six superpixels an expert settled five before any votes; the sixth stayed split."""
    tile = make_label_tile(campaign)
    answer(campaign, *[{1}, set()] * 5, {1})
    Assignment.objects.all().delete()
    LabelTile.objects.update(n_answers=1, is_done=False, target=None)
    for number in range(2, N_SUPERPIXELS + 1):
        mark_gold(label_tile=tile, superpixel=number, answer=Answer.NEGATIVE, author=None)
    update_consensus(campaign=campaign)
    states = dict(tile.consensus.values_list("superpixel", "state"))
    assert states == {1: State.EXPERT} | dict.fromkeys(range(2, N_SUPERPIXELS + 1), State.SETTLED)
    assert fresh(tile).is_done
    assert lease_tiles(campaign=campaign, contributor=make_guest(campaign)) == []


def test_a_tile_that_an_expert_answered_completely_is_not_served(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    for number in range(1, N_SUPERPIXELS + 1):
        assert lease_tiles(campaign=campaign, contributor=make_guest(campaign))
        Assignment.objects.all().delete()
        mark_gold(label_tile=tile, superpixel=number, answer=Answer.NEGATIVE, author=None)
    assert lease_tiles(campaign=campaign, contributor=make_guest(campaign)) == []
    unmark_gold(gold=tile.gold.get(superpixel=1))
    update_consensus(campaign=campaign)
    assert lease_tiles(campaign=campaign, contributor=make_guest(campaign))


def test_a_lease_held_while_an_expert_answers_the_whole_tile_still_counts(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    lease = lease_tile(campaign, make_guest(campaign))
    for number in range(1, N_SUPERPIXELS + 1):
        mark_gold(label_tile=tile, superpixel=number, answer=Answer.NEGATIVE, author=None)
    finish_tile(assignment=lease, clock=CLOCK)
    assert (fresh(tile).n_answers, fresh(tile).wanted, fresh(tile).is_done) == (1, 1, True)
