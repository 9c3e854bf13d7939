"""The API of searches that are repeated by themselves."""

from typing import cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.models import Campaign
from detection.runs.api import ADMIN, EDITOR
from detection.runs.repeating import set_schedule
from detection.runs.schedule_models import SearchSchedule


class ScheduleSerializer(serializers.ModelSerializer[SearchSchedule]):
    outcome = serializers.CharField(read_only=True, help_text="What came of it last time.")

    class Meta:
        model = SearchSchedule
        fields = ["every", "next_at", "last_looked_at", "outcome"]
        read_only_fields = ["next_at", "last_looked_at"]


class SearchScheduleView(APIView):
    def get_permissions(self) -> list[BasePermission]:
        return [permission() for permission in (ADMIN if self.request.method == "PUT" else EDITOR)]

    @extend_schema(responses=ScheduleSerializer, tags=["runs"])
    def get(self, request: Request, slug: str) -> Response:
        """When the current search is repeated by itself."""
        campaign = get_object_or_404(Campaign, slug=slug)
        schedule = SearchSchedule.objects.filter(campaign=campaign).first()
        return Response(ScheduleSerializer(schedule or SearchSchedule(campaign=campaign)).data)

    @extend_schema(request=ScheduleSerializer, responses=ScheduleSerializer, tags=["runs"])
    def put(self, request: Request, slug: str) -> Response:
        """`month` repeats the current search every month, `newer` when a weekly look shows newer pictures."""
        data = ScheduleSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        every = data.validated_data.get("every", SearchSchedule.Every.OFF)
        campaign = get_object_or_404(Campaign, slug=slug)
        schedule = set_schedule(campaign=campaign, every=every, set_by=cast(User, request.user))
        return Response(ScheduleSerializer(schedule).data)
