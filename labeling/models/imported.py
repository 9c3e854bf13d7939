"""What a consensus that was imported says: evidence of its own kind, beside votes and gold."""

from django.db import models

from labeling.models.consensus import Consensus
from labeling.models.tiles import LabelTile


class ImportedAnswer(models.Model):
    """A verdict that was reached elsewhere. It is the consensus here until somebody votes on the superpixel
    or an expert answers it, however often the tile is judged anew."""

    label_tile = models.ForeignKey(LabelTile, on_delete=models.CASCADE, related_name="imported")
    superpixel = models.PositiveSmallIntegerField()
    probability = models.FloatField(null=True)
    majority = models.FloatField(null=True)
    weight = models.FloatField(default=1.0)
    state = models.CharField(max_length=10, choices=Consensus.State)
    n_votes = models.PositiveSmallIntegerField(default=0)
    """Given elsewhere."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label_tile", "superpixel"], name="one_import_per_superpixel")
        ]
