"""What somebody knew before the first label: places, and the files that they and crops came in."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Job
from labeling.models.tiles import LabelTile
from labeling.models.votes import Answer

YES_OR_NO = [(Answer.POSITIVE.value, Answer.POSITIVE.label), (Answer.NEGATIVE.value, Answer.NEGATIVE.label)]


class KnowledgeFileQuerySet(models.QuerySet["KnowledgeFile"]):
    def of(self, campaign: Campaign) -> Self:
        return self.filter(campaign=campaign).select_related("job", "job__started_by").order_by("-pk")


class KnowledgeFile(models.Model):
    """An uploaded file of known places or crops, and the job that reads it. Where the file uses names that
    nobody taught us, the job ends and `asks` lists them; once they are answered, another job reads it."""

    class Kind(models.TextChoices):
        PLACES = "places", _("Known places")
        CROPS = "crops", _("Crops")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="knowledge_files")
    kind = models.CharField(max_length=10, choices=Kind)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="knowledge_files")
    """The latest one. A job may read two files: positive and negative crops."""
    file_name = models.CharField(max_length=200)
    """Name of the uploaded file."""
    path = models.CharField(max_length=300, blank=True)
    """Below DATA_ROOT; empty once the file was read or given up."""
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=300, blank=True)
    """How the admin knows: a report, a field visit, an older map."""
    column = models.CharField(max_length=100, blank=True)
    """Of places: the property that says which class a place has; empty to look for one."""
    answer = models.CharField(max_length=12, choices=YES_OR_NO, blank=True)
    """What everything in the file is, where the file does not say."""
    answers = models.JSONField(default=dict, blank=True)
    """Answer by name used in the file, as the admin gave it; an empty answer leaves it out."""
    asks = models.JSONField(default=dict, blank=True)
    """Names in the file that mean neither class, with how often they occur."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = KnowledgeFileQuerySet.as_manager()

    @property
    def asked(self) -> list[tuple[str, int]]:
        """What `asks` holds, in an order that does not depend on the database; no name at all comes last."""
        return sorted(self.asks.items(), key=lambda one: (one[0] == "", one[0]))

    @property
    def waits_for_answers(self) -> bool:
        return bool(self.asks and self.path)

    def ask(self, names: dict[str, int]) -> None:
        self.asks = names
        self.save(update_fields=["asks"])

    def forget(self) -> str:
        """The file is needed no more; returns the path to delete, empty when it was forgotten before."""
        path, self.path = self.path, ""
        self.save(update_fields=["path"])
        return path


class KnownPlaceQuerySet(models.QuerySet["KnownPlace"]):
    def of(self, campaign: Campaign) -> Self:
        return self.filter(campaign=campaign).select_related("file").order_by("pk")


class KnownPlace(models.Model):
    """A place that was known to be positive or negative before anybody labelled. It decides nothing: it
    brings its tiles to the front of the queue and proposes answers to an expert."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="known_places")
    file = models.ForeignKey(KnowledgeFile, on_delete=models.CASCADE, related_name="places")
    geometry = models.JSONField()
    """GeoJSON Point, LineString, Polygon or a Multi of these, degrees (EPSG:4326)."""
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of the geometry, so that reading a file twice adds nothing."""
    answer = models.CharField(max_length=12, choices=YES_OR_NO)
    name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = KnownPlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "fingerprint"], name="same_place_once_in_a_campaign")
        ]

    def __str__(self) -> str:
        return self.name or str(_("Known place %(number)s") % {"number": self.pk})

    def as_feature(self) -> dict[str, Any]:
        properties = {
            "id": self.pk,
            "answer": self.answer,
            "name": self.name,
            "note": self.note,
            "source": self.file.source,
            "file": self.file.file_name,
            "file_sha256": self.file.sha256,
        }
        return {"type": "Feature", "id": self.pk, "geometry": self.geometry, "properties": properties}


class PlaceOnTile(models.Model):
    """A known place on one of the queue's tiles."""

    place = models.ForeignKey(KnownPlace, on_delete=models.CASCADE, related_name="on_tiles")
    label_tile = models.ForeignKey(LabelTile, on_delete=models.CASCADE, related_name="known_places")
    shares = models.JSONField(default=dict)
    """Share of each superpixel that the place covers, 0..1, by number as text; 0 for one that a point or a
    line lies in. Superpixels that it barely touches are left out."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "label_tile"], name="place_once_on_a_tile")]

    @property
    def superpixels(self) -> list[int]:
        return sorted(int(number) for number in self.shares)

    def covers(self, share: float) -> dict[int, float]:
        """The superpixels of which the place covers more than `share`."""
        return {int(number): found for number, found in self.shares.items() if found > share}
