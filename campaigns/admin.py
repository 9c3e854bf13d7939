"""Campaigns can be edited; jobs are read-only."""

from django.contrib import admin
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from campaigns.models import Campaign, Job, Membership
from campaigns.regions.forms import CampaignAdminForm
from imagery.messages import MessageField


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]  # Django's class takes none at run time
    model = Membership
    extra = 1
    autocomplete_fields = ["user"]


@admin.register(Campaign)
class CampaignAdmin(TranslationAdmin):  # type: ignore[type-arg]  # its base takes none at run time
    form = CampaignAdminForm
    list_display = ["name", "slug", "source", "extractor", "is_public"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "question"]
    # Findings' states depend on it; the campaign's settings page brings them up to date.
    readonly_fields = ["confirmations_to_publish"]
    inlines = [MembershipInline]


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's class takes none at run time
    list_display = ["campaign", "kind", "state", "done", "total", "started_by", "created_at", "finished_at"]
    list_filter = ["kind", "state"]
    exclude = ["message_parts", "failure_parts"]
    readonly_fields = [
        *(field.name for field in Job._meta.fields if not isinstance(field, MessageField)),
        "message",
        "failure",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
