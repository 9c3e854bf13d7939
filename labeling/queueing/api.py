"""The queue for editors: what is served next and why, and tiles to serve first."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from campaigns.serializers import JobSerializer
from labeling.errors import InvalidTileRequest
from labeling.joining.labeling_view import parse
from labeling.models import LabelTile
from labeling.queueing.actions import request_tiles, start_queueing
from labeling.queueing.overview import describe_queue
from labeling.queueing.requested_tiles import read_requested_tiles

MAX_QUEUED = 5000
MAX_CHARACTERS = 1_000_000


class WaitingTileOutput(serializers.ModelSerializer[LabelTile]):
    tile = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="tile.__str__", help_text="z/x/y")

    class Meta:
        model = LabelTile
        fields = ["tile", "name", "reason", "is_random", "n_answers", "target"]


class PrevalenceOutput(serializers.Serializer[Any]):
    n_tiles = serializers.IntegerField()
    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class QueueOrderOutput(serializers.Serializer[Any]):
    n_waiting = serializers.IntegerField()
    reasons = serializers.DictField(child=serializers.IntegerField(), help_text="Waiting tiles by reason.")
    next = WaitingTileOutput(many=True)
    prevalence = PrevalenceOutput(
        allow_null=True,
        help_text="Share of positive superpixels with its 95 % interval, from the random tiles alone.",
    )


class TileRequestInput(serializers.Serializer[Any]):
    tiles = serializers.CharField(
        max_length=MAX_CHARACTERS,
        help_text="GeoJSON, or west,south,east,north, or z/x/y or quadkeys, one per line.",
    )


class QueueInput(serializers.Serializer[Any]):
    count = serializers.IntegerField(min_value=1, max_value=MAX_QUEUED, help_text="Number of tiles to add.")


class QueueOrderView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(responses=QueueOrderOutput)
    def get(self, request: Request, slug: str) -> Response:
        """The tiles served next, and why."""
        queue = describe_queue(get_object_or_404(Campaign, slug=slug))
        queue["reasons"] = {reason.value: n for reason, n in queue["reasons"]}
        return Response(QueueOrderOutput(queue).data)

    @extend_schema(request=TileRequestInput, responses={202: JobSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Move tiles to the front of the queue, 2,000 at most. 409 while tiles are being prepared."""
        given = parse(TileRequestInput, request)
        campaign = get_object_or_404(Campaign, slug=slug)
        try:
            tiles = read_requested_tiles(given["tiles"], campaign)
            job = request_tiles(campaign=campaign, tiles=tiles, started_by=cast(User, request.user))
        except InvalidTileRequest as error:
            raise ValidationError({"tiles": [str(error)]}) from error
        except JobAlreadyRunning as error:
            raise Conflict(str(error)) from error
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class QueueView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]

    @extend_schema(request=QueueInput, responses={202: JobSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Add random tiles of the region to the labelling queue, in the background. 409 while another such
        job runs."""
        given = parse(QueueInput, request)
        campaign = get_object_or_404(Campaign, slug=slug)
        try:
            job = start_queueing(campaign=campaign, started_by=cast(User, request.user), **given)
        except JobAlreadyRunning as error:
            raise Conflict(str(error)) from error
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)
