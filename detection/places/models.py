"""Places: what people call by its number, however often it is searched, reviewed and published."""

from django.db import models

from campaigns.models import Campaign


class PlaceSeries(models.Model):
    """The last number that a campaign has given to a place. Only grows, so that none is used twice."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, primary_key=True, related_name="+")
    last = models.PositiveIntegerField(default=0)


class Place(models.Model):
    """Findings of several searches that are one place on the ground. Its number is public and stays."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="places")
    number = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_place_per_campaign_number")
        ]

    def __str__(self) -> str:
        return f"#{self.number}"
