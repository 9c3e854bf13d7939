"""Models as JSON."""

from rest_framework import serializers

from detection.training.models import ModelVersion


class ModelVersionSerializer(serializers.ModelSerializer[ModelVersion]):
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
            "created_at",
        ]
        read_only_fields = fields
