"""Searches as JSON."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from campaigns.serializers import JobSerializer
from detection.runs.models import DetectionRun, TileResult
from ml.rule import MIN_POSITIVE_SUPERPIXELS

MAX_TILES = 5000


class RunOutput(serializers.ModelSerializer[DetectionRun]):
    model_version = serializers.IntegerField(source="model_version.number", read_only=True)
    job = JobSerializer(read_only=True)
    repeats = serializers.IntegerField(
        source="repeats.number",
        read_only=True,
        default=None,
        help_text="Number of the earlier search.",
    )
    finding_set = serializers.IntegerField(
        source="finding_set.number",
        read_only=True,
        default=None,
        help_text="Version in force.",
    )

    class Meta:
        model = DetectionRun
        fields = [
            "number",
            "model_version",
            "source_version",
            "zoom",
            "segmentation",
            "threshold",
            "share",
            "rule",
            "min_positive_superpixels",
            "lone_threshold",
            "cluster_distance_m",
            "created_at",
            "planned_at",
            "paused_at",
            "is_current",
            "repeats",
            "finding_set",
            "job",
        ]
        read_only_fields = fields


class TileCountsOutput(serializers.Serializer[dict[str, int]]):
    """Number of tiles in each state."""

    pending = serializers.IntegerField()
    analysed = serializers.IntegerField()
    no_imagery = serializers.IntegerField()
    failed = serializers.IntegerField()


class RunDetailOutput(RunOutput):
    counts = TileCountsOutput(read_only=True)
    n_detections = serializers.IntegerField(source="findings.count", read_only=True)
    novel_share = serializers.FloatField(
        read_only=True,
        allow_null=True,
        help_text="Share of superpixels that the model has not seen the like of.",
    )
    coverage_in_words = serializers.SerializerMethodField()

    class Meta(RunOutput.Meta):
        fields = [*RunOutput.Meta.fields, "counts", "n_detections", "novel_share", "coverage_in_words"]

    def get_coverage_in_words(self, run: DetectionRun) -> str:
        return coverage_in_words(run.counts())


class RunInput(serializers.Serializer[dict[str, Any]]):
    model_version = serializers.IntegerField(
        required=False, help_text="Number of the model; by default the newest."
    )
    threshold = serializers.CharField(
        required=False, help_text="`precise` (the default), `balanced`, `tuned` or a probability from 0 to 1."
    )
    min_positive_superpixels = serializers.IntegerField(
        default=MIN_POSITIVE_SUPERPIXELS,
        min_value=1,
        max_value=1000,
        help_text="Positive superpixels that a finding, or by the rule `tile` a positive tile, needs.",
    )
    rule = serializers.ChoiceField(choices=DetectionRun.Rule.choices, default=DetectionRun.Rule.SHAPE)
    lone_threshold = serializers.FloatField(
        default=None,
        allow_null=True,
        min_value=0,
        max_value=1,
        help_text="A smaller finding counts when one of its superpixels scores this much; null: never.",
    )
    cluster_distance_m = serializers.FloatField(
        default=0.0,
        min_value=0,
        max_value=1000,
        help_text="Shapes at most this far apart count together; 0: only what touches.",
    )
    repeats = serializers.IntegerField(
        required=False, help_text="Number of a finished search; only what is newer since is looked at."
    )
    accept_disk_shortage = serializers.BooleanField(
        default=False, help_text="Start although a look ahead has found too little disk."
    )


class TilesInput(serializers.Serializer[dict[str, Any]]):
    state = serializers.ChoiceField(choices=TileResult.State.choices, required=False)
    after = serializers.IntegerField(default=0, help_text="The `next` of the previous page.")
    limit = serializers.IntegerField(default=MAX_TILES, min_value=1, max_value=MAX_TILES)


def coverage_in_words(counts: dict[str, int]) -> str:
    return (
        _(
            "%(analysed)d analysed, %(no_imagery)d without imagery, %(failed)d failed, "
            "%(pending)d not attempted yet"
        )
        % counts
    )
