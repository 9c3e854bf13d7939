from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from labeling.answering.services.record_votes import OwnTile, RecordedVotes, VoteBatch, VoteDraft, cast_votes
from labeling.consensus.services.update_consensus import settle_tile
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
    """“The rest is clear”: keep `votes`, answer every other superpixel with `rest` as an implied vote, and
    count the tile as answered. Doing it twice, or after a later reopening, changes nothing but keeps the
    votes. After the lease has run out the work is kept all the same; it takes a place on the tile only while
    there is one, and is spare otherwise."""
    tile, current = lock_assignment(assignment)
    is_new = clock > current.clock
    finished = clock if is_new else current.clock if current.is_finished else None
    batch = VoteBatch.read(
        tile.campaign,
        current.contributor,
        {tile.pk: OwnTile(tile.segmentation.n_superpixels, finished)},
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
        settle_answers(tile)
    elif batch.added:
        tile.note_votes()
    return recorded


def has_open_slot(tile: LabelTile, own: Assignment) -> bool:
    """Whether an answer may count: its lease has kept a place for it, or there is one still free. The caller
    holds the tile's row."""
    if own.is_gold or own.state == State.DONE:
        return True
    if tile.n_answers >= tile.wanted:
        return False
    return own.is_live or tile.n_answers + tile.count_live(beside=own) < tile.wanted


def settle_answers(tile: LabelTile) -> None:
    """Count the answers again; a tile that has all it wanted is judged, and where it then wants more, spare
    answers are the first to count."""
    tile.count_answers()
    while tile.is_done:
        settle_tile(tile=tile)
        tile.refresh_from_db(fields=["target", "is_done", "n_answers"])
        if tile.is_done or not _count_surplus(tile):
            return
        tile.count_answers()


def _count_surplus(tile: LabelTile) -> bool:
    """Let spare answers take the places that are free; True when one did."""
    free = tile.wanted - tile.n_answers - tile.count_live()
    if free <= 0:
        return False
    surplus = tile.assignments.filter(state=State.SURPLUS).order_by("finished_at")[:free]
    chosen = list(surplus.values_list("pk", flat=True))
    return bool(Assignment.objects.filter(pk__in=chosen).update(state=State.DONE)) if chosen else False


def lock_assignment(assignment: Assignment) -> tuple[LabelTile, Assignment]:
    """The tile's row, and the contributor's assignment that holds its place (a released one may have a
    successor)."""
    tile = (
        LabelTile.objects.select_for_update(of=("self",))
        .select_related("campaign", "segmentation")
        .defer("campaign__region", "campaign__guidance")
        .get(pk=assignment.label_tile_id)
    )
    # Asked for once the row is held: until then a guest's work may have gone over to an account.
    owner = Assignment.objects.filter(pk=assignment.pk).values("contributor")
    own = list(Assignment.objects.filter(label_tile=tile, contributor__in=owner))
    holding = [row for row in own if row.state != State.RELEASED]
    current = (holding or [row for row in own if row.pk == assignment.pk])[0]
    if current.contributor_id == assignment.contributor_id:
        current.contributor = assignment.contributor
    return tile, current


def _implied_id(assignment: Assignment, superpixel: int, clock: int) -> UUID:
    """The same for the same finishing, so that no retry makes a second vote."""
    return uuid5(NAMESPACE_URL, f"landscar:{assignment.pk}:{superpixel}:{clock}")
