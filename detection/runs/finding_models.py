"""What searches find."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Job
from detection.places.models import Place
from detection.runs.models import DetectionRun, TileResult
from ml.rule import FindingRule

RULE_COLUMNS = ("rule", "threshold", "min_positive_superpixels", "lone_threshold", "cluster_distance_m")


class FindingSetManager(models.Manager["FindingSet"]):
    def begin(self, run: DetectionRun) -> "FindingSet":
        """The first version of a new search's findings, by the rule that it starts with."""
        first = self.create(run=run, number=1, applied_at=timezone.now(), **rule_columns(run))
        run.finding_set = first
        run.save(update_fields=["finding_set"])
        return first


class FindingSet(models.Model):
    """A version of a search's findings: what one rule makes of its superpixels' probabilities. Another rule
    gives another version; earlier ones stay, with the decisions on them."""

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="finding_sets")
    number = models.PositiveIntegerField()
    rule = models.CharField(max_length=8, choices=DetectionRun.Rule)
    threshold = models.FloatField()
    min_positive_superpixels = models.PositiveSmallIntegerField()
    lone_threshold = models.FloatField(null=True, blank=True)
    cluster_distance_m = models.FloatField(default=0.0)
    n_findings = models.PositiveIntegerField(null=True, blank=True)
    """As they were when it was applied, like `area_ha`; null for that of the search itself."""
    area_ha = models.FloatField(null=True, blank=True)
    job = models.OneToOneField(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="finding_set"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    """Null until a worker has made its findings."""

    objects = FindingSetManager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_finding_set_per_number")]

    def __str__(self) -> str:
        return f"{self.run} v{self.number}"

    @property
    def finding_rule(self) -> FindingRule:
        return FindingRule(
            threshold=self.threshold,
            min_superpixels=self.min_positive_superpixels,
            lone_threshold=self.lone_threshold,
            cluster_distance_m=self.cluster_distance_m,
            per_tile=self.rule == DetectionRun.Rule.TILE,
        )


def rule_columns(owner: DetectionRun | FindingSet) -> dict[str, Any]:
    """The columns of a rule, which searches and versions share."""
    return {name: getattr(owner, name) for name in RULE_COLUMNS}


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
    finding_set = models.ForeignKey(FindingSet, on_delete=models.CASCADE, related_name="detections")
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
    n_reviews = models.PositiveSmallIntegerField(default=0)
    """Number of editors whose decision stands."""
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.RESTRICT, related_name="detections"
    )
    """Null until the search ends, unless it is the campaign's first."""
    change = models.CharField(max_length=8, choices=Change, blank=True)
    """Against the place's shape in the search before; empty in the first search."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["finding_set", "review_state", "-score"]),
            # The orders of the queue; a list that is not one of a few states walks along one of them.
            models.Index(fields=["finding_set", "n_reviews", "-score", "id"], name="detection_queue"),
            models.Index(fields=["finding_set", "-score", "id"], name="detection_by_score"),
            models.Index(fields=["finding_set", "-area_ha", "id"], name="detection_by_area"),
            models.Index(fields=["finding_set", "created_at", "id"], name="detection_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["finding_set", "place"],
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
