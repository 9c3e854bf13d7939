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
    """Heartbeat: keep leases for five minutes since the contributor last touched the page, `idle_s` seconds
    ago. Those that had run out are taken again where the tile still has a place. Returns those held; the rest
    went back to the queue."""
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
    # Asked for once the rows are held: then nobody else can take the places found free.
    free = LabelTile.objects.filter(pk__in=locked).with_open_slot(campaign.votes_to_agree)
    places = set(free.values_list("pk", flat=True))
    leases = Assignment.objects.filter(pk__in=assignments, state=State.LEASED).order_by("pk")
    taken = [lease.pk for lease in leases if lease.is_gold or lease.label_tile_id in places]
    Assignment.objects.filter(pk__in=taken).update(leased_until=lease_end())
    return taken


def release_assignment(*, assignment: Assignment) -> bool:
    """Give an unfinished tile back at once; votes already made on it stay. False when it was not leased."""
    leased = Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.LEASED)
    return bool(leased.update(state=Assignment.State.RELEASED))
