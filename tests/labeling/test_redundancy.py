"""How many answers a tile gets: three, five where they are split, eleven, then an expert."""

from campaigns.models import Campaign
from labeling.models import Answer, Consensus, LabelTile
from labeling.services.mark_gold import mark_gold
from labeling.services.take_tiles import take_next_tiles
from labeling.services.update_consensus import settle_tile, update_consensus
from tests.factories_labeling import N_SUPERPIXELS, answer_tile, make_guest, make_label_tile, take

State = Consensus.State


def answer(campaign: Campaign, *answers: set[int]) -> None:
    """One guest after the other, each with the positive superpixels named."""
    for positive in answers:
        answer_tile(campaign, make_guest(campaign), positive)
    update_consensus(campaign=campaign)


def fresh(tile: LabelTile) -> LabelTile:
    return LabelTile.objects.select_related("campaign", "segmentation").get(pk=tile.pk)


def test_a_tile_on_which_three_agree_is_done(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    answer(campaign, set(), set(), set())
    assert (fresh(tile).is_done, fresh(tile).wanted) == (True, 3)


def test_a_tile_with_positives_is_asked_for_more(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    answer(campaign, {1}, {1}, {1})
    assert (fresh(tile).is_done, fresh(tile).wanted) == (False, 5)
    answer(campaign, {1}, {1})
    assert (fresh(tile).is_done, fresh(tile).wanted) == (True, 5)


def test_a_split_tile_goes_to_five_then_eleven_then_an_expert(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    wanted = []
    for n_yes, n_no in ((2, 1), (1, 1), (3, 3)):
        answer(campaign, *[{1}] * n_yes, *[set()] * n_no)
        wanted.append(fresh(tile).wanted)
    assert wanted == [5, 11, 11]
    assert fresh(tile).is_done
    assert tile.consensus.get(superpixel=1).state == State.EXPERT
    assert take_next_tiles(campaign=campaign, contributor=make_guest(campaign)) == []


def test_the_stages_are_the_campaigns(campaign: Campaign) -> None:
    campaign.votes_to_agree, campaign.votes_when_split, campaign.votes_at_most = 2, 2, 4
    campaign.positive_votes_to_agree = 2
    campaign.save()
    tile = make_label_tile(campaign)
    assert campaign.vote_stages == [2, 4]
    answer(campaign, {1}, set())
    assert fresh(tile).wanted == 4


def test_an_experts_answer_ends_the_asking(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    answer(campaign, {1}, {1}, set())
    assert not fresh(tile).is_done
    mark_gold(label_tile=tile, superpixel=1, answer=Answer.POSITIVE, author=None)
    update_consensus(campaign=campaign)
    assert (fresh(tile).is_done, fresh(tile).wanted) == (True, 3)


def test_a_place_that_somebody_holds_is_kept_when_no_more_is_wanted(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    answer(campaign, {1}, {1}, set())
    take(campaign, make_guest(campaign))
    mark_gold(label_tile=tile, superpixel=1, answer=Answer.POSITIVE, author=None)
    update_consensus(campaign=campaign)
    assert (fresh(tile).n_answers, fresh(tile).wanted) == (3, 4)


def test_an_answer_that_no_longer_counts_is_asked_for_again(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    vandal = make_guest(campaign)
    answer(campaign, set(), set())
    answer_tile(campaign, vandal, set(range(1, N_SUPERPIXELS + 1)))
    vandal.participations.update(is_excluded=True)
    fresh(tile).count_answers()
    update_consensus(campaign=campaign)
    assert (fresh(tile).n_answers, fresh(tile).is_done, fresh(tile).wanted) == (2, False, 3)


def test_a_tile_is_settled_by_itself(campaign: Campaign) -> None:
    tile, other = make_label_tile(campaign), make_label_tile(campaign, 1)
    other.consensus.create(superpixel=1, probability=0.2)
    for _ in range(3):
        answer_tile(campaign, make_guest(campaign), set())
    assert settle_tile(tile=fresh(tile)) == N_SUPERPIXELS
    assert other.consensus.get().probability == 0.2
