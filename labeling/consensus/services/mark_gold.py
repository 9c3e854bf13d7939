from django.contrib.auth.models import User
from django.db import transaction

from labeling.consensus.parts import why_not_asked
from labeling.consensus.services.update_consensus import update_tile_consensus
from labeling.errors import NothingToAnswer
from labeling.models import Answer, GoldAnswer, LabelTile


@transaction.atomic
def mark_gold(
    *, label_tile: LabelTile, superpixel: int, answer: Answer, author: User | None, reason: str = ""
) -> GoldAnswer:
    """Store an expert's answer. It settles the superpixel, and the tile may be served as hidden gold. Marking
    again changes the answer. Raises `NothingToAnswer` for a superpixel without imagery."""
    if fault := why_not_asked(label_tile.pk, superpixel, label_tile.segmentation):
        raise NothingToAnswer(fault)
    gold, _created = GoldAnswer.objects.update_or_create(
        label_tile=label_tile,
        superpixel=superpixel,
        defaults={"answer": answer, "author": author, "reason": reason},
    )
    LabelTile.objects.filter(pk=label_tile.pk).update(needs_consensus=True)
    _close_if_fully_answered(label_tile.pk)
    return gold


def _close_if_fully_answered(pk: int) -> None:
    tile = LabelTile.objects.select_related("campaign", "segmentation").get(pk=pk)
    if not tile.is_done and tile.gold.count() >= tile.segmentation.n_with_data:
        LabelTile.objects.select_for_update().get(pk=pk)
        update_tile_consensus(tile=tile)


@transaction.atomic
def unmark_gold(*, gold: GoldAnswer) -> None:
    LabelTile.objects.filter(pk=gold.label_tile_id).update(needs_consensus=True)
    gold.delete()
