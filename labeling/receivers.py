"""What the queue does when imagery says that a tile has lost data."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from imagery.models import Tile
from imagery.signals import data_lost
from labeling.consensus.services.update_consensus import update_tile_consensus
from labeling.models import Answer, GoldAnswer, LabelTile


@receiver(data_lost)
def judge_again(tile: Tile, **_signal: Any) -> None:
    """Parts that show no imagery have no consensus, and a tile with nothing left to look at is done."""
    rows = LabelTile.objects.filter(tile=tile).order_by("pk")
    with transaction.atomic():
        queued = rows.select_for_update(of=("self",)).select_related("campaign", "segmentation")
        for label_tile in queued:
            _withdraw_gold(label_tile)
            update_tile_consensus(tile=label_tile)


def _withdraw_gold(label_tile: LabelTile) -> None:
    # A yes or no about a sign must not teach newcomers or measure anyone. The row stays: tutorials refer to
    # it.
    gold = GoldAnswer.objects.filter(
        label_tile=label_tile, superpixel__in=label_tile.segmentation.without_data
    )
    gold.update(answer=Answer.BAD_IMAGERY)
