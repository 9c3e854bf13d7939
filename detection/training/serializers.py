"""Model versions as JSON."""

from rest_framework import serializers

from detection.training.models import LearningPoint, ModelVersion


class LearningPointOutput(serializers.ModelSerializer[LearningPoint]):
    class Meta:
        model = LearningPoint
        fields = ["n_labels", "n_sample", "changed", "kappa"]


class ModelVersionOutput(serializers.ModelSerializer[ModelVersion]):
    learning_point = LearningPointOutput(
        read_only=True,
        allow_null=True,
        help_text="How often it decides differently from the model before it.",
    )

    class Meta:
        model = ModelVersion
        fields = [
            "number",
            "extractor",
            "extractor_version",
            "segmentation_key",
            "training_set_sha256",
            "n_positive",
            "n_negative",
            "metrics",
            "thresholds",
            "learning_point",
            "created_at",
        ]
        read_only_fields = fields
