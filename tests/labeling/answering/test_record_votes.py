from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign
from labeling.answering.services.record_votes import record_votes
from labeling.models import WITHDRAWN, Answer, LabelTile, Vote
from tests.factories_labeling import CLOCK, N_SUPERPIXELS, draft, lease_tile, make_guest, make_label_tile

ANSWERS = [*Answer.values, WITHDRAWN]


def standing(tile: LabelTile) -> dict[int, str]:
    return dict(Vote.objects.standing().filter(label_tile=tile).values_list("superpixel", "answer"))


def test_a_vote_sent_twice_is_stored_once(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    lease_tile(campaign, guest)
    vote = draft(tile, 1)
    for _ in range(2):
        recorded = record_votes(campaign=campaign, contributor=guest, votes=[vote])
        assert recorded.stored == [vote.id]
    assert Vote.objects.count() == 1


def test_a_later_vote_supersedes_an_earlier_one(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    lease_tile(campaign, guest)
    votes = [draft(tile, 1, Answer.POSITIVE), draft(tile, 1, Answer.NEGATIVE, clock=CLOCK + 1)]
    for vote in reversed(votes):
        record_votes(campaign=campaign, contributor=guest, votes=[vote])
    assert standing(tile) == {1: Answer.NEGATIVE}
    assert Vote.objects.count() == 2


def test_a_withdrawn_superpixel_is_unanswered(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    lease_tile(campaign, guest)
    votes = [draft(tile, 1), draft(tile, 1, WITHDRAWN, clock=CLOCK + 1), draft(tile, 2)]
    record_votes(campaign=campaign, contributor=guest, votes=votes)
    assert standing(tile) == {2: Answer.POSITIVE}


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_order_and_repetition_of_batches_do_not_matter(campaign: Campaign, data: st.DataObject) -> None:
    guest = make_guest(campaign)
    tile = LabelTile.objects.first() or make_label_tile(campaign)
    tile.assignments.create(contributor=guest)
    taps = data.draw(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(ANSWERS)), min_size=1, max_size=8))
    votes = [draft(tile, number, answer, clock=CLOCK + i) for i, (number, answer) in enumerate(taps)]
    repeated = data.draw(st.lists(st.sampled_from(votes), max_size=6))
    for vote in data.draw(st.permutations(votes + repeated)):
        record_votes(campaign=campaign, contributor=guest, votes=[vote])
    own = Vote.objects.filter(contributor=guest)
    last = dict(taps)
    expected = {number: answer for number, answer in last.items() if answer != WITHDRAWN}
    assert dict(own.standing().values_list("superpixel", "answer")) == expected
    assert own.count() == len(votes)


def test_two_contributors_votes_stand_side_by_side(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    for nickname in ("Ada", "Bo"):
        guest = make_guest(campaign, nickname)
        lease_tile(campaign, guest)
        record_votes(campaign=campaign, contributor=guest, votes=[draft(tile, 1)])
    assert Vote.objects.standing().count() == 2


def test_a_vote_on_an_unassigned_tile_is_rejected_with_the_reason(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    vote = draft(tile, 1)
    recorded = record_votes(campaign=campaign, contributor=guest, votes=[vote])
    assert recorded.stored == []
    assert "never assigned" in recorded.rejected[vote.id]


@pytest.mark.parametrize("number", [0, N_SUPERPIXELS + 1])
def test_a_vote_on_a_missing_superpixel_is_rejected_and_the_others_stored(
    campaign: Campaign, number: int
) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    lease_tile(campaign, guest)
    wrong, right = draft(tile, number), draft(tile, 1)
    recorded = record_votes(campaign=campaign, contributor=guest, votes=[wrong, right])
    assert recorded.stored == [right.id]
    assert f"1 to {N_SUPERPIXELS}" in recorded.rejected[wrong.id]


def test_an_id_used_by_another_contributor_is_rejected(campaign: Campaign) -> None:
    tile, first, second = make_label_tile(campaign), make_guest(campaign), make_guest(campaign)
    name = uuid4()
    for guest in (first, second):
        lease_tile(campaign, guest)
        recorded = record_votes(campaign=campaign, contributor=guest, votes=[draft(tile, 1, id=name)])
    assert list(recorded.rejected) == [name]
    assert Vote.objects.get().contributor == first


def test_a_clock_ahead_of_the_servers_is_capped(campaign: Campaign) -> None:
    tile, guest = make_label_tile(campaign), make_guest(campaign)
    lease_tile(campaign, guest)
    record_votes(campaign=campaign, contributor=guest, votes=[draft(tile, 1, clock=4_000_000_000_000)])
    vote = Vote.objects.get()
    assert vote.voted_at <= vote.created_at
