"""Campaigns and jobs as JSON."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from campaigns.models import Campaign, Job
from campaigns.roles import Role, role_in
from campaigns.texts import all_texts

LONG_WAIT = timedelta(seconds=20)


class CampaignSerializer(serializers.ModelSerializer[Campaign]):
    role = serializers.SerializerMethodField(help_text="Your role in the campaign.")
    texts = serializers.SerializerMethodField(
        help_text="For admins: name, question, class names and guidance in every language, else null. "
        "The plain fields give your language, or the other one where a text is missing."
    )

    class Meta:
        model = Campaign
        fields = [
            "slug",
            "name",
            "question",
            "positive_name",
            "negative_name",
            "guidance",
            "region",
            "zoom",
            "extractor",
            "is_public",
            "archived_at",
            "texts",
            "role",
        ]
        read_only_fields = fields

    def get_texts(self, campaign: Campaign) -> dict[str, dict[str, str]] | None:
        is_admin = self.get_role(campaign) == Role.ADMIN
        return all_texts(campaign) if is_admin else None

    def get_role(self, campaign: Campaign) -> str | None:
        return role_in(self.context["request"].user, campaign)


class JobSerializer(serializers.ModelSerializer[Job]):
    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    state_name = serializers.CharField(source="get_state_display", read_only=True)
    message = serializers.CharField(read_only=True)
    failure = serializers.CharField(read_only=True)
    is_active = serializers.BooleanField(read_only=True)
    started_by = serializers.SerializerMethodField()
    hint = serializers.SerializerMethodField(help_text="Why the job is still waiting; empty when it is not.")

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "kind_name",
            "state",
            "state_name",
            "is_active",
            "done",
            "total",
            "message",
            "failure",
            "result",
            "hint",
            "started_by",
            "created_at",
            "started_at",
            "heartbeat_at",
            "finished_at",
        ]
        read_only_fields = fields

    def get_started_by(self, job: Job) -> str | None:
        return job.started_by.get_username() if isinstance(job.started_by, User) else None

    def get_hint(self, job: Job) -> str:
        waits_long = timezone.now() - job.created_at > LONG_WAIT
        if job.state == Job.State.QUEUED and waits_long:
            return _("No worker is free yet. The job starts as soon as one is. Is a worker running?")
        return ""
