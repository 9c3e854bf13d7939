from collections.abc import Collection

from django.db import transaction

from campaigns.models import Campaign
from labeling.models import Assignment, Contributor, LabelTile
from labeling.models.tiles import lease_end
from labeling.services.gold import lease_due_gold

MOST_HELD = 8
"""A client prefetches a few tiles; more than this at once would keep them from others."""


def take_next_tiles(
    *, campaign: Campaign, contributor: Contributor, count: int = 1, held: Collection[int] = ()
) -> list[Assignment]:
    """Lease up to `count` tiles beyond those in `held`: first the contributor's own live leases (after a
    reload), then new ones from the queue. A tile's finished answers and live leases never exceed the
    campaign's target."""
    leases = Assignment.objects.live().filter(contributor=contributor, label_tile__campaign=campaign)
    resumed = list(leases.exclude(pk__in=held).for_page().order_by("pk")[:count])
    wanted = min(count - len(resumed), MOST_HELD - leases.count())
    if wanted <= 0:
        return resumed
    gold = lease_due_gold(campaign=campaign, contributor=contributor, count=wanted)
    return resumed + _lease_from_queue(campaign, contributor, wanted - len(gold)) + _shown(gold)


def _shown(assignments: Collection[int]) -> list[Assignment]:
    return list(Assignment.objects.filter(pk__in=assignments).for_page()) if assignments else []


@transaction.atomic
def _lease_from_queue(campaign: Campaign, contributor: Contributor, count: int) -> list[Assignment]:
    free = LabelTile.objects.filter(campaign=campaign).with_a_free_place(campaign.votes_to_agree)
    free = free.not_taken_by(contributor)
    locked = free.select_for_update(skip_locked=True, of=("self",)).in_queue_order()[:count]
    # PostgreSQL counted the leases as they were before the rows were locked; with the lock held, the second
    # count is final. SQLite lets in one writer at a time, so there both are.
    chosen = list(free.filter(pk__in=[tile.pk for tile in locked]).in_queue_order())
    leased = [_lease(tile, contributor).pk for tile in chosen]
    return list(Assignment.objects.filter(pk__in=leased).for_page().order_by("pk"))


def _lease(tile: LabelTile, contributor: Contributor) -> Assignment:
    """A new lease, or the contributor's own that had run out."""
    assignment, _created = Assignment.objects.update_or_create(
        label_tile=tile,
        contributor=contributor,
        state=Assignment.State.LEASED,
        defaults={"leased_until": lease_end(), "reason": tile.reason},
    )
    return assignment
