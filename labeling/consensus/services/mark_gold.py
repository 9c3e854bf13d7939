from django.contrib.auth.models import User
from django.db import transaction

from labeling.consensus.services.update_consensus import settle_tile
from labeling.models import Answer, GoldAnswer, LabelTile


@transaction.atomic
def mark_gold(
    *, label_tile: LabelTile, superpixel: int, answer: Answer, author: User | None, reason: str = ""
) -> GoldAnswer:
    """Keep an expert's answer on a superpixel: it settles it, and the tile may be served as hidden gold from
    now on. Marking again changes the answer."""
    gold, _created = GoldAnswer.objects.update_or_create(
        label_tile=label_tile,
        superpixel=superpixel,
        defaults={"answer": answer, "author": author, "reason": reason},
    )
    LabelTile.objects.filter(pk=label_tile.pk).update(needs_consensus=True)
    _settle_where_complete(label_tile.pk)
    return gold


def _settle_where_complete(pk: int) -> None:
    """Where an expert has answered all of a tile, volunteers are asked about it no more, from now on."""
    tile = LabelTile.objects.select_related("campaign", "segmentation").get(pk=pk)
    if not tile.is_done and tile.gold.count() >= tile.segmentation.n_superpixels:
        LabelTile.objects.select_for_update().get(pk=pk)
        settle_tile(tile=tile)


@transaction.atomic
def unmark_gold(*, gold: GoldAnswer) -> None:
    """Take an expert's answer back: the votes decide again."""
    LabelTile.objects.filter(pk=gold.label_tile_id).update(needs_consensus=True)
    gold.delete()
