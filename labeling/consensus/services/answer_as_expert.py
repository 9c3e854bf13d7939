from django.contrib.auth.models import User
from django.db import transaction

from labeling.consensus.services.mark_gold import mark_gold
from labeling.consensus.services.update_consensus import settle_tile
from labeling.models import Answer, GoldAnswer, LabelTile


@transaction.atomic
def answer_as_expert(
    *, label_tile: LabelTile, superpixel: int, answer: Answer, author: User, reason: str = ""
) -> GoldAnswer:
    """An editor's answer on what volunteers could not agree on: it settles the superpixel at once."""
    tile = LabelTile.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=label_tile.pk)
    gold = mark_gold(label_tile=tile, superpixel=superpixel, answer=answer, author=author, reason=reason)
    settle_tile(tile=tile)
    return gold
