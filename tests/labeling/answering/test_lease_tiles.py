from datetime import timedelta

from django.utils import timezone

from campaigns.models import Campaign
from labeling.answering.services.extend_leases import extend_leases, release_assignment
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.lease_tiles import MAX_HELD, lease_tiles
from labeling.models import Assignment
from labeling.models.tiles import LEASE
from tests.factories_labeling import CLOCK, lease_tile, make_guest, make_label_tile


def test_the_tile_with_the_highest_priority_comes_first(campaign: Campaign) -> None:
    make_label_tile(campaign, 0)
    urgent = make_label_tile(campaign, 1, priority=0.9, reason="uncertain")
    assignment = lease_tile(campaign, make_guest(campaign))
    assert (assignment.label_tile, assignment.reason) == (urgent, "uncertain")


def test_a_contributor_does_not_get_a_tile_twice(campaign: Campaign) -> None:
    make_label_tile(campaign)
    guest = make_guest(campaign)
    finish_tile(assignment=lease_tile(campaign, guest), clock=CLOCK)
    assert lease_tiles(campaign=campaign, contributor=guest) == []


def test_leases_and_answers_together_never_exceed_the_target(campaign: Campaign) -> None:
    make_label_tile(campaign)
    finish_tile(assignment=lease_tile(campaign, make_guest(campaign)), clock=CLOCK)
    leases = [lease_tiles(campaign=campaign, contributor=make_guest(campaign)) for _ in range(5)]
    assert sum(map(len, leases)) == campaign.votes_to_agree - 1


def test_an_expired_lease_frees_its_slot(campaign: Campaign) -> None:
    campaign.votes_to_agree = 1
    campaign.save()
    make_label_tile(campaign)
    lease_tile(campaign, make_guest(campaign))
    assert lease_tiles(campaign=campaign, contributor=make_guest(campaign)) == []
    Assignment.objects.update(leased_until=timezone.now())
    assert lease_tiles(campaign=campaign, contributor=make_guest(campaign))


def test_a_contributor_with_an_expired_lease_gets_it_again(campaign: Campaign) -> None:
    make_label_tile(campaign)
    guest = make_guest(campaign)
    first = lease_tile(campaign, guest)
    Assignment.objects.update(leased_until=timezone.now())
    assert lease_tile(campaign, guest) == first


def test_after_a_reload_the_held_tiles_come_first(campaign: Campaign) -> None:
    for index in range(3):
        make_label_tile(campaign, index)
    guest = make_guest(campaign)
    before = lease_tiles(campaign=campaign, contributor=guest, count=2)
    after = lease_tiles(campaign=campaign, contributor=guest, count=3)
    assert after[:2] == before
    assert len(after) == 3


def test_tiles_that_the_client_holds_are_not_sent_again(campaign: Campaign) -> None:
    for index in range(3):
        make_label_tile(campaign, index)
    guest = make_guest(campaign)
    first = lease_tile(campaign, guest)
    second = lease_tiles(campaign=campaign, contributor=guest, held=[first.pk])
    assert second and first not in second


def test_one_contributor_cannot_hoard_the_queue(campaign: Campaign) -> None:
    for index in range(MAX_HELD + 2):
        make_label_tile(campaign, index)
    guest = make_guest(campaign)
    held: list[int] = []
    while leases := lease_tiles(campaign=campaign, contributor=guest, count=3, held=held):
        held += [assignment.pk for assignment in leases]
    assert len(held) == MAX_HELD


def test_a_heartbeat_extends_live_leases_and_omits_lost_ones(campaign: Campaign) -> None:
    campaign.votes_to_agree = 1
    campaign.save()
    make_label_tile(campaign, 0)
    make_label_tile(campaign, 1)
    guest = make_guest(campaign)
    lost, live = lease_tiles(campaign=campaign, contributor=guest, count=2)
    Assignment.objects.filter(pk=lost.pk).update(leased_until=timezone.now())
    lease_tile(campaign, make_guest(campaign))
    before = live.leased_until
    held = extend_leases(campaign=campaign, contributor=guest, assignments=[lost.pk, live.pk])
    live.refresh_from_db()
    assert held == [live.pk]
    assert live.leased_until > before


def test_a_heartbeat_renews_an_expired_lease_if_a_slot_is_open(
    campaign: Campaign,
) -> None:
    campaign.votes_to_agree = 2
    campaign.save()
    make_label_tile(campaign)
    guest = make_guest(campaign)
    own = lease_tile(campaign, guest)
    lease_tile(campaign, make_guest(campaign))
    Assignment.objects.filter(pk=own.pk).update(leased_until=timezone.now())
    assert extend_leases(campaign=campaign, contributor=guest, assignments=[own.pk]) == [own.pk]
    own.refresh_from_db()
    assert own.is_live
    assert lease_tiles(campaign=campaign, contributor=make_guest(campaign)) == []


def test_a_lease_ends_five_minutes_after_the_last_touch(campaign: Campaign) -> None:
    make_label_tile(campaign)
    guest = make_guest(campaign)
    own = lease_tile(campaign, guest)
    soon = timezone.now() + timedelta(seconds=20)
    Assignment.objects.update(leased_until=soon)
    for idle, ends in ((290, soon), (120, timezone.now() + LEASE - timedelta(seconds=120))):
        held = extend_leases(campaign=campaign, contributor=guest, assignments=[own.pk], idle_s=idle)
        own.refresh_from_db()
        assert held == [own.pk]
        assert abs(own.leased_until - ends) < timedelta(seconds=10)


def test_an_idle_page_renews_nothing(campaign: Campaign) -> None:
    make_label_tile(campaign)
    guest = make_guest(campaign)
    own = lease_tile(campaign, guest)
    Assignment.objects.update(leased_until=timezone.now())
    assert extend_leases(campaign=campaign, contributor=guest, assignments=[own.pk], idle_s=301) == []


def test_nobody_extends_another_contributors_lease(campaign: Campaign) -> None:
    make_label_tile(campaign)
    assignment = lease_tile(campaign, make_guest(campaign))
    held = extend_leases(campaign=campaign, contributor=make_guest(campaign), assignments=[assignment.pk])
    assert held == []


def test_a_released_tile_is_available_at_once(campaign: Campaign) -> None:
    campaign.votes_to_agree = 1
    campaign.save()
    make_label_tile(campaign)
    assert release_assignment(assignment=lease_tile(campaign, make_guest(campaign)))
    assert lease_tile(campaign, make_guest(campaign))
