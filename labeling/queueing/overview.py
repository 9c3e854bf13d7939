"""Tiles waiting in the queue, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from campaigns.models import Campaign
from labeling.models import Consensus, LabelTile, PlaceOnTile, Reason
from labeling.queueing.estimate import estimate_prevalence
from labeling.thumbnails import Thumbnail, thumbnails_of

MAX_TILES = 24


@dataclass(frozen=True)
class WaitingTile:
    tile: LabelTile
    thumbnail: Thumbnail
    n_positive: int
    """Superpixels decided positive so far."""
    places: list[str]
    """Names of the known places on it."""


def describe_queue(campaign: Campaign) -> dict[str, Any]:
    waiting = LabelTile.objects.filter(campaign=campaign).open()
    counts = dict(waiting.order_by().values_list("reason").annotate(n=Count("pk")))
    shown = waiting.select_related("tile__source", "segmentation", "campaign")
    return {
        "next": shown.in_queue_order()[:MAX_TILES],
        "n_waiting": sum(counts.values()),
        "reasons": [(reason, counts[reason.value]) for reason in Reason if reason.value in counts],
        "prevalence": estimate_prevalence(campaign),
    }


def picture_tiles(tiles: Sequence[LabelTile]) -> list[WaitingTile]:
    """With thumbnails on which finds and known places are marked."""
    pks = [tile.pk for tile in tiles]
    marks: dict[int, dict[str, set[int]]] = defaultdict(lambda: {"positive": set(), "known": set()})
    positive = Consensus.objects.positive().filter(label_tile__in=pks)
    for pk, number in positive.values_list("label_tile", "superpixel"):
        marks[pk]["positive"].add(number)
    names: dict[int, list[str]] = defaultdict(list)
    for row in PlaceOnTile.objects.filter(label_tile__in=pks).select_related("place"):
        marks[row.label_tile_id]["known"].update(row.superpixels)
        names[row.label_tile_id].append(str(row.place))
    thumbnails = thumbnails_of(tiles, marks)
    return [
        WaitingTile(tile, thumbnails[tile.pk], len(marks[tile.pk]["positive"]), names[tile.pk])
        for tile in tiles
    ]
