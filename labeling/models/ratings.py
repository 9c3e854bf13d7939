"""Figures by which the queue is ordered, in a table of their own, so that serving tiles does not read
them."""

from django.db import models

from labeling.models.tiles import LabelTile


class TileRating(models.Model):
    label_tile = models.OneToOneField(
        LabelTile, primary_key=True, on_delete=models.CASCADE, related_name="rating"
    )
    appearance = models.JSONField(default=list)
    """Colour and texture of the picture, see `labeling.queueing.appearance`."""
    uncertainty = models.FloatField(null=True)
    """Doubt of the model, 0..1; null before a model has rated the tile."""
    novelty = models.FloatField(default=0.0)
    """Share of superpixels that are unlike the labelled ground, 0..1."""
    model_number = models.PositiveIntegerField(null=True)
    """Number of the model version that rated the tile last."""
