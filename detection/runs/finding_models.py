"""What searches find."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from detection.places.models import Place
from detection.runs.models import DetectionRun, TileResult


class Detection(models.Model):
    """A finding: neighbouring positive superpixels, also of several tiles, as one polygon."""

    class State(models.TextChoices):
        UNREVIEWED = "unreviewed", _("To review")
        NEEDS_SECOND = "needs_second", _("Needs a second review")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")
        UNSURE = "unsure", _("Unsure")
        DISPUTED = "disputed", _("Disputed")
        MERGED = "merged", _("Part of another finding now")

    class Change(models.TextChoices):
        NEW = "new", _("Newly found")
        KEPT = "kept", _("Found again")
        CHANGED = "changed", _("Changed")

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="detections")
    tile_result = models.ForeignKey(TileResult, on_delete=models.CASCADE, related_name="+")
    """The tile that holds most of it."""
    geometry = models.JSONField()
    """GeoJSON MultiPolygon, degrees (EPSG:4326)."""
    shown = models.JSONField(null=True, blank=True)
    """The same with smooth outlines, to draw it; area and overlaps are those of `geometry`."""
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    superpixels = models.JSONField()
    """By tile, "z/x/y": the numbers of its superpixels."""
    n_superpixels = models.PositiveIntegerField()
    score = models.FloatField()
    """The highest of their probabilities, 0..1."""
    area_ha = models.FloatField()
    """Geodesic hectares on the WGS 84 ellipsoid."""
    captured_from = models.DateField(null=True, blank=True)
    captured_to = models.DateField(null=True, blank=True)
    review_state = models.CharField(max_length=14, choices=State, default=State.UNREVIEWED)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.RESTRICT, related_name="detections"
    )
    """Null until the search ends, unless it is the campaign's first."""
    change = models.CharField(max_length=8, choices=Change, blank=True)
    """Against the place's shape in the search before; empty in the first search."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["run", "review_state", "-score"])]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "place"],
                condition=~Q(review_state="merged"),
                name="one_finding_of_a_place",
            )
        ]

    @property
    def superpixels_shown(self) -> list[int]:
        """Numbers of its superpixels in the tile that holds most of it."""
        found: list[int] = self.superpixels.get(str(self.tile_result), [])
        return found

    @property
    def certain_year(self) -> int | None:
        """The year of capture; None where the dates are unknown or more than 12 months apart. A range across
        New Year counts for its later year, when the scar was certainly there."""
        if self.captured_from is None or self.captured_to is None:
            return None
        days = (self.captured_to - self.captured_from).days
        return self.captured_to.year if days <= 366 else None


class PlaceOverlap(models.Model):
    """Another place that a finding covers a part of: where places were joined or split, or lie close."""

    detection = models.ForeignKey(Detection, on_delete=models.CASCADE, related_name="overlaps")
    place = models.ForeignKey(Place, on_delete=models.RESTRICT, related_name="+")
    likeness = models.FloatField()
    """Intersection over union with the place's shape in the search before; of one that was joined while the
    search was under way, with its shape then."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["detection", "place"], name="one_overlap_per_place")]
