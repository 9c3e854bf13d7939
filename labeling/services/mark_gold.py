from django.contrib.auth.models import User
from django.db import transaction

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
    return gold


@transaction.atomic
def unmark_gold(*, gold: GoldAnswer) -> None:
    """Take an expert's answer back: the votes decide again."""
    LabelTile.objects.filter(pk=gold.label_tile_id).update(needs_consensus=True)
    gold.delete()
