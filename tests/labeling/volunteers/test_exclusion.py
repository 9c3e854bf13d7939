"""Excluding a contributor recomputes, is logged and can be undone; the votes stay."""

from django.contrib.auth.models import User
from pytest_django import DjangoCaptureOnCommitCallbacks

from campaigns.models import Campaign
from labeling.consensus.services.estimate_skills import estimate_skills, is_estimate_due
from labeling.consensus.services.update_consensus import update_consensus
from labeling.consensus.tasks import estimate_after_change
from labeling.models import Consensus, Contributor, ExclusionEntry, LabelTile, Participation, Skill
from labeling.sweeps import estimate_where_due
from labeling.volunteers.actions import exclude_contributor, restore_contributor
from tests.factories_labeling import N_SUPERPIXELS, answer_tile, make_guest, make_label_tile

EVERYTHING = set(range(1, N_SUPERPIXELS + 1))


def make_crowd(campaign: Campaign) -> tuple[LabelTile, Contributor]:
    """A tile that two call clear and a third taps completely."""
    tile = make_label_tile(campaign)
    for _ in range(2):
        answer_tile(campaign, make_guest(campaign), set())
    vandal = make_guest(campaign, "Vandal")
    answer_tile(campaign, vandal, EVERYTHING)
    update_consensus(campaign=campaign)
    return tile, vandal


def seat_of(contributor: Contributor) -> Participation:
    return contributor.participations.get()


def say(tile: LabelTile) -> set[tuple[int, float | None]]:
    rows = tile.consensus.values_list("n_votes", "majority")
    return set(rows)


def test_excluded_votes_stay_and_no_longer_count(campaign: Campaign, editor: User) -> None:
    tile, vandal = make_crowd(campaign)
    assert say(tile) == {(3, 1 / 3)}
    exclude_contributor(participation=seat_of(vandal), author=editor, reason="Taps everything")
    estimate_after_change(campaign.pk)
    assert say(tile) == {(2, 0.0)}
    assert vandal.votes.count() == N_SUPERPIXELS


def test_the_tile_is_served_again(campaign: Campaign, editor: User) -> None:
    tile, vandal = make_crowd(campaign)
    exclude_contributor(participation=seat_of(vandal), author=editor, reason="Taps everything")
    estimate_after_change(campaign.pk)
    tile.refresh_from_db()
    assert (tile.n_answers, tile.is_done) == (2, False)
    answer_tile(campaign, make_guest(campaign), set())
    update_consensus(campaign=campaign)
    tile.refresh_from_db()
    assert tile.is_done
    assert set(tile.consensus.values_list("state", flat=True)) == {Consensus.State.AGREED}


def test_an_exclusion_can_be_undone(campaign: Campaign, editor: User) -> None:
    tile, vandal = make_crowd(campaign)
    exclude_contributor(participation=seat_of(vandal), author=editor, reason="Taps everything")
    estimate_after_change(campaign.pk)
    restore_contributor(participation=seat_of(vandal), author=editor, reason="Was a child, is grown up")
    estimate_after_change(campaign.pk)
    assert say(tile) == {(3, 1 / 3)}
    tile.refresh_from_db()
    assert tile.n_answers == 3


def test_exclusion_and_restoration_are_logged_with_author_time_and_reason(
    campaign: Campaign, editor: User
) -> None:
    _tile, vandal = make_crowd(campaign)
    exclude_contributor(participation=seat_of(vandal), author=editor, reason="Taps everything")
    restore_contributor(participation=seat_of(vandal), author=editor, reason="Explained it")
    entries = ExclusionEntry.objects.order_by("pk").values_list("action", "reason", "author")
    assert list(entries) == [
        ("excluded", "Taps everything", editor.pk),
        ("restored", "Explained it", editor.pk),
    ]
    assert all(entry.created_at for entry in ExclusionEntry.objects.all())


def test_excluding_twice_logs_once(campaign: Campaign, editor: User) -> None:
    _tile, vandal = make_crowd(campaign)
    for _ in range(2):
        exclude_contributor(participation=seat_of(vandal), author=editor, reason="Taps everything")
    assert ExclusionEntry.objects.count() == 1
    assert restore_contributor(participation=seat_of(make_guest(campaign)), author=editor, reason="?") is None


def test_a_worker_estimates_everything_again(
    campaign: Campaign, editor: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    _tile, vandal = make_crowd(campaign)
    with django_capture_on_commit_callbacks() as callbacks:
        exclude_contributor(participation=seat_of(vandal), author=editor, reason="Taps everything")
    (callback,) = callbacks
    assert callback.keywords["task"] is estimate_after_change  # type: ignore[attr-defined] # a partial


def test_the_sweep_catches_up_after_a_broker_failure(campaign: Campaign, editor: User) -> None:
    tile, vandal = make_crowd(campaign)
    estimate_skills(campaign=campaign)
    exclude_contributor(participation=seat_of(vandal), author=editor, reason="Taps everything")
    assert is_estimate_due(campaign)
    estimate_where_due()
    assert say(tile) == {(2, 0.0)}


def test_an_exclusion_affects_one_campaign_only(campaign: Campaign, editor: User) -> None:
    _tile, vandal = make_crowd(campaign)
    other = Participation.objects.create(
        contributor=vandal, campaign=Campaign.objects.create(slug="other", source=campaign.source, region={})
    )
    exclude_contributor(participation=seat_of_in(vandal, campaign), author=editor, reason="Taps everything")
    other.refresh_from_db()
    assert not other.is_excluded


def seat_of_in(contributor: Contributor, campaign: Campaign) -> Participation:
    return contributor.participations.get(campaign=campaign)


def test_a_task_for_a_deleted_campaign_does_nothing(db: None) -> None:
    estimate_after_change(404)
    assert not Skill.objects.exists()
