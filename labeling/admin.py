from django.contrib import admin

from labeling.models import Event, GoldAnswer, Participation


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["name", "campaign", "code", "starts_at", "ends_at", "is_closed"]
    list_filter = ["campaign"]


@admin.register(Participation)
class ParticipationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["contributor", "campaign", "event", "is_excluded", "joined_at"]
    list_filter = ["campaign", "is_excluded"]
    # Changed on the volunteers' page, where a reason is asked for, logged, and everything recomputed.
    readonly_fields = ["is_excluded"]


@admin.register(GoldAnswer)
class GoldAnswerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["label_tile", "superpixel", "answer", "author"]
    raw_id_fields = ["label_tile"]
