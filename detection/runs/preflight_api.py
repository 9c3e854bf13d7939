"""The API of a look ahead: what a search would take."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.errors import CampaignError
from campaigns.models import Campaign
from campaigns.serializers import JobSerializer
from detection.errors import DetectionError
from detection.runs.actions import look_ahead
from detection.runs.api import ADMIN
from detection.runs.disk import is_short
from detection.runs.preflight import Outlook, disk_free, outlook_for


class SampleOutput(serializers.Serializer[Any]):
    n_sample = serializers.IntegerField()
    n_without_imagery = serializers.IntegerField()
    n_failed = serializers.IntegerField()
    failure = serializers.CharField(help_text="What one of the failed tiles says.")
    seconds = serializers.FloatField(help_text="That one worker took for the sample.")


class OutlookOutput(serializers.Serializer[Outlook]):
    n_tiles = serializers.IntegerField(source="found.n_tiles")
    n_read = serializers.IntegerField(source="found.n_read", help_text="Tiles that were read before.")
    n_described = serializers.IntegerField(source="found.n_described", help_text="Those with features.")
    n_requests = serializers.IntegerField(allow_null=True, help_text="Null where it depends on the service.")
    seconds_at_pace = serializers.FloatField(allow_null=True, help_text="At the pace set for the source.")
    seconds_measured = serializers.FloatField(allow_null=True, help_text="For one worker, as in the sample.")
    bytes_needed = serializers.IntegerField(allow_null=True)
    bytes_free = serializers.SerializerMethodField()
    is_short = serializers.SerializerMethodField(
        help_text="Then a search has to be started with `accept_disk_shortage`."
    )
    may_keep_pictures = serializers.BooleanField(source="source.may_cache")
    keep_days = serializers.IntegerField(source="source.keep_days", allow_null=True)
    novel_share = serializers.FloatField(allow_null=True, help_text="0.05 is usual.")
    expected_positive = serializers.ListField(
        child=serializers.IntegerField(), allow_null=True, help_text="Superpixels: low, mean, high."
    )
    sample = SampleOutput(source="found")

    def get_bytes_free(self, outlook: Outlook) -> int:
        return disk_free()

    def get_is_short(self, outlook: Outlook) -> bool:
        return is_short(outlook, disk_free())


class PreflightView(APIView):
    permission_classes = ADMIN

    @extend_schema(responses=OutlookOutput, tags=["runs"])
    def get(self, request: Request, slug: str) -> Response:
        """What a search with the newest model would take. 404 until a look ahead with today's region, imagery
        and model has ended."""
        campaign = get_object_or_404(Campaign.objects.select_related("source"), slug=slug)
        outlook = outlook_for(campaign, campaign.model_versions.newest())
        if outlook is None:
            raise NotFound
        return Response(OutlookOutput(outlook).data)

    @extend_schema(request=None, responses={202: JobSerializer}, tags=["runs"])
    def post(self, request: Request, slug: str) -> Response:
        """Look ahead: a worker analyses a few tiles all over the region. 409 without a model, or while
        another look is under way."""
        campaign = get_object_or_404(Campaign, slug=slug)
        try:
            preflight = look_ahead(campaign=campaign, started_by=cast(User, request.user))
        except (CampaignError, DetectionError) as refusal:
            raise Conflict(str(refusal)) from refusal
        assert preflight.job is not None  # noqa: S101 - just made
        preflight.job.refresh_from_db()
        return Response(JobSerializer(preflight.job).data, status=202)
