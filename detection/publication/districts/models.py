"""Districts by which the places of a campaign are counted."""

from django.db import models

from campaigns.models import Campaign


class District(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="districts")
    name = models.CharField(max_length=200)
    geometry = models.JSONField()
    """GeoJSON Polygon or MultiPolygon, degrees (EPSG:4326)."""

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="one_district_per_name")]

    def __str__(self) -> str:
        return self.name
