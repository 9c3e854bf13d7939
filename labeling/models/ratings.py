"""What the queue knows of a tile: kept beside it, so that serving tiles reads none of it."""

from django.db import models

from labeling.models.tiles import LabelTile


class TileRating(models.Model):
    label_tile = models.OneToOneField(
        LabelTile, primary_key=True, on_delete=models.CASCADE, related_name="rating"
    )
    appearance = models.JSONField(default=list)
    """Colour and texture of the picture (`labeling.queueing.appearance`): tells tiles apart before there is a
    model."""
    uncertainty = models.FloatField(null=True)
    """How unsure the model is of the tile, 0..1; null while none has looked."""
    model_number = models.PositiveIntegerField(null=True)
    """Of the model version that was asked last: after a training the others are asked about again."""
