"""Stored pictures of a tile's neighbours, and of the same tile on other dates."""

from django.db.models import Q, QuerySet

from imagery.models import Tile
from labeling.models import LabelTile


def neighbours_of(label_tile: LabelTile) -> "QuerySet[Tile]":
    tile = label_tile.tile
    return Tile.objects.ready().filter(
        ~Q(pk=tile.pk),
        source=tile.source_id,
        source_version=tile.source_version,
        z=tile.z,
        x__range=(tile.x - 1, tile.x + 1),
        y__range=(tile.y - 1, tile.y + 1),
    )


def other_dates_of(label_tile: LabelTile) -> "QuerySet[Tile]":
    tile = label_tile.tile
    sources = Q(source=tile.source_id) | Q(source=label_tile.campaign.comparison_source_id)
    same_days = Q(captured_from=tile.captured_from, captured_to=tile.captured_to)
    others = Tile.objects.ready().at(tile.address).filter(sources, ~Q(pk=tile.pk)).exclude(same_days)
    return others.select_related("source").order_by("captured_from", "pk")
