"""Input and output of the precision API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from detection.precision.figures import Figures
from detection.precision.services.draw_sample import DEFAULT_SIZE, MAX_SIZE


class PrecisionQuery(serializers.Serializer[dict[str, Any]]):
    run = serializers.IntegerField(
        min_value=1, required=False, help_text=_("Number of the search; by default the current one.")
    )
    sample = serializers.IntegerField(
        min_value=1, required=False, help_text=_("Number of the sample; by default the newest one.")
    )


class SampleInput(serializers.Serializer[dict[str, Any]]):
    run = serializers.IntegerField(
        min_value=1, required=False, help_text=_("Number of the search; by default the current one.")
    )
    size = serializers.IntegerField(
        min_value=1, max_value=MAX_SIZE, default=DEFAULT_SIZE, help_text=_("Number of findings to draw.")
    )


class IntervalOutput(serializers.Serializer[Any]):
    value = serializers.FloatField()
    lower = serializers.FloatField()
    upper = serializers.FloatField()
    standard_error = serializers.FloatField(allow_null=True)


class StratumOutput(serializers.Serializer[Any]):
    n_findings = serializers.IntegerField()
    area_ha = serializers.FloatField()
    from_ha = serializers.FloatField()
    to_ha = serializers.FloatField()


class PrecisionOutput(serializers.Serializer[Figures]):
    run = serializers.IntegerField(source="sample.run.number")
    sample = serializers.IntegerField(source="sample.number")
    size = serializers.IntegerField(source="sample.size")
    seed = serializers.IntegerField(source="sample.seed")
    drawn_at = serializers.DateTimeField(source="sample.drawn_at")
    n_findings = serializers.IntegerField(
        source="sample.n_findings", help_text=_("Of the search, when it was drawn.")
    )
    strata = StratumOutput(source="sample.parts", many=True)
    is_outdated = serializers.BooleanField(
        help_text=_("The search has other findings now than those that the sample was drawn from.")
    )
    n_decided = serializers.IntegerField(help_text=_("Confirmed or rejected; the figures rest on these."))
    n_confirmed = serializers.IntegerField()
    n_waiting = serializers.IntegerField()
    n_unsure = serializers.IntegerField()
    n_disputed = serializers.IntegerField()
    n_before = serializers.IntegerField(
        help_text=_("Decided before the sample was drawn, in view of the score.")
    )
    precision = IntervalOutput(
        source="share", allow_null=True, help_text=_("Share of decided ones that are confirmed, Wilson.")
    )
    precision_weighted = IntervalOutput(
        source="weighted", allow_null=True, help_text=_("The same, weighted by stratum.")
    )
    mapped_ha = serializers.FloatField(source="sample.mapped_ha")
    estimated_ha = IntervalOutput(
        source="area", allow_null=True, help_text=_("Hectares of the findings that are right.")
    )
    alpha = serializers.FloatField(
        source="agreement.alpha", allow_null=True, help_text=_("Krippendorff’s alpha among editors.")
    )
    n_alpha = serializers.IntegerField(
        source="agreement.n_findings", help_text=_("Findings on which alpha rests.")
    )
    median_seconds = serializers.FloatField(source="pace.median_seconds", allow_null=True)


class DrawnSampleOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    size = serializers.IntegerField()
    drawn_at = serializers.DateTimeField()


class PrecisionPage(serializers.Serializer[dict[str, Any]]):
    figures = PrecisionOutput(allow_null=True, help_text=_("Null until a sample is drawn."))
    samples = DrawnSampleOutput(many=True, help_text=_("Every sample of the search, the newest first."))
