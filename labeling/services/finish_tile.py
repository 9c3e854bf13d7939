from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from labeling.models import Answer, Assignment, LabelTile, Vote
from labeling.models.tiles import lease_end
from labeling.services.record_votes import RecordedVotes, VoteDraft, insert_votes, record_votes


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
    votes. A lease that ran out does not matter: no work is thrown away."""
    tile, current = _lock(assignment)
    recorded = record_votes(campaign=tile.campaign, contributor=assignment.contributor, votes=votes)
    if clock <= current.clock:
        return recorded
    insert_votes(tile.campaign, assignment.contributor, _implied_votes(tile, current, clock, rest))
    Assignment.objects.filter(pk=current.pk).update(
        state=Assignment.State.DONE, clock=clock, finished_at=timezone.now(), viewing=viewing or {}
    )
    tile.count_answers()
    return recorded


@transaction.atomic
def reopen_tile(*, assignment: Assignment, clock: int) -> bool:
    """Undo of finishing: implied votes are superseded, the tile is leased again. False when a later
    finishing or reopening has been seen."""
    tile, current = _lock(assignment)
    if clock <= current.clock:
        return False
    implied = Vote.objects.filter(label_tile=tile, contributor=assignment.contributor, is_implied=True)
    implied.filter(superseded_at__isnull=True, clock__lt=clock).update(superseded_at=timezone.now())
    Assignment.objects.filter(pk=current.pk).update(
        state=Assignment.State.LEASED, clock=clock, finished_at=None, leased_until=lease_end()
    )
    tile.count_answers()
    return True


def _lock(assignment: Assignment) -> tuple[LabelTile, Assignment]:
    """The tile's row, and the contributor's assignment that holds its place (a released one may have a
    successor)."""
    tile = (
        LabelTile.objects.select_for_update(of=("self",))
        .select_related("campaign", "segmentation")
        .get(pk=assignment.label_tile_id)
    )
    own = Assignment.objects.select_for_update().filter(
        label_tile=tile, contributor=assignment.contributor_id
    )
    holding = own.exclude(state=Assignment.State.RELEASED).first()
    return tile, holding or own.get(pk=assignment.pk)


def _implied_votes(tile: LabelTile, assignment: Assignment, clock: int, rest: Answer) -> list[VoteDraft]:
    answered = Vote.objects.standing().filter(label_tile=tile, contributor=assignment.contributor_id)
    open_numbers = set(range(1, tile.segmentation.n_superpixels + 1)) - set(
        answered.values_list("superpixel", flat=True)
    )
    return [
        VoteDraft(_implied_id(assignment, number, clock), tile.pk, number, rest, clock, is_implied=True)
        for number in sorted(open_numbers)
    ]


def _implied_id(assignment: Assignment, superpixel: int, clock: int) -> UUID:
    """The same for the same finishing, so that no retry makes a second vote."""
    return uuid5(NAMESPACE_URL, f"landscar:{assignment.pk}:{superpixel}:{clock}")
