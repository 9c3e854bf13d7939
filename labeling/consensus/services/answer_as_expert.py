from django.contrib.auth.models import User
from django.db import transaction

from labeling.consensus.services.mark_gold import mark_gold
from labeling.consensus.services.update_consensus import update_tile_consensus
from labeling.models import Answer, GoldAnswer, LabelTile


@transaction.atomic
def answer_as_expert(
    *, label_tile: LabelTile, superpixel: int, answer: Answer, author: User | None, reason: str = ""
) -> GoldAnswer:
    tile = LabelTile.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=label_tile.pk)
    gold = mark_gold(label_tile=tile, superpixel=superpixel, answer=answer, author=author, reason=reason)
    update_tile_consensus(tile=tile)
    return gold
