"""The API of searches."""

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
from detection.runs.novelty import novelty_collection
from detection.runs.serializers import (
    RunDetailOutput,
    RunInput,
    RunOutput,
    TilesInput,
)
from detection.training.models import ModelVersion

EDITOR = [HasCampaignRole.of(Role.EDITOR)]
ADMIN = [HasCampaignRole.of(Role.ADMIN)]


def runs_of(slug: str) -> QuerySet[DetectionRun]:
    runs = DetectionRun.objects.filter(campaign__slug=slug).newest_first()
    return runs.select_related("campaign", "model_version", "job__started_by", "repeats", "finding_set")


class RunsView(ListAPIView[DetectionRun]):
    """The campaign's searches, newest first."""

    serializer_class = RunOutput
    queryset = DetectionRun.objects.all()

    def get_permissions(self) -> list[BasePermission]:
        classes = ADMIN if self.request.method == "POST" else EDITOR
        return [permission() for permission in classes]

    def get_queryset(self) -> QuerySet[DetectionRun]:
        return runs_of(self.kwargs["slug"])

    @extend_schema(tags=["runs"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(request=RunInput, responses={201: RunDetailOutput}, tags=["runs"])
    def post(self, request: Request, slug: str) -> Response:
        """Search the region. 409 while a search is running, without a model, or with an invalid threshold."""
        data = RunInput(data=request.data)
        data.is_valid(raise_exception=True)
        campaign = get_object_or_404(Campaign, slug=slug)
        run = _start(campaign, cast(User, request.user), **data.validated_data)
        output = RunDetailOutput(runs_of(slug).get(pk=run.pk))
        return Response(output.data, status=status.HTTP_201_CREATED)


def _start(
    campaign: Campaign,
    user: User,
    *,
    model_version: int | None = None,
    repeats: int | None = None,
    **rule: Any,
) -> DetectionRun:
    models = ModelVersion.objects.filter(campaign=campaign)
    model = get_object_or_404(models, number=model_version) if model_version else None
    earlier = get_object_or_404(campaign.runs, number=repeats) if repeats else None
    try:
        return start_run(campaign=campaign, started_by=user, model_version=model, repeats=earlier, **rule)
    except (CampaignError, DetectionError) as refusal:
        raise Conflict(str(refusal)) from refusal


@extend_schema_view(get=extend_schema(tags=["runs"]))
class RunView(RetrieveAPIView[DetectionRun]):
    """One search: its frozen inputs, its progress, and the number of tiles in each state."""

    serializer_class = RunDetailOutput
    permission_classes = EDITOR
    queryset = DetectionRun.objects.all()
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[DetectionRun]:
        return runs_of(self.kwargs["slug"])


class RunContinueView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=None, responses={202: JobSerializer}, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Continue a search that ended early, and retry its failed tiles. 409 when nothing is left to do."""
        run = get_object_or_404(runs_of(slug), number=number)
        try:
            job = continue_run(run=run, started_by=cast(User, request.user))
        except (CampaignError, DetectionError) as refusal:
            raise Conflict(str(refusal)) from refusal
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class RunStopView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=None, responses=RunDetailOutput, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Stop a search. Its findings stay, and it can be continued. 409 when it has already ended."""
        run = get_object_or_404(runs_of(slug), number=number)
        if run.job is None or not run.job.cancel():
            raise Conflict(_("This search has already ended."))
        return Response(RunDetailOutput(runs_of(slug).get(pk=run.pk)).data)


class RunNoveltyView(APIView):
    permission_classes = EDITOR

    @extend_schema(responses={(200, "application/geo+json"): OpenApiTypes.OBJECT}, tags=["runs"])
    def get(self, request: Request, slug: str, number: int) -> Response:
        """Where the land is unlike what the model has learnt from: the share of such superpixels in cells, as
        GeoJSON. A share of 0.05 is usual."""
        run = get_object_or_404(runs_of(slug), number=number)
        return Response(novelty_collection(run), content_type="application/geo+json")


class RunTilesView(APIView):
    permission_classes = EDITOR

    @extend_schema(
        parameters=[TilesInput],
        responses={(200, "application/geo+json"): OpenApiTypes.OBJECT},
        tags=["runs"],
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        """The search's tiles and their states as GeoJSON, page by page. `next` is null on the last page."""
        query = TilesInput(data=request.query_params)
        query.is_valid(raise_exception=True)
        run = get_object_or_404(runs_of(slug), number=number)
        return Response(tile_collection(run, **query.validated_data), content_type="application/geo+json")
