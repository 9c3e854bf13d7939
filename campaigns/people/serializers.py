"""Members and invitations as JSON."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from campaigns.models import Invitation, Membership


class MemberSerializer(serializers.ModelSerializer[Membership]):
    name = serializers.CharField(source="user.username", read_only=True)
    since = serializers.DateTimeField(source="created_at", read_only=True)
    last_signed_in = serializers.DateTimeField(source="user.last_login", read_only=True, allow_null=True)

    class Meta:
        model = Membership
        fields = ["id", "name", "role", "since", "last_signed_in"]
        read_only_fields = ["id"]


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    days = serializers.IntegerField(
        min_value=1, max_value=90, default=14, write_only=True, help_text="How long it works."
    )
    link = serializers.SerializerMethodField(help_text="Whoever opens it and signs in may accept.")
    state = serializers.ChoiceField(choices=["open", "expired", "used", "revoked"], read_only=True)
    made_by = serializers.CharField(source="made_by.username", default=None, read_only=True, allow_null=True)

    class Meta:
        model = Invitation
        fields = [
            "id",
            "role",
            "note",
            "max_uses",
            "uses",
            "days",
            "link",
            "state",
            "made_by",
            "created_at",
            "expires_at",
        ]
        read_only_fields = ["id", "uses", "created_at", "expires_at"]

    def get_link(self, invitation: Invitation) -> str:
        address: str = self.context["request"].build_absolute_uri(invitation.get_absolute_url())
        return address

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["role"] == Membership.Role.ADMIN and attrs.get("max_uses", 1) > 1:
            words = _("An admin can do everything here: invite admins one by one.")
            raise serializers.ValidationError({"max_uses": words})
        attrs["lasts"] = timedelta(days=attrs.pop("days"))
        return attrs
