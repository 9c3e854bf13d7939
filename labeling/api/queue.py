"""The queue for editors: what is asked next and why, and what they want asked first."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.errors import Conflict
from campaigns.api.serializers import JobSerializer
from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from labeling.errors import BadPlaces
from labeling.models import LabelTile
from labeling.queue_views import describe_queue
from labeling.queueing.places import read_places
from labeling.services.start_queueing import push_tiles

MOST_CHARACTERS = 1_000_000


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
        allow_null=True, help_text="Share of positive superpixels, from the random tiles alone, with 95 %."
    )


class PushInput(serializers.Serializer[Any]):
    places = serializers.CharField(
        max_length=MOST_CHARACTERS,
        help_text="GeoJSON, or west,south,east,north, or z/x/y or quadkeys, one a line.",
    )


class QueueOrderView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(responses=QueueOrderOutput)
    def get(self, request: Request, slug: str) -> Response:
        """What is asked next, and why."""
        queue = describe_queue(get_object_or_404(Campaign, slug=slug))
        queue["reasons"] = {reason.value: n for reason, n in queue["reasons"]}
        return Response(QueueOrderOutput(queue).data)

    @extend_schema(request=PushInput, responses={202: JobSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Ask about these tiles first, 2,000 at most. 409 while tiles are being prepared."""
        given = PushInput(data=request.data)
        given.is_valid(raise_exception=True)
        campaign = get_object_or_404(Campaign, slug=slug)
        try:
            places = read_places(given.validated_data["places"], campaign)
            job = push_tiles(campaign=campaign, places=places, started_by=cast(User, request.user))
        except BadPlaces as error:
            raise ValidationError({"places": [str(error)]}) from error
        except JobAlreadyRunning as error:
            raise Conflict(str(error)) from error
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)
