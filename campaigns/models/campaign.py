"""Campaigns, and what they share with drafts."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.manager import MultilingualManager

from imagery.models import ImagerySource
from ml.segmentation_settings import SegmentationSettings


class CampaignFields(models.Model):
    """What is asked when a campaign is set up, of a draft and of a campaign alike."""

    name = models.CharField(_("name"), max_length=200)
    question = models.CharField(_("question"), max_length=300)
    positive_name = models.CharField(_("name of the positive class"), max_length=60)
    negative_name = models.CharField(_("name of the negative class"), max_length=60)
    guidance = models.TextField(_("guidance"), blank=True)
    zoom = models.PositiveSmallIntegerField(
        _("zoom"), default=16, validators=[MinValueValidator(8), MaxValueValidator(20)]
    )
    n_segments = models.PositiveSmallIntegerField(
        _("superpixels"), default=30, validators=[MinValueValidator(4), MaxValueValidator(400)]
    )
    compactness = models.FloatField(
        _("compactness"), default=35.0, validators=[MinValueValidator(0.1), MaxValueValidator(200)]
    )
    sigma = models.FloatField(
        _("sigma"), default=1.0, validators=[MinValueValidator(0), MaxValueValidator(10)]
    )

    class Meta:
        abstract = True

    @property
    def segmentation(self) -> SegmentationSettings:
        return SegmentationSettings(
            n_segments=self.n_segments, compactness=self.compactness, sigma=self.sigma
        )


class CampaignManager(MultilingualManager["Campaign"]):
    # A manager of its own, because modeltranslation would make one that mypy cannot name.

    def existing(self) -> "models.QuerySet[Campaign]":
        """Without those that are being deleted."""
        return self.filter(deleting_since__isnull=True)

    def listed(self) -> "models.QuerySet[Campaign]":
        """Those that lists name; archived ones are reached by their address only."""
        return self.existing().filter(archived_at__isnull=True)

    def visible_to(
        self, user: AbstractBaseUser | AnonymousUser, *, joined: "Iterable[int] | models.QuerySet[Any]" = ()
    ) -> "models.QuerySet[Campaign]":
        """Those that this person may know of: public ones, those in which they have a role, and those in
        `joined`, whose labelling they joined without one. Every other campaign is 404 for them."""
        if getattr(user, "is_superuser", False):
            return self.existing()
        known = models.Q(is_public=True) | models.Q(pk__in=joined)
        if user.is_authenticated:
            known |= models.Q(pk__in=self.filter(memberships__user=user.pk).values("pk"))
        return self.existing().filter(known)


class Campaign(CampaignFields):
    """A question about a region, its imagery source, and the settings that its tiles share."""

    class Extractor(models.TextChoices):
        EFFICIENTNET = "efficientnet", _("EfficientNet (comes with Landscar)")
        TEXTURE = "texture", _("Texture (no neural network)")
        RESNET50 = "resnet50", _("ResNet50 (downloads ImageNet weights)")

    slug = models.SlugField(unique=True)
    source = models.ForeignKey(ImagerySource, on_delete=models.PROTECT, related_name="campaigns")
    region = models.JSONField()
    """GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees (EPSG:4326)."""
    extractor = models.CharField(max_length=20, choices=Extractor, default=Extractor.EFFICIENTNET)
    votes_to_agree = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    """Number of volunteers who answer each tile at first, and of equal answers that decide a superpixel."""
    positive_votes_to_agree = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    """Number of yes answers that make a superpixel positive; rare things need more evidence."""
    votes_when_split = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    """Number of answers for a tile on which the first ones left a superpixel undecided."""
    votes_at_most = models.PositiveSmallIntegerField(
        default=11, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    """Largest number of answers for a tile; an expert decides what is still open after them."""
    gold_share = models.FloatField(default=0.05, validators=[MinValueValidator(0), MaxValueValidator(0.5)])
    """Share of the tiles served that an expert has answered too, 0..0.5; volunteers cannot tell which."""
    random_share = models.FloatField(default=0.12, validators=[MinValueValidator(0), MaxValueValidator(0.5)])
    """Share of the tiles served that are drawn at random, 0..0.5, which keeps estimates unbiased."""
    comparison_source = models.ForeignKey(
        ImagerySource, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The same region on another date, shown beside the question on demand."""
    confirmations_to_publish = models.PositiveSmallIntegerField(
        default=2, validators=[MinValueValidator(2), MaxValueValidator(20)]
    )
    """Number of editors who must confirm a finding before a release may contain it."""
    is_public = models.BooleanField(default=True)
    """Whether strangers may know that the campaign exists, and readers see its releases."""
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Since when nothing may be started in it; its public map stays."""
    deleting_since = models.DateTimeField(null=True, blank=True, editable=False)
    """Since when its rows and files are being deleted; nobody sees it any more."""
    deleting_tiles = models.JSONField(default=list, editable=False)
    """Primary keys of tiles whose files the deletion has still to look at."""
    made_from = models.UUIDField(null=True, blank=True, editable=False, unique=True)
    """The draft that it was created from, so that two requests create one campaign."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[CampaignManager] = CampaignManager()

    class Meta:
        # Not the name: names are in several languages.
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmations_to_publish__gte=2), name="two_editors_confirm"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaign", args=[self.slug])

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def vote_stages(self) -> list[int]:
        later = {self.votes_when_split, self.votes_at_most}
        return [self.votes_to_agree, *sorted(n for n in later if n > self.votes_to_agree)]

    def step_url(self, step: str) -> str:
        """Address of the page that changes this part of the setup: question, imagery, region, superpixels."""
        return reverse(f"settings-{step}", args=[self.slug])
