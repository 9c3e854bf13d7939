"""The superpixels of a tile."""

from collections.abc import Sequence

from django.db import models

from imagery.models.tile import Tile


class TileSegmentation(models.Model):
    """A tile cut into superpixels 1..n_superpixels with one set of settings. A superpixel has no row of its
    own: this row and a number identify it."""

    tile = models.ForeignKey(Tile, on_delete=models.CASCADE, related_name="segmentations")
    settings_key = models.CharField(max_length=64)
    n_superpixels = models.PositiveSmallIntegerField()
    """Also the highest number."""
    without_data = models.JSONField(default=list, blank=True)
    """Numbers of the superpixels without data, ascending: they are not asked, scored or counted."""
    n_without_data = models.PositiveSmallIntegerField(default=0)
    labels = models.CharField(max_length=300)
    """Path below DATA_ROOT of the label array: npz, `labels`, (1024, 1024), unsigned."""
    outlines = models.CharField(max_length=300)
    """Path below DATA_ROOT of the outlines: JSON, number to rings of [column, row]."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tile", "settings_key"], name="one_segmentation_per_settings")
        ]

    @property
    def n_with_data(self) -> int:
        return self.n_superpixels - self.n_without_data

    @property
    def numbers_with_data(self) -> list[int]:
        """The superpixels that are asked and scored, ascending: the one place that says which."""
        return numbers_with_data(self.n_superpixels, self.without_data)

    def store_without_data(self, numbers: Sequence[int]) -> None:
        self.without_data, self.n_without_data = sorted(numbers), len(numbers)
        self.save(update_fields=["without_data", "n_without_data"])


def numbers_with_data(n_superpixels: int, without_data: Sequence[int]) -> list[int]:
    left_out = set(without_data)
    return [number for number in range(1, n_superpixels + 1) if number not in left_out]
