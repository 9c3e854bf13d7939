from typing import Any

from django.dispatch import receiver

from imagery.models import Tile
from imagery.signals import data_lost


@receiver(data_lost)
def judge_again(tile: Tile, **_signal: Any) -> None:
    # Imported here: web processes connect this too, and what it needs is for workers.
    from detection.runs.services.drop_superpixels import drop_superpixels

    drop_superpixels(tile=tile)
