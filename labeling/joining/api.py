"""Join an event by its code."""

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from labeling.errors import EventNotOpen
from labeling.joining.code_limits import count_guest
from labeling.joining.event_access import find_event
from labeling.joining.identity import ContributorAuthentication, contributor_of, set_guest_cookie
from labeling.joining.labeling_view import parse
from labeling.joining.services.join_event import join_event
from labeling.joining.tutorial_gate import needs_tutorial
from labeling.models import Participation


class JoinInput(serializers.Serializer[Any]):
    nickname = serializers.CharField(max_length=40, allow_blank=True, default="")
    team = serializers.CharField(max_length=40, allow_blank=True, default="", help_text="Its name.")


class JoinedOutput(serializers.Serializer[Any]):
    campaign = serializers.CharField(source="campaign.slug")
    contributor = serializers.UUIDField(source="contributor_id")
    nickname = serializers.CharField(source="contributor.nickname")
    team = serializers.CharField(source="team.name", default=None, allow_null=True)
    needs_tutorial = serializers.SerializerMethodField()

    def get_needs_tutorial(self, participation: Participation) -> bool:
        return needs_tutorial(participation)


class JoinView(APIView):
    authentication_classes = [ContributorAuthentication]
    permission_classes = [AllowAny]

    @extend_schema(request=JoinInput, responses=JoinedOutput)
    def post(self, request: Request, code: str) -> Response:
        """Join an event. Without an account the response sets a cookie that identifies you from then on.
        Joining again is harmless. 409 when the event is not open, 429 after too many guests or wrong
        codes."""
        event = find_event(request._request, code)
        if event is None:
            raise Http404
        given = parse(JoinInput, request)
        team = get_object_or_404(event.teams, name=given["team"]) if given["team"] else None
        user = request.user if isinstance(request.user, User) else None
        known = contributor_of(request._request)
        count_guest(request._request, known)
        try:
            joined = join_event(
                event=event, contributor=known, user=user, nickname=given["nickname"], team=team
            )
        except EventNotOpen as error:
            raise Conflict(str(error)) from error
        response = Response(JoinedOutput(joined).data)
        if user is None:
            set_guest_cookie(response, joined.contributor)
        return response
