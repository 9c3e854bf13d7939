"""Model versions, and how much each decides differently from the one before."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Job
from detection.numbering import NumberedQuerySet

TRAINING_SET = "training-set.json"
"""In a model's folder: what it learnt from."""


class ModelVersionQuerySet(NumberedQuerySet["ModelVersion"]):
    def newest(self) -> "ModelVersion | None":
        return self.newest_first().first()


class ModelVersion(models.Model):
    """Extractor, classifier, thresholds, frozen training set and metrics. Never changed after training."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="model_versions")
    number = models.PositiveIntegerField()
    extractor = models.CharField(max_length=20)
    extractor_version = models.CharField(max_length=40)
    segmentation_key = models.CharField(max_length=64)
    folder = models.CharField(max_length=300)
    """Folder below DATA_ROOT with classifier.ubj, card.json and training-set.json."""
    training_set_sha256 = models.CharField(max_length=64)
    n_positive = models.PositiveIntegerField()
    n_negative = models.PositiveIntegerField()
    metrics = models.JSONField(default=dict)
    thresholds = models.JSONField(default=dict)
    """`balanced`, `precise`, and `clustered` with `lone`, probabilities 0..1, for land with the learnt share
    of positives."""
    learnt_share = models.FloatField(default=0.0)
    """Share of positives among the superpixels learnt from, 0..1."""
    expected = models.JSONField(default=list)
    """What to expect at `precise` where 10 %, 1 % and 0.1 % of superpixels are positive, see
    `ml.prevalence.expect`."""
    job = models.OneToOneField(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="model_version"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ModelVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_model_per_number")]

    def __str__(self) -> str:
        return f"{self.campaign.slug} v{self.number}"

    def search_settings(self) -> tuple[float | None, dict[str, float]]:
        """The share of positives that a search assumes, and the thresholds for it. The share is None, for the
        one learnt from, while the region's is unknown."""
        estimate = RegionEstimate.objects.filter(model_version=self).first()
        return (estimate.share, estimate.thresholds) if estimate else (None, self.thresholds)


class LearningPointQuerySet(models.QuerySet["LearningPoint"]):
    def of(self, campaign: Campaign) -> Self:
        points = self.filter(model_version__campaign=campaign)
        return points.select_related("model_version", "previous").order_by("model_version__number")


class LearningPoint(models.Model):
    """How often a model decides differently from the one before it, on a fixed sample of tiles."""

    model_version = models.OneToOneField(
        ModelVersion, on_delete=models.CASCADE, related_name="learning_point"
    )
    previous = models.ForeignKey(
        ModelVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    n_labels = models.PositiveIntegerField()
    n_sample = models.PositiveIntegerField(default=0)
    """Number of superpixels that both models judged."""
    changed = models.FloatField(null=True)
    """Share of them on which the two models differ, 0..1; null for the first model."""
    kappa = models.FloatField(null=True)
    """Cohen's kappa of the two models, -1..1: agreement beyond chance; null for the first model."""

    objects = LearningPointQuerySet.as_manager()


class RegionEstimate(models.Model):
    """The share of positive superpixels that a model's searches assume for the campaign's region, and what
    follows from it."""

    class Basis(models.TextChoices):
        RANDOM_TILES = "random_tiles", _("labelled random tiles")
        MODEL = "model", _("the model's own scores on random tiles")

    model_version = models.OneToOneField(
        ModelVersion, on_delete=models.CASCADE, related_name="region_estimate"
    )
    basis = models.CharField(max_length=12, choices=Basis)
    share = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    """Interval of the share, 0..1."""
    by_random_tiles = models.FloatField(null=True)
    """From labels alone; null while fewer than five random tiles are decided."""
    by_counts = models.FloatField(null=True)
    by_em = models.FloatField(null=True)
    """Without labels, by BBSE and by Saerens' method; null without random tiles."""
    agree = models.BooleanField(default=True)
    """False where the estimates contradict each other: then label more random tiles."""
    thresholds = models.JSONField()
    """The same at this share."""
    created_at = models.DateTimeField(auto_now_add=True)
