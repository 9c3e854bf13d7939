"""Searches of a region, and the admin's buttons."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.errors import CampaignError
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from campaigns.serializers import JobSerializer
from detection.errors import DetectionError
from detection.runs.actions import continue_run, start_run
from detection.runs.coverage import tile_collection
from detection.runs.models import DetectionRun
from detection.runs.serializers import (
    RunDetailSerializer,
    RunSerializer,
    StartRunSerializer,
    TileQuerySerializer,
)
from detection.training.models import ModelVersion

EDITOR = [HasCampaignRole.of(Role.EDITOR)]
ADMIN = [HasCampaignRole.of(Role.ADMIN)]


def runs_of(slug: str) -> QuerySet[DetectionRun]:
    found = DetectionRun.objects.filter(campaign__slug=slug).newest_first()
    return found.select_related("campaign", "model_version", "job__started_by")


class RunsView(ListAPIView[DetectionRun]):
    """The campaign's searches, newest first."""

    serializer_class = RunSerializer
    queryset = DetectionRun.objects.all()

    def get_permissions(self) -> list[BasePermission]:
        wanted = ADMIN if self.request.method == "POST" else EDITOR
        return [permission() for permission in wanted]

    def get_queryset(self) -> QuerySet[DetectionRun]:
        return runs_of(self.kwargs["slug"])

    @extend_schema(tags=["runs"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(request=StartRunSerializer, responses={201: RunDetailSerializer}, tags=["runs"])
    def post(self, request: Request, slug: str) -> Response:
        """Search the region. 409 while one is under way, without a model, or with a bad threshold."""
        wanted = StartRunSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        campaign = get_object_or_404(Campaign, slug=slug)
        run = _start(campaign, cast(User, request.user), **wanted.validated_data)
        answer = RunDetailSerializer(runs_of(slug).get(pk=run.pk))
        return Response(answer.data, status=status.HTTP_201_CREATED)


def _start(campaign: Campaign, user: User, *, model_version: int | None = None, **rule: Any) -> DetectionRun:
    models = ModelVersion.objects.filter(campaign=campaign)
    model = get_object_or_404(models, number=model_version) if model_version else None
    try:
        return start_run(campaign=campaign, started_by=user, model_version=model, **rule)
    except (CampaignError, DetectionError) as refusal:
        raise Conflict(str(refusal)) from refusal


@extend_schema_view(get=extend_schema(tags=["runs"]))
class RunView(RetrieveAPIView[DetectionRun]):
    """One search: what is frozen in it, how far it is, and how many tiles are in each state."""

    serializer_class = RunDetailSerializer
    permission_classes = EDITOR
    queryset = DetectionRun.objects.all()
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[DetectionRun]:
        return runs_of(self.kwargs["slug"])


class RunContinueView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=None, responses={202: JobSerializer}, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Go on with a search that ended early, and retry its failed tiles. 409 when nothing is left."""
        run = get_object_or_404(runs_of(slug), number=number)
        try:
            job = continue_run(run=run, started_by=cast(User, request.user))
        except (CampaignError, DetectionError) as refusal:
            raise Conflict(str(refusal)) from refusal
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class RunStopView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=None, responses=RunDetailSerializer, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Stop a search; what it has found is kept, and it can be continued. 409 when it has ended."""
        run = get_object_or_404(runs_of(slug), number=number)
        if run.job is None or not run.job.cancel():
            raise Conflict(_("This search has already ended."))
        return Response(RunDetailSerializer(runs_of(slug).get(pk=run.pk)).data)


class RunTilesView(APIView):
    permission_classes = EDITOR

    @extend_schema(
        parameters=[TileQuerySerializer],
        responses={(200, "application/geo+json"): OpenApiTypes.OBJECT},
        tags=["runs"],
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        """The run's tiles with their states as GeoJSON, a page at a time: `next` is null on the last one."""
        query = TileQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        run = get_object_or_404(runs_of(slug), number=number)
        return Response(tile_collection(run, **query.validated_data), content_type="application/geo+json")
