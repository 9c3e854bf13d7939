from django.utils import timezone

from campaigns.models import Campaign
from labeling.answering.services.extend_leases import release_assignment
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.record_votes import record_votes
from labeling.answering.services.reopen_tile import reopen_tile
from labeling.models import Answer, Assignment, LabelTile, Vote
from tests.factories_labeling import CLOCK, N_SUPERPIXELS, draft, lease_tile, make_guest, make_label_tile


def standing(tile: LabelTile) -> dict[int, tuple[str, bool]]:
    votes = Vote.objects.standing().filter(label_tile=tile)
    return {
        number: (answer, implied)
        for number, answer, implied in votes.values_list("superpixel", "answer", "is_implied")
    }


def test_the_rest_is_clear_answers_every_other_superpixel(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    finish_tile(assignment=lease_tile(campaign, guest), clock=CLOCK + 1, votes=[draft(tile, 2)])
    answers = standing(tile)
    assert answers.pop(2) == (Answer.POSITIVE, False)
    assert answers == {n: (Answer.NEGATIVE, True) for n in range(1, N_SUPERPIXELS + 1) if n != 2}


def test_a_whole_tile_can_be_bad_imagery(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    finish_tile(assignment=lease_tile(campaign, guest), clock=CLOCK, rest=Answer.BAD_IMAGERY)
    assert {answer for answer, _implied in standing(tile).values()} == {Answer.BAD_IMAGERY}


def test_finishing_twice_counts_one_answer(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    assignment, vote = lease_tile(campaign, guest), draft(tile, 2)
    for _ in range(2):
        finish_tile(assignment=assignment, clock=CLOCK + 1, votes=[vote])
    tile.refresh_from_db()
    assert tile.n_answers == 1
    assert Vote.objects.count() == N_SUPERPIXELS


def test_a_vote_made_before_finishing_but_arriving_later_is_not_lost(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    vote = draft(tile, 2)
    finish_tile(assignment=lease_tile(campaign, guest), clock=CLOCK + 1, votes=[vote])
    record_votes(campaign=campaign, contributor=guest, votes=[vote])
    assert standing(tile)[2] == (Answer.POSITIVE, False)


def test_a_tile_is_done_when_its_target_is_reached(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    for n_answers in range(1, campaign.votes_to_agree + 1):
        finish_tile(assignment=lease_tile(campaign, make_guest(campaign)), clock=CLOCK)
        tile.refresh_from_db()
        assert (tile.n_answers, tile.is_done) == (n_answers, n_answers == campaign.votes_to_agree)


def test_undo_withdraws_implied_answers_and_keeps_taps(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    assignment = lease_tile(campaign, guest)
    finish_tile(assignment=assignment, clock=CLOCK + 1, votes=[draft(tile, 2)])
    assert reopen_tile(assignment=assignment, clock=CLOCK + 2)
    tile.refresh_from_db()
    assignment.refresh_from_db()
    assert standing(tile) == {2: (Answer.POSITIVE, False)}
    assert (tile.n_answers, assignment.state) == (0, Assignment.State.LEASED)
    assert Vote.objects.count() == N_SUPERPIXELS


def test_a_finishing_that_arrives_after_its_undo_changes_nothing(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    assignment = lease_tile(campaign, guest)
    reopen_tile(assignment=assignment, clock=CLOCK + 2)
    finish_tile(assignment=assignment, clock=CLOCK + 1, votes=[draft(tile, 2)])
    tile.refresh_from_db()
    assert tile.n_answers == 0
    assert standing(tile) == {2: (Answer.POSITIVE, False)}


def test_a_tile_finished_again_after_undo_gets_new_implied_answers(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    assignment = lease_tile(campaign, guest)
    finish_tile(assignment=assignment, clock=CLOCK + 1)
    reopen_tile(assignment=assignment, clock=CLOCK + 2)
    finish_tile(assignment=assignment, clock=CLOCK + 3, rest=Answer.UNSURE)
    assert set(standing(tile).values()) == {(Answer.UNSURE, True)}


def test_work_on_an_expired_lease_is_stored(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    assignment = lease_tile(campaign, guest)
    Assignment.objects.update(leased_until=timezone.now())
    finish_tile(assignment=assignment, clock=CLOCK + 1, votes=[draft(tile, 2)])
    tile.refresh_from_db()
    assert tile.n_answers == 1


def test_a_released_tile_that_was_leased_again_is_finished_once(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    first = lease_tile(campaign, guest)
    assert release_assignment(assignment=first)
    second = lease_tile(campaign, guest)
    for assignment in (first, second):
        finish_tile(assignment=assignment, clock=CLOCK + 1)
    tile.refresh_from_db()
    assert first.pk != second.pk
    assert tile.n_answers == 1
