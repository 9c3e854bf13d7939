"""Known places and crops by the API, as the page of the first labels takes them."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from campaigns.serializers import JobSerializer
from labeling.first_labels.actions import read_knowledge
from labeling.first_labels.forms import CropsForm, PlacesForm
from labeling.first_labels.overview import places_collection
from labeling.models import KnowledgeFile
from labeling.models.knowledge import YES_OR_NO

Kind = KnowledgeFile.Kind


class PlacesInput(serializers.Serializer[Any]):
    places = serializers.FileField(
        help_text="GeoJSON, GeoPackage, KML, a zipped Shapefile, or CSV with lat and lng."
    )
    answer = serializers.ChoiceField(YES_OR_NO, required=False, help_text="What they are; positive if empty.")
    column = serializers.CharField(max_length=100, required=False, help_text="Property with their class.")
    origin = serializers.CharField(max_length=300, required=False, help_text="How you know.")


class CropsInput(serializers.Serializer[Any]):
    both = serializers.FileField(required=False, help_text="ZIP with a folder for each class.")
    positive = serializers.FileField(required=False, help_text="ZIP of positive crops alone.")
    negative = serializers.FileField(required=False, help_text="ZIP of negative crops alone.")
    origin = serializers.CharField(max_length=300, required=False, help_text="How you know.")


class KnowledgeView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]
    parser_classes = [MultiPartParser]

    @property
    def campaign(self) -> Campaign:
        return get_object_or_404(Campaign, slug=self.kwargs["slug"])

    def take(self, kind: str, form: PlacesForm | CropsForm) -> Response:
        if not form.is_valid():
            raise ValidationError({name: [str(one) for one in words] for name, words in form.errors.items()})
        try:
            files = read_knowledge(
                campaign=self.campaign,
                kind=kind,
                given=form.given(),
                started_by=cast(User, self.request.user),
            )
        except JobAlreadyRunning as error:
            raise Conflict(str(error)) from error
        files[0].job.refresh_from_db()
        return Response(JobSerializer(files[0].job).data, status=status.HTTP_202_ACCEPTED)


class KnownPlacesView(KnowledgeView):
    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str) -> Response:
        """All known places as a GeoJSON FeatureCollection. They are neither votes nor labels."""
        return Response(places_collection(self.campaign))

    @extend_schema(request=PlacesInput, responses={202: JobSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Read a file of known places in the background: their tiles are asked first, and an expert is
        offered their parts. 409 while another file is being read."""
        form = PlacesForm(self.campaign, request.data, request._request.FILES)
        return self.take(Kind.PLACES, form)


class KnownCropsView(KnowledgeView):
    @extend_schema(request=CropsInput, responses={202: JobSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Read ZIPs of crops in the background: they become gold. 409 while others are being read."""
        form = CropsForm(self.campaign, request.data, request._request.FILES)
        return self.take(Kind.CROPS, form)
