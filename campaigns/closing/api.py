"""Archiving and deleting over the API."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.closing.actions import start_deletion
from campaigns.closing.inventory import inventory_of
from campaigns.closing.services.archive_campaign import archive_campaign, bring_back
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from campaigns.serializers import CampaignSerializer


class ArchiveInput(serializers.Serializer[Any]):
    archived = serializers.BooleanField(help_text="true archives the campaign, false brings it back.")


class DeleteInput(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="The campaign’s name, so that the right one is deleted.")
    public = serializers.BooleanField(
        default=False,
        help_text="Must be true where releases exist: their public addresses lead nowhere then.",
    )


class StoredOutput(serializers.Serializer[Any]):
    words = serializers.CharField()
    n_bytes = serializers.IntegerField()


class InventoryOutput(serializers.Serializer[Any]):
    rows = StoredOutput(many=True)
    has_public_pages = serializers.BooleanField()


class ClosingView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN, even_archived=True)]

    def campaign(self) -> Campaign:
        return get_object_or_404(Campaign.objects.existing(), slug=self.kwargs["slug"])


class ArchiveView(ClosingView):
    @extend_schema(request=ArchiveInput, responses=CampaignSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """Archive a campaign, or bring it back. While it is archived, nothing can be changed or started."""
        given = ArchiveInput(data=request.data)
        given.is_valid(raise_exception=True)
        campaign = self.campaign()
        change = archive_campaign if given.validated_data["archived"] else bring_back
        change(campaign=campaign)
        return Response(CampaignSerializer(campaign, context={"request": request}).data)


class DeleteView(ClosingView):
    @extend_schema(responses=InventoryOutput)
    def get(self, request: Request, slug: str) -> Response:
        """What would be deleted with the campaign, in numbers."""
        return Response(InventoryOutput(inventory_of(self.campaign())).data)

    @extend_schema(request=DeleteInput, responses={202: None})
    def post(self, request: Request, slug: str) -> Response:
        """Delete a campaign with its answers, models, searches, releases and files. It disappears at once and
        is deleted in the background. Its source and other campaigns’ tiles stay."""
        given = DeleteInput(data=request.data)
        given.is_valid(raise_exception=True)
        campaign = self.campaign()
        if given.validated_data["name"].strip() != campaign.name.strip():
            raise serializers.ValidationError({"name": [_("This is not the campaign’s name.")]})
        if inventory_of(campaign).has_public_pages and not given.validated_data["public"]:
            raise Conflict(_("The campaign has a public map, which would disappear. Confirm with “public”."))
        start_deletion(campaign=campaign)
        return Response(status=status.HTTP_202_ACCEPTED)
