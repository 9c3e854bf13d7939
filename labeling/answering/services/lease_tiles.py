from collections import Counter
from collections.abc import Collection

from django.db import transaction

from campaigns.models import Campaign
from labeling.answering.services.lease_gold import lease_due_gold
from labeling.models import Assignment, Contributor, LabelTile
from labeling.models.tiles import lease_end

State = Assignment.State
MAX_HELD = 8
"""Clients prefetch a few tiles; more than this would keep them from others."""
ATTEMPTS = 3
"""Others may fill the slots of the tiles found while their rows are being locked."""


def lease_tiles(
    *, campaign: Campaign, contributor: Contributor, count: int = 1, held: Collection[int] = ()
) -> list[Assignment]:
    """Lease up to `count` tiles beyond those in `held`: first the contributor's own live leases (after a
    reload), then hidden gold where it is due, then the front of the queue. Finished answers and live leases
    of a tile never exceed its target."""
    leases = Assignment.objects.live().filter(contributor=contributor, label_tile__campaign=campaign)
    live = list(leases.order_by("pk").values_list("pk", flat=True))
    resumed = _load([lease for lease in live if lease not in held][:count])
    wanted = min(count - len(resumed), MAX_HELD - len(live))
    if wanted <= 0:
        return resumed
    gold = lease_due_gold(campaign=campaign, contributor=contributor, count=wanted)
    return resumed + _lease_from_queue(campaign, contributor, wanted - len(gold)) + _load(gold)


def _load(assignments: Collection[int]) -> list[Assignment]:
    if not assignments:
        return []
    return list(Assignment.objects.filter(pk__in=assignments).for_page().order_by("pk"))


def _lease_from_queue(campaign: Campaign, contributor: Contributor, count: int) -> list[Assignment]:
    for _attempt in range(ATTEMPTS):
        found, leased = _lease_best(campaign, contributor, count)
        if leased or not found:
            break
    return leased


@transaction.atomic
def _lease_best(campaign: Campaign, contributor: Contributor, count: int) -> tuple[int, list[Assignment]]:
    best = LabelTile.objects.next_for(contributor, campaign).for_page()
    tiles = list(best.select_for_update(skip_locked=True, of=("self",))[:count])
    # PostgreSQL counted the leases as they were before the rows were locked; with the locks held, this second
    # count is final. SQLite lets in one writer at a time, so there both are.
    others = list(Assignment.objects.filter(label_tile__in=[tile.pk for tile in tiles]).order_by("pk"))
    live = Counter(lease.label_tile_id for lease in others if lease.is_live and not lease.is_gold)
    earlier = [lease for lease in others if lease.contributor_id == contributor.pk]
    own = {lease.label_tile_id: lease for lease in earlier if lease.state != State.RELEASED}
    chosen = [
        tile
        for tile in tiles
        if tile.n_answers + live[tile.pk] < tile.wanted_in(campaign)
        and (tile.pk not in own or own[tile.pk].state == State.LEASED)
    ]
    leases = _lease_all(chosen, contributor, own)
    for lease in leases:
        lease.is_first = all(lease.label_tile_id != before.label_tile_id for before in earlier)
    return len(tiles), leases


def _lease_all(
    tiles: list[LabelTile], contributor: Contributor, own: dict[int, Assignment]
) -> list[Assignment]:
    until = lease_end()
    leases = [
        own.get(tile.pk) or Assignment(label_tile_id=tile.pk, contributor=contributor) for tile in tiles
    ]
    for lease, tile in zip(leases, tiles, strict=True):
        lease.label_tile, lease.leased_until, lease.reason = tile, until, tile.serving_reason
        lease.is_gold = False
    new = [lease for lease in leases if lease.pk is None]
    Assignment.objects.bulk_update(
        [lease for lease in leases if lease.pk is not None], ["leased_until", "reason", "is_gold"]
    )
    Assignment.objects.bulk_create(new)
    return leases
