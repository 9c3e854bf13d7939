"""The superpixels of a tile."""

from django.db import models

from imagery.models.tile import Tile


class TileSegmentation(models.Model):
    """A tile cut into superpixels 1..n_superpixels with one set of settings. A superpixel has no row of its
    own: this row and a number identify it."""

    tile = models.ForeignKey(Tile, on_delete=models.CASCADE, related_name="segmentations")
    settings_key = models.CharField(max_length=64)
    n_superpixels = models.PositiveSmallIntegerField()
    labels = models.CharField(max_length=300)
    """Path below DATA_ROOT of the label array: npz, `labels`, (1024, 1024), unsigned."""
    outlines = models.CharField(max_length=300)
    """Path below DATA_ROOT of the outlines: JSON, number to rings of [column, row]."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tile", "settings_key"], name="one_segmentation_per_settings")
        ]
