"""Rules, previews and versions as JSON."""

from typing import Any

from django.contrib.auth.models import User
from rest_framework import serializers

from campaigns.serializers import JobSerializer
from detection.runs.finding_models import FindingSet
from detection.runs.inputs import MAX_DISTANCE_M
from detection.runs.models import DetectionRun
from detection.runs.progress_serializers import box_of, validate_box
from detection.thresholds.preview import Preview
from ml.rule import MIN_POSITIVE_SUPERPIXELS, FindingRule
from ml.tiles import Bounds


class RuleInput(serializers.Serializer[dict[str, Any]]):
    threshold = serializers.FloatField(min_value=0, max_value=1, help_text="Of a positive superpixel.")
    lone_threshold = serializers.FloatField(
        min_value=0,
        max_value=1,
        default=None,
        allow_null=True,
        help_text="A finding of a smaller cluster counts when one of its superpixels scores this much.",
    )
    min_positive_superpixels = serializers.IntegerField(
        min_value=1, max_value=1000, default=MIN_POSITIVE_SUPERPIXELS
    )
    cluster_distance_m = serializers.FloatField(
        min_value=0,
        max_value=MAX_DISTANCE_M,
        default=0.0,
        help_text="Shapes at most this far apart count together; 0: only what touches.",
    )
    rule = serializers.ChoiceField(choices=DetectionRun.Rule.choices, default=DetectionRun.Rule.SHAPE)

    def to_rule(self) -> FindingRule:
        data = self.validated_data
        return FindingRule(
            threshold=data["threshold"],
            min_superpixels=data["min_positive_superpixels"],
            lone_threshold=data["lone_threshold"],
            cluster_distance_m=data["cluster_distance_m"],
            per_tile=data["rule"] == DetectionRun.Rule.TILE,
        )


class RulePreviewInput(RuleInput):
    bbox = serializers.CharField(
        required=False,
        validators=[validate_box],
        help_text="What the map shows: west, south, east, north in degrees, with commas; all by default.",
    )

    def view(self) -> Bounds | None:
        return box_of(self.validated_data.get("bbox", ""))


class RulePreviewOutput(serializers.Serializer[Preview]):
    n_findings = serializers.IntegerField()
    area_ha = serializers.FloatField()
    n_lone = serializers.IntegerField(help_text="Findings for the stricter threshold alone.")
    n_new = serializers.IntegerField()
    n_kept = serializers.IntegerField(help_text="Those that share superpixels with a finding in force.")
    n_gone = serializers.IntegerField()
    n_in_force = serializers.IntegerField()
    area_in_force_ha = serializers.FloatField()
    in_view = serializers.IntegerField()
    features = serializers.ListField(
        child=serializers.DictField(),
        help_text="GeoJSON features in view, shapes or points; `kind` is new, kept or gone.",
    )


class FindingSetOutput(serializers.ModelSerializer[FindingSet]):
    job = JobSerializer(read_only=True)
    created_by = serializers.SerializerMethodField()
    is_in_force = serializers.SerializerMethodField()

    class Meta:
        model = FindingSet
        fields = [
            "number",
            "rule",
            "threshold",
            "min_positive_superpixels",
            "lone_threshold",
            "cluster_distance_m",
            "n_findings",
            "area_ha",
            "created_by",
            "created_at",
            "applied_at",
            "is_in_force",
            "job",
        ]
        read_only_fields = fields

    def get_created_by(self, version: FindingSet) -> str:
        user: User | None = version.created_by
        return user.get_username() if user else ""

    def get_is_in_force(self, version: FindingSet) -> bool:
        return bool(version.run.finding_set_id == version.pk)
