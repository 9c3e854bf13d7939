"""A model's predictions for the tiles of the queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaigns.models import Campaign
from labeling.models import LabelTile, TileRating
from labeling.queueing.ranking import doubt_of_tile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class QueuedTile:
    label_tile_id: int
    tile_id: int
    segmentation_id: int


@dataclass(frozen=True)
class TilePrediction:
    probabilities: "NDArray[np.floating[Any]]"
    """Of the tile's superpixels, 0..1."""
    novel_share: float
    """Share of them that are unlike what the model has seen, 0..1."""


def sample_tiles(campaign: Campaign, count: int) -> list[QueuedTile]:
    # The same tiles every time, also as the queue grows: the oldest random ones, then the oldest others.
    tiles = LabelTile.objects.asked().filter(campaign=campaign).order_by("-is_random", "pk")
    return [QueuedTile(*row) for row in tiles.values_list("pk", "tile_id", "segmentation_id")[:count]]


def random_tiles(campaign: Campaign, count: int) -> list[QueuedTile]:
    """The oldest tiles of the queue that were drawn at random: a fair sample of the region."""
    tiles = LabelTile.objects.asked().filter(campaign=campaign, is_random=True).order_by("pk")
    return [QueuedTile(*row) for row in tiles.values_list("pk", "tile_id", "segmentation_id")[:count]]


def tiles_to_predict(campaign: Campaign, model_number: int) -> list[QueuedTile]:
    tiles = LabelTile.objects.filter(campaign=campaign).open().exclude(rating__model_number=model_number)
    return [
        QueuedTile(*row) for row in tiles.in_queue_order().values_list("pk", "tile_id", "segmentation_id")
    ]


def record_predictions(
    campaign: Campaign, model_number: int, predictions: Mapping[int, TilePrediction]
) -> int:
    """Store a model's doubt about tiles, and how unlike the labelled ground they are, by label tile id.
    `order_queue` applies it to the queue."""
    tiles = LabelTile.objects.filter(campaign=campaign, pk__in=predictions).values_list("pk", flat=True)
    ratings = [
        TileRating(
            label_tile_id=pk,
            uncertainty=doubt_of_tile(predictions[pk].probabilities),
            novelty=predictions[pk].novel_share,
            model_number=model_number,
        )
        for pk in tiles
    ]
    TileRating.objects.bulk_create(
        ratings,
        update_conflicts=True,
        unique_fields=["label_tile"],
        update_fields=["uncertainty", "novelty", "model_number"],
        batch_size=500,
    )
    return len(ratings)
