"""The API of a published place: where its numbers come from, and its withdrawal."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from detection.places.models import Place
from detection.publication.access import readable_campaign
from detection.publication.actions import withdraw as withdraw_published
from detection.publication.errors import PublicationError
from detection.publication.published_place import document_of, published_place


class WithdrawalOutput(serializers.Serializer[Any]):
    withdrawn_at = serializers.DateTimeField()
    reason = serializers.CharField()


class PlaceReleaseOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    withdrawn = serializers.BooleanField()
    address = serializers.CharField()


class PlaceOutput(serializers.Serializer[Any]):
    place = serializers.IntegerField()
    page = serializers.CharField()
    withdrawn = WithdrawalOutput(allow_null=True)
    releases = PlaceReleaseOutput(many=True)
    is_in_newest = serializers.BooleanField()
    shown = serializers.JSONField(
        allow_null=True,
        help_text=gettext_lazy("Facts and their origin, as the newest release that has it shows them."),
    )


class WithdrawalInput(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(max_length=2000, help_text=gettext_lazy("Readers see it."))


class PlaceView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=PlaceOutput, tags=["publication"])
    def get(self, request: Request, slug: str, number: int) -> Response:
        """A published place and what it rests on; of a withdrawn one, when and why it was withdrawn."""
        found = published_place(readable_campaign(request.user, slug).pk, number)
        if found is None:
            raise Http404(_("No release has a place with this number."))
        return Response(PlaceOutput(document_of(found)).data)


class WithdrawPlaceView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]

    @extend_schema(request=WithdrawalInput, responses=PlaceOutput, tags=["publication"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Take a place out of every release, in every format, at once. 409 when no release shows it."""
        data = WithdrawalInput(data=request.data)
        data.is_valid(raise_exception=True)
        campaign = get_object_or_404(Campaign, slug=slug)
        place = get_object_or_404(Place, campaign=campaign, number=number)
        admin, reason = cast(User, request.user), data.validated_data["reason"]
        try:
            withdraw_published(place=place, withdrawn_by=admin, reason=reason)
        except PublicationError as error:
            raise Conflict(str(error)) from error
        found = published_place(campaign.pk, number)
        return Response(PlaceOutput(document_of(found)).data if found else {})
