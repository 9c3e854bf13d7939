"""Imported consensus: evidence of its own kind, beside votes and gold."""

from django.db import models

from labeling.models.consensus import Consensus
from labeling.models.tiles import LabelTile


class ImportedAnswer(models.Model):
    """A verdict reached elsewhere. It remains the consensus here, however often the tile is judged, until
    somebody votes on the superpixel or an expert answers it."""

    label_tile = models.ForeignKey(LabelTile, on_delete=models.CASCADE, related_name="imported")
    superpixel = models.PositiveSmallIntegerField()
    probability = models.FloatField(null=True)
    majority = models.FloatField(null=True)
    weight = models.FloatField(default=1.0)
    state = models.CharField(max_length=10, choices=Consensus.State)
    n_votes = models.PositiveSmallIntegerField(default=0)
    """Votes given elsewhere."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label_tile", "superpixel"], name="one_import_per_superpixel")
        ]
