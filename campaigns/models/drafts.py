"""Campaigns that are being set up."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from modeltranslation.manager import MultilingualManager

from campaigns.models.campaign import CampaignFields
from imagery.models import ImagerySource


class CampaignDraft(CampaignFields):
    """A campaign whose question, imagery, region or superpixels are still being chosen. Only its owner sees
    it; it becomes a campaign, or is deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    slug = models.SlugField(blank=True)
    """The address that the campaign will have; empty: made from the name."""
    source = models.ForeignKey(
        ImagerySource, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.JSONField(null=True, blank=True)
    """As in a campaign; null until it was chosen."""
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[MultilingualManager[Self]] = MultilingualManager()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.name

    def step_url(self, step: str) -> str:
        """Address of the page that asks for a part of the setup: question, imagery, region, superpixels."""
        return reverse(f"draft-{step}", args=[self.pk])
