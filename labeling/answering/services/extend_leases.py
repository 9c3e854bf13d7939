from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from campaigns.models import Campaign
from labeling.models import Assignment, Contributor, LabelTile
from labeling.models.tiles import lease_end

State = Assignment.State


def extend_leases(
    *, campaign: Campaign, contributor: Contributor, assignments: Collection[int], idle_s: float = 0
) -> list[int]:
    """Extend leases to five minutes after the contributor last touched the page, `idle_s` seconds ago. An
    expired lease is renewed if its tile has an open slot. Returns the assignments still held."""
    now, until = timezone.now(), lease_end() - timedelta(seconds=idle_s)
    own = Assignment.objects.filter(
        contributor=contributor, label_tile__campaign=campaign, pk__in=assignments, state=State.LEASED
    )
    ends = dict(own.order_by("pk").values_list("pk", "leased_until"))
    held = [pk for pk, end in ends.items() if end > now]
    Assignment.objects.live().filter(pk__in=held).update(leased_until=Greatest("leased_until", Value(until)))
    lost = [pk for pk in ends if pk not in held]
    return held + (_lease_again(campaign, lost) if lost and until > now else [])


@transaction.atomic
def _lease_again(campaign: Campaign, assignments: Collection[int]) -> list[int]:
    tiles = LabelTile.objects.filter(assignments__in=assignments).values_list("pk", flat=True)
    rows = LabelTile.objects.filter(pk__in=set(tiles)).order_by("pk")
    locked = list(rows.select_for_update().values_list("pk", flat=True))
    # Queried with the rows locked: nobody else can fill these slots now.
    with_slot = LabelTile.objects.filter(pk__in=locked).with_open_slot(campaign.votes_to_agree)
    open_tiles = set(with_slot.values_list("pk", flat=True))
    leases = Assignment.objects.filter(pk__in=assignments, state=State.LEASED).order_by("pk")
    renewed = [lease.pk for lease in leases if lease.is_gold or lease.label_tile_id in open_tiles]
    Assignment.objects.filter(pk__in=renewed).update(leased_until=lease_end())
    return renewed


def release_assignment(*, assignment: Assignment) -> bool:
    leased = Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.LEASED)
    return bool(leased.update(state=Assignment.State.RELEASED))
