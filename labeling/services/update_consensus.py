from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from campaigns.models import Campaign
from labeling.models import Answer, Consensus, GoldAnswer, LabelTile, Vote

TILES_AT_ONCE = 500
MAJORITY = 2 / 3
"""Share of all answers that one side needs; two of three."""


@dataclass(frozen=True)
class Tally:
    """Counted votes on one superpixel."""

    label_tile_id: int
    superpixel: int
    n_positive: int
    n_negative: int
    n_votes: int


def update_consensus(*, campaign: Campaign) -> int:
    """Recompute the tiles that have had votes since the last time; returns how many superpixels were
    written."""
    written = 0
    while tiles := _next_tiles(campaign):
        written += _update_tiles(campaign, tiles)
    return written


def recompute_consensus(*, campaign: Campaign) -> int:
    """Recompute every tile: after a contributor was excluded, or the campaign's target was changed."""
    LabelTile.objects.filter(campaign=campaign).update(needs_consensus=True)
    return update_consensus(campaign=campaign)


def _next_tiles(campaign: Campaign) -> list[int]:
    waiting = LabelTile.objects.filter(campaign=campaign).awaiting_consensus()
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:TILES_AT_ONCE])


@transaction.atomic
def _update_tiles(campaign: Campaign, tiles: Sequence[int]) -> int:
    # Cleared first: the row lock waits for votes being stored, so that the counts below include them.
    held = list(
        LabelTile.objects.filter(pk__in=tiles).select_for_update().order_by("pk").values_list("pk", flat=True)
    )
    LabelTile.objects.filter(pk__in=held).update(needs_consensus=False)
    gold = _gold(tiles)
    tallies = {(tally.label_tile_id, tally.superpixel): tally for tally in count_votes(campaign, tiles)}
    keys = sorted(tallies.keys() | gold.keys())
    rows = [
        judge(tallies.get(key, Tally(*key, 0, 0, 0)), gold.get(key), campaign.votes_to_agree) for key in keys
    ]
    _forget_others(tiles, set(keys))
    Consensus.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["label_tile", "superpixel"],
        update_fields=["probability", "state", "n_votes", "updated_at"],
    )
    return len(rows)


def count_votes(campaign: Campaign, tiles: Sequence[int]) -> Iterable[Tally]:
    votes = Vote.objects.counted(campaign).filter(label_tile__in=tiles).order_by()
    groups: QuerySet[Vote, tuple[int, ...]] = votes.values_list("label_tile", "superpixel").annotate(
        n_positive=Count("pk", filter=Q(answer=Answer.POSITIVE)),
        n_negative=Count("pk", filter=Q(answer=Answer.NEGATIVE)),
        n_votes=Count("pk"),
    )
    return (Tally(*group) for group in groups.iterator(chunk_size=5000))


def judge(tally: Tally, gold: str | None, target: int) -> Consensus:
    """Majority: an expert's answer settles; else, once `target` have answered, two thirds agree or it is
    disputed."""
    yes_or_no = tally.n_positive + tally.n_negative
    probability = tally.n_positive / yes_or_no if yes_or_no else None
    if gold is not None:
        probability = {str(Answer.POSITIVE): 1.0, str(Answer.NEGATIVE): 0.0}.get(gold)
    return Consensus(
        label_tile_id=tally.label_tile_id,
        superpixel=tally.superpixel,
        probability=probability,
        state=_state(tally, gold, target),
        n_votes=tally.n_votes,
    )


def _state(tally: Tally, gold: str | None, target: int) -> Consensus.State:
    if gold is not None:
        return Consensus.State.SETTLED
    if tally.n_votes < target:
        return Consensus.State.OPEN
    agreeing = max(tally.n_positive, tally.n_negative)
    return Consensus.State.AGREED if agreeing >= MAJORITY * tally.n_votes else Consensus.State.DISPUTED


def _gold(tiles: Sequence[int]) -> dict[tuple[int, int], str]:
    answers = GoldAnswer.objects.filter(label_tile__in=tiles)
    return {
        (tile, number): answer
        for tile, number, answer in answers.values_list("label_tile", "superpixel", "answer")
    }


def _forget_others(tiles: Sequence[int], keys: set[tuple[int, int]]) -> None:
    """Superpixels whose votes were all withdrawn have no consensus any more."""
    rows = Consensus.objects.filter(label_tile__in=tiles).values_list("pk", "label_tile", "superpixel")
    orphans = (pk for pk, tile, number in rows.iterator(chunk_size=5000) if (tile, number) not in keys)
    while batch := list(islice(orphans, 5000)):
        Consensus.objects.filter(pk__in=batch).delete()
