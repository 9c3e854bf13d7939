"""Answers after their lease has expired, with and without an open slot."""

import pytest
from django.utils import timezone

from campaigns.models import Campaign
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.lease_tiles import lease_tiles
from labeling.answering.services.record_votes import record_votes
from labeling.answering.services.reopen_tile import reopen_tile
from labeling.models import Answer, Assignment, Contributor, LabelTile, Vote
from tests.factories_labeling import CLOCK, N_SUPERPIXELS, draft, lease_tile, make_guest, make_label_tile

State = Assignment.State


def run_out(assignment: Assignment) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(leased_until=timezone.now())


def answer(campaign: Campaign, contributor: Contributor, *positive: int) -> None:
    assignment = lease_tile(campaign, contributor)
    votes = [draft(assignment.label_tile, number) for number in positive]
    finish_tile(assignment=assignment, clock=CLOCK + 1, votes=votes)


@pytest.fixture
def tile(campaign: Campaign) -> LabelTile:
    return make_label_tile(campaign)


@pytest.fixture
def late(campaign: Campaign, tile: LabelTile) -> Assignment:
    """An expired lease whose slot went to others, who agreed on the whole tile."""
    assignment = lease_tile(campaign, make_guest(campaign))
    run_out(assignment)
    for _ in range(3):
        answer(campaign, make_guest(campaign))
    return assignment


def state_of(assignment: Assignment) -> str:
    assignment.refresh_from_db()
    return assignment.state


def test_a_late_answer_counts_if_a_slot_is_open(campaign: Campaign, tile: LabelTile) -> None:
    assignment = lease_tile(campaign, make_guest(campaign))
    run_out(assignment)
    finish_tile(assignment=assignment, clock=CLOCK + 1)
    tile.refresh_from_db()
    assert (state_of(assignment), tile.n_answers) == (State.DONE, 1)


def test_a_late_answer_is_stored_without_exceeding_the_target(late: Assignment, tile: LabelTile) -> None:
    finish_tile(assignment=late, clock=CLOCK + 1, votes=[draft(tile, 2, Answer.NEGATIVE)])
    tile.refresh_from_db()
    own = Vote.objects.standing().filter(contributor=late.contributor)
    assert (state_of(late), tile.n_answers) == (State.SURPLUS, 3)
    assert own.count() == N_SUPERPIXELS


def test_a_late_answer_does_not_take_the_slot_of_a_live_lease(campaign: Campaign, tile: LabelTile) -> None:
    late = lease_tile(campaign, make_guest(campaign))
    run_out(late)
    holders = [lease_tile(campaign, make_guest(campaign)) for _ in range(3)]
    finish_tile(assignment=late, clock=CLOCK + 1)
    for holder in holders:
        finish_tile(assignment=holder, clock=CLOCK + 1)
    tile.refresh_from_db()
    assert [state_of(late), *map(state_of, holders)] == [State.SURPLUS, *[State.DONE] * 3]
    assert tile.n_answers == 3


def test_a_surplus_answer_counts_first_when_a_split_tile_needs_more(
    campaign: Campaign, tile: LabelTile
) -> None:
    late = lease_tile(campaign, make_guest(campaign))
    run_out(late)
    answer(campaign, make_guest(campaign), 1)
    answer(campaign, make_guest(campaign), 2)
    last = lease_tile(campaign, make_guest(campaign))
    finish_tile(assignment=late, clock=CLOCK + 1, votes=[draft(tile, 1)])
    assert state_of(late) == State.SURPLUS
    finish_tile(assignment=last, clock=CLOCK + 1, votes=[draft(tile, 3)])
    tile.refresh_from_db()
    assert state_of(late) == State.DONE
    assert (tile.n_answers, tile.wanted > 3) == (4, True)


def test_a_tile_answered_late_is_not_served_again(
    campaign: Campaign, late: Assignment, tile: LabelTile
) -> None:
    finish_tile(assignment=late, clock=CLOCK + 1)
    LabelTile.objects.filter(pk=tile.pk).update(target=5, is_done=False)
    assert lease_tiles(campaign=campaign, contributor=late.contributor) == []


def test_undoing_a_late_answer_takes_nobodys_slot(late: Assignment, tile: LabelTile) -> None:
    finish_tile(assignment=late, clock=CLOCK + 1)
    reopen_tile(assignment=late, clock=CLOCK + 2)
    assert not Assignment.objects.live().filter(pk=late.pk).exists()
    finish_tile(assignment=late, clock=CLOCK + 3, rest=Answer.UNSURE)
    tile.refresh_from_db()
    assert (state_of(late), tile.n_answers) == (State.SURPLUS, 3)


def test_a_vote_after_undo_does_not_restore_implied_votes(campaign: Campaign, tile: LabelTile) -> None:
    guest = make_guest(campaign)
    assignment = lease_tile(campaign, guest)
    finish_tile(assignment=assignment, clock=CLOCK + 10)
    reopen_tile(assignment=assignment, clock=CLOCK + 20)
    record_votes(campaign=campaign, contributor=guest, votes=[draft(tile, 2, clock=CLOCK + 5)])
    standing = Vote.objects.standing().values_list("superpixel", "answer", "is_implied")
    assert list(standing) == [(2, Answer.POSITIVE, False)]


def test_a_tap_overrules_an_implied_answer_even_if_it_arrives_later(
    campaign: Campaign, tile: LabelTile
) -> None:
    guest = make_guest(campaign)
    finish_tile(assignment=lease_tile(campaign, guest), clock=CLOCK + 10)
    record_votes(campaign=campaign, contributor=guest, votes=[draft(tile, 2, clock=CLOCK + 5)])
    assert Vote.objects.standing().get(superpixel=2).answer == Answer.POSITIVE
