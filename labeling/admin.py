from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from labeling.consensus.services.mark_gold import unmark_gold
from labeling.models import Event, GoldAnswer, GoldCrop, LabelTile, Participation, Team


class TeamInline(admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs only
    model = Team
    extra = 2


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["name", "campaign", "code", "starts_at", "ends_at", "goal_tiles", "is_closed"]
    list_filter = ["campaign"]
    inlines = [TeamInline]


@admin.register(Participation)
class ParticipationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["contributor", "campaign", "event", "is_excluded", "joined_at"]
    list_filter = ["campaign", "is_excluded"]
    # Changed on the volunteers' page, which asks for a reason, logs it and recomputes the consensus.
    readonly_fields = ["is_excluded"]


@admin.register(GoldAnswer)
class GoldAnswerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["label_tile", "superpixel", "answer", "reason", "author"]
    list_filter = ["label_tile__campaign", "answer"]
    raw_id_fields = ["label_tile", "author"]

    def save_model(self, request: HttpRequest, obj: GoldAnswer, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        LabelTile.objects.filter(pk=obj.label_tile_id).update(needs_consensus=True)

    def delete_model(self, request: HttpRequest, obj: GoldAnswer) -> None:
        unmark_gold(gold=obj)


@admin.register(GoldCrop)
class GoldCropAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Crops come by `manage.py import_crops`; here they get the words that the tutorial gives."""

    list_display = ["name", "campaign", "answer", "reason"]
    list_filter = ["campaign", "answer"]
    fields = ["name", "answer", "reason"]
    readonly_fields = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
