"""Labelling events: admins create them; anyone with the code can follow the board."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListCreateAPIView, RetrieveUpdateAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from labeling.consensus.services.update_consensus import update_consensus
from labeling.events.board import board_of
from labeling.events.contribution import contribution_of
from labeling.events.services.save_event import save_event
from labeling.joining.event_access import find_event
from labeling.joining.identity import ContributorAuthentication
from labeling.joining.labeling_view import LabelingView
from labeling.models import Event

STATES = [("waiting", "Waiting"), ("open", "Open"), ("over", "Over"), ("closed", "Closed")]


class EventSerializer(serializers.ModelSerializer[Event]):
    link = serializers.CharField(source="get_absolute_url", read_only=True)
    teams = serializers.ListField(
        source="team_names",
        child=serializers.CharField(max_length=40),
        max_length=20,
        required=False,
        help_text="Names.",
    )

    class Meta:
        model = Event
        fields = [
            "id",
            "name",
            "code",
            "link",
            "starts_at",
            "ends_at",
            "goal_tiles",
            "teams",
            "shows_feedback",
            "is_closed",
            "created_at",
        ]
        read_only_fields = ["id", "code", "created_at"]

    def create(self, validated_data: dict[str, Any]) -> Event:
        teams = validated_data.pop("team_names", [])
        return save_event(event=Event(**validated_data), teams=teams)

    def update(self, instance: Event, validated_data: dict[str, Any]) -> Event:
        teams = validated_data.pop("team_names", instance.team_names)
        for name, value in validated_data.items():
            setattr(instance, name, value)
        return save_event(event=instance, teams=teams)


class EventsView(ListCreateAPIView[Event]):
    """Labelling events: anyone with an event's link or code may label in the campaign."""

    serializer_class = EventSerializer
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]

    def get_queryset(self) -> Any:
        events = Event.objects.filter(campaign__slug=self.kwargs["slug"])
        return events.prefetch_related("teams").order_by("-created_at")

    def perform_create(self, serializer: BaseSerializer[Event]) -> None:
        serializer.save(campaign=get_object_or_404(Campaign, slug=self.kwargs["slug"]))


class EventView(RetrieveUpdateAPIView[Event]):
    """One event: its times, goal and teams, and whether it is closed."""

    serializer_class = EventSerializer
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]
    http_method_names = ["get", "patch", "options", "head"]

    def get_queryset(self) -> Any:
        return Event.objects.filter(campaign__slug=self.kwargs["slug"]).prefetch_related("teams")


class TeamOutput(serializers.Serializer[Any]):
    name = serializers.CharField()
    volunteers = serializers.IntegerField()
    tiles = serializers.IntegerField(help_text="Tiles that its volunteers have answered.")
    agreement = serializers.FloatField(
        allow_null=True,
        help_text="Share, 0..1, of the superpixels marked by hand that were decided as marked.",
    )


class BoardOutput(serializers.Serializer[Any]):
    name = serializers.CharField()
    question = serializers.CharField()
    code = serializers.CharField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    goal_tiles = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    made_at = serializers.DateTimeField(help_text="Time of these figures.")
    volunteers = serializers.IntegerField()
    tiles_queued = serializers.IntegerField(help_text="Tiles in the campaign's queue.")
    tiles_done = serializers.IntegerField(help_text="In the campaign: tiles that need no more answers.")
    tiles_covered = serializers.IntegerField(help_text="Tiles with an answer from this event.")
    superpixels = serializers.IntegerField(help_text="Answers on superpixels in this event.")
    positives = serializers.IntegerField(help_text="Superpixels of covered tiles that are decided positive.")
    agreement = serializers.FloatField(
        allow_null=True,
        help_text="On superpixels with a yes: share, 0..1, of pairs of people with the same answer.",
    )
    teams = TeamOutput(many=True)
    columns = serializers.IntegerField()
    rows = serializers.IntegerField()
    cells = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=6, max_length=6),
        help_text="Column, row, number of tiles; of these with an answer, done, with a find.",
    )


class BoardView(APIView):
    authentication_classes = [ContributorAuthentication]
    permission_classes = [AllowAny]

    @extend_schema(responses=BoardOutput)
    def get(self, request: Request, code: str) -> Response:
        """Live figures of an event, for anyone with its code. Recounted every two seconds at most."""
        event = find_event(request._request, code)
        if event is None:
            raise Http404
        about = {
            "name": event.name,
            "question": event.campaign.question,
            "code": event.code,
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
            "goal_tiles": event.goal_tiles,
        }
        return Response(BoardOutput({**about, **board_of(event)}).data)


class ContributionOutput(serializers.Serializer[Any]):
    tiles = serializers.IntegerField()
    superpixels = serializers.IntegerField(help_text="Superpixels answered, implied answers included.")
    settled = serializers.IntegerField(help_text="Of these, decided by now.")
    open = serializers.IntegerField(help_text="Superpixels that need more answers.")
    found = serializers.IntegerField(help_text="Superpixels decided positive that you marked positive.")
    found_tiles = serializers.IntegerField()
    agreement = serializers.FloatField(
        allow_null=True, help_text="Share, 0..1, of the decided ones that were decided as you answered."
    )


class ContributionView(LabelingView):
    @extend_schema(responses=ContributionOutput)
    def get(self, request: Request, slug: str) -> Response:
        """What your answers have changed."""
        update_consensus(campaign=self.campaign)
        return Response(ContributionOutput(contribution_of(self.participation)).data)
