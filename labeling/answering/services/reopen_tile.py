from django.db import transaction

from labeling.answering.services.finish_tile import lock_assignment
from labeling.answering.services.record_votes import AssignedTile, VoteBatch
from labeling.models import Assignment


@transaction.atomic
def reopen_tile(*, assignment: Assignment, clock: int) -> bool:
    tile, current = lock_assignment(assignment)
    if clock <= current.clock:
        return False
    without_finishing = {tile.pk: AssignedTile(tile.segmentation, finish_clock=None)}
    VoteBatch.read(tile.campaign, current.contributor, without_finishing, ()).save()
    current.reopen(clock)
    tile.count_answers()
    return True
