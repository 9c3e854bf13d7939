from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from labeling.answering.services.record_votes import (
    AssignedTile,
    RecordedVotes,
    VoteBatch,
    VoteDraft,
    cast_votes,
)
from labeling.consensus.services.update_consensus import update_tile_consensus
from labeling.models import Answer, Assignment, LabelTile

State = Assignment.State


@transaction.atomic
def finish_tile(
    *,
    assignment: Assignment,
    clock: int,
    votes: Sequence[VoteDraft] = (),
    rest: Answer = Answer.NEGATIVE,
    viewing: dict[str, Any] | None = None,
) -> RecordedVotes:
    """Store `votes`, answer every other superpixel with `rest` as an implied vote, and finish the tile.
    Repeating it, or sending it after a later reopening, stores the votes and changes nothing else. After the
    lease has expired the work is stored too; without an open slot it becomes a surplus answer."""
    tile, current = lock_assignment(assignment)
    is_new = clock > current.clock
    finished = clock if is_new else current.clock if current.is_finished else None
    batch = VoteBatch.read(
        tile.campaign,
        current.contributor,
        {tile.pk: AssignedTile(tile.segmentation, finished)},
        {vote.id for vote in votes},
    )
    recorded = cast_votes(batch, votes)
    if is_new:
        for number in batch.unanswered(tile.pk):
            name = _implied_id(current, number, clock)
            batch.add(VoteDraft(name, tile.pk, number, rest, clock, is_implied=True))
    batch.save()
    if is_new:
        state = State.DONE if has_open_slot(tile, current) else State.SURPLUS
        current.finish(state, clock, viewing or {})
    if is_new and not current.is_gold:
        recount_answers(tile)
    elif batch.added:
        tile.mark_for_consensus()
    return recorded


def has_open_slot(tile: LabelTile, own: Assignment) -> bool:
    """Whether an answer may count: its lease holds a slot, or the tile has an open one. The caller locks the
    tile's row."""
    if own.is_gold or own.state == State.DONE:
        return True
    if tile.n_answers >= tile.wanted:
        return False
    return own.is_live or tile.n_answers + tile.count_live_leases(excluding=own) < tile.wanted


def recount_answers(tile: LabelTile) -> None:
    """Count the answers again. A tile that has reached its target is judged; if it then needs more answers,
    surplus answers count first."""
    tile.count_answers()
    while tile.is_done:
        update_tile_consensus(tile=tile)
        tile.refresh_from_db(fields=["target", "is_done", "n_answers"])
        if tile.is_done or not _count_surplus(tile):
            return
        tile.count_answers()


def _count_surplus(tile: LabelTile) -> bool:
    free = tile.wanted - tile.n_answers - tile.count_live_leases()
    if free <= 0:
        return False
    surplus = tile.assignments.filter(state=State.SURPLUS).order_by("finished_at")[:free]
    chosen = list(surplus.values_list("pk", flat=True))
    return bool(Assignment.objects.filter(pk__in=chosen).update(state=State.DONE)) if chosen else False


def lock_assignment(assignment: Assignment) -> tuple[LabelTile, Assignment]:
    """The tile, its row locked, and the contributor's current assignment on it: a released assignment may
    have a successor."""
    tile = (
        LabelTile.objects.select_for_update(of=("self",))
        .select_related("campaign", "segmentation")
        .defer("campaign__region", "campaign__guidance")
        .get(pk=assignment.label_tile_id)
    )
    # Queried with the row locked: before that, the guest may have been merged into an account.
    owner = Assignment.objects.filter(pk=assignment.pk).values("contributor")
    own = list(Assignment.objects.filter(label_tile=tile, contributor__in=owner))
    holding = [row for row in own if row.state != State.RELEASED]
    current = (holding or [row for row in own if row.pk == assignment.pk])[0]
    if current.contributor_id == assignment.contributor_id:
        current.contributor = assignment.contributor
    return tile, current


def _implied_id(assignment: Assignment, superpixel: int, clock: int) -> UUID:
    # The same for the same finishing, so that a retry makes no second vote.
    return uuid5(NAMESPACE_URL, f"landscar:{assignment.pk}:{superpixel}:{clock}")
