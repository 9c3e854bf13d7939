"""Members and invitations of a campaign, for its admins."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from rest_framework.generics import (
    DestroyAPIView,
    ListAPIView,
    ListCreateAPIView,
    RetrieveUpdateDestroyAPIView,
)
from rest_framework.serializers import BaseSerializer

from campaigns.api_errors import Conflict
from campaigns.errors import LastAdmin
from campaigns.models import Campaign, Invitation, Membership
from campaigns.people.serializers import InvitationSerializer, MemberSerializer
from campaigns.people.services.change_role import change_role
from campaigns.people.services.invite import invite
from campaigns.people.services.remove_member import remove_member
from campaigns.roles import HasCampaignRole, Role

ADMIN = [HasCampaignRole.of(Role.ADMIN)]


class MembersView(ListAPIView[Membership]):
    """Who has which role."""

    serializer_class = MemberSerializer
    permission_classes = ADMIN

    def get_queryset(self) -> QuerySet[Membership]:
        return members_of(self.kwargs["slug"])


class MemberView(RetrieveUpdateDestroyAPIView[Membership]):
    """One member: change the role, or take it away. 409 for the only admin."""

    serializer_class = MemberSerializer
    permission_classes = ADMIN
    http_method_names = ["get", "patch", "delete", "options", "head"]

    def get_queryset(self) -> QuerySet[Membership]:
        return members_of(self.kwargs["slug"])

    def perform_update(self, serializer: BaseSerializer[Membership]) -> None:
        membership = cast(Membership, serializer.instance)
        role = Role(serializer.validated_data.get("role", membership.role))
        try:
            change_role(membership=membership, role=role)
        except LastAdmin as error:
            raise Conflict(str(error)) from error

    def perform_destroy(self, instance: Membership) -> None:
        try:
            remove_member(membership=instance)
        except LastAdmin as error:
            raise Conflict(str(error)) from error


class InvitationsView(ListCreateAPIView[Invitation]):
    """Invitations, newest first. A new one gives its role to whoever opens the link and signs in."""

    serializer_class = InvitationSerializer
    permission_classes = ADMIN

    def get_queryset(self) -> QuerySet[Invitation]:
        return invitations_of(self.kwargs["slug"])

    def perform_create(self, serializer: BaseSerializer[Invitation]) -> None:
        given: dict[str, Any] = dict(serializer.validated_data)
        campaign = Campaign.objects.get(slug=self.kwargs["slug"])
        role = Role(given.pop("role"))
        serializer.instance = invite(
            campaign=campaign, role=role, made_by=cast(User, self.request.user), **given
        )


class InvitationView(DestroyAPIView[Invitation]):
    """Withdraw an invitation: its link no longer works."""

    serializer_class = InvitationSerializer
    permission_classes = ADMIN

    def get_queryset(self) -> QuerySet[Invitation]:
        return invitations_of(self.kwargs["slug"])

    def perform_destroy(self, instance: Invitation) -> None:
        instance.revoke()


def members_of(slug: str) -> QuerySet[Membership]:
    members = Membership.objects.filter(campaign__slug=slug)
    return members.select_related("user").order_by("user__username")


def invitations_of(slug: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(campaign__slug=slug).select_related("made_by")
