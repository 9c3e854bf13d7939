from collections.abc import Collection

from campaigns.models import Campaign
from labeling.models import Assignment, Contributor
from labeling.models.tiles import lease_end


def extend_leases(*, campaign: Campaign, contributor: Contributor, assignments: Collection[int]) -> list[int]:
    """Heartbeat: keep live leases for another while. Returns those still held; the rest went back to the
    queue."""
    own = Assignment.objects.live().filter(
        contributor=contributor, label_tile__campaign=campaign, pk__in=assignments
    )
    still_held = list(own.values_list("pk", flat=True))
    Assignment.objects.live().filter(pk__in=still_held).update(leased_until=lease_end())
    return still_held


def release_assignment(*, assignment: Assignment) -> bool:
    """Give an unfinished tile back at once; votes already made on it stay. False when it was not leased."""
    leased = Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.LEASED)
    return bool(leased.update(state=Assignment.State.RELEASED))
