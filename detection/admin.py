"""Model versions, searches, findings and releases, read-only: they are frozen."""

from django.contrib import admin
from django.http import HttpRequest

from detection.models import Detection, DetectionRun, ModelVersion, Release, Review


class FrozenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's class takes none at run time
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(ModelVersion)
class ModelVersionAdmin(FrozenAdmin):
    list_display = ["campaign", "number", "extractor", "n_positive", "n_negative", "created_by", "created_at"]
    list_filter = ["campaign"]


@admin.register(DetectionRun)
class DetectionRunAdmin(FrozenAdmin):
    list_display = [
        "campaign",
        "number",
        "model_version",
        "threshold",
        "min_positive_superpixels",
        "created_at",
    ]
    list_filter = ["campaign"]


@admin.register(Detection)
class DetectionAdmin(FrozenAdmin):
    list_display = ["run", "score", "area_ha", "review_state", "captured_from", "captured_to"]
    list_filter = ["review_state"]
    list_select_related = ["run__campaign"]


@admin.register(Review)
class ReviewAdmin(FrozenAdmin):
    list_display = ["detection", "editor", "decision", "created_at", "superseded_at"]
    list_filter = ["decision"]


@admin.register(Release)
class ReleaseAdmin(FrozenAdmin):
    list_display = ["campaign", "number", "run", "n_detections", "area_ha", "published_by", "published_at"]
    list_filter = ["campaign"]
