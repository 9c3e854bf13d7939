"""Random samples of a search's findings, from which its precision is measured."""

from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from detection.numbering import NumberedQuerySet
from detection.precision.drawing import Stratum
from detection.runs.finding_models import Detection, FindingSet
from detection.runs.models import DetectionRun


class PrecisionSampleQuerySet(NumberedQuerySet["PrecisionSample"]):
    def of(self, run: DetectionRun) -> Self:
        return self.filter(run=run).select_related("run", "drawn_by").newest_first()


class PrecisionSample(models.Model):
    """Findings of a search, drawn once at random. Nothing is added to it or replaced in it; a later sample
    leaves it on record."""

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="precision_samples")
    number = models.PositiveIntegerField()
    """From 1 within the search."""
    finding_set = models.ForeignKey(FindingSet, on_delete=models.CASCADE, related_name="+")
    """The version that it was drawn from, and says something about."""
    size = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    seed = models.PositiveBigIntegerField()
    strata = models.JSONField()
    """By stratum, from the smallest findings to the largest: `n_findings`, `area_ha`, `from_ha`, `to_ha` of
    all findings when it was drawn."""
    drawn_at = models.DateTimeField(auto_now_add=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PrecisionSampleQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_sample_per_number")]

    def __str__(self) -> str:
        return f"{self.run} sample {self.number}"

    @property
    def parts(self) -> list[Stratum]:
        return [Stratum(**stratum) for stratum in self.strata]

    @property
    def n_findings(self) -> int:
        """Of the search, when it was drawn."""
        return sum(stratum.n_findings for stratum in self.parts)

    @property
    def mapped_ha(self) -> float:
        """Hectares of all findings of the search, when it was drawn."""
        return sum(stratum.area_ha for stratum in self.parts)

    def is_outdated(self) -> bool:
        """Whether the search has other findings now than those that it was drawn from."""
        if self.finding_set_id != self.run.finding_set_id or self.findings.count() != self.size:
            return True
        return findings_to_draw_from(self.run).count() != self.n_findings


class SampledFinding(models.Model):
    sample = models.ForeignKey(PrecisionSample, on_delete=models.CASCADE, related_name="findings")
    detection = models.ForeignKey(Detection, on_delete=models.CASCADE, related_name="sampled")
    stratum = models.PositiveSmallIntegerField()
    """Its place in the sample's `strata`, from 0."""
    position = models.PositiveIntegerField()
    """Where it stands in the queue: a random order that stays."""

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "detection"], name="drawn_once"),
            models.UniqueConstraint(fields=["sample", "position"], name="one_finding_per_position"),
        ]


def findings_to_draw_from(run: DetectionRun) -> "models.QuerySet[Detection]":
    return Detection.objects.filter(finding_set=run.finding_set_id).exclude(
        review_state=Detection.State.MERGED
    )
