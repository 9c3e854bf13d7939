"""The API of a search under way: its speed, its map, its failures, pause and resume."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.errors import CampaignError
from detection.errors import DetectionError
from detection.runs.actions import resume_run, retry_failures
from detection.runs.api import ADMIN, EDITOR, runs_of
from detection.runs.cells import cells_of
from detection.runs.failures import failures_of
from detection.runs.models import DetectionRun
from detection.runs.progress import progress_of
from detection.runs.progress_serializers import (
    AcceptanceOutput,
    CellsInput,
    CellsOutput,
    FailureReasonInput,
    FailuresOutput,
    RunProgressOutput,
    box_of,
)
from detection.runs.serializers import RunDetailOutput
from detection.runs.services.accept_failures import accept_failures
from detection.runs.services.pause_run import pause_run


class RunProgressView(APIView):
    permission_classes = EDITOR

    @extend_schema(responses=RunProgressOutput, tags=["runs"])
    def get(self, request: Request, slug: str, number: int) -> Response:
        """How fast a search goes, what its stages take, and how long it will take. Read from counters, so it
        may be asked often."""
        return Response(RunProgressOutput(progress_of(_run(slug, number))).data)


class RunCellsView(APIView):
    permission_classes = EDITOR

    @extend_schema(parameters=[CellsInput], responses=CellsOutput, tags=["runs"])
    def get(self, request: Request, slug: str, number: int) -> Response:
        """Tiles by state for a map: areas with counts where it is zoomed out, tiles where it is zoomed in."""
        query = CellsInput(data=request.query_params)
        query.is_valid(raise_exception=True)
        bounds = box_of(query.validated_data["bbox"])
        assert bounds is not None  # noqa: S101 - validated
        return Response(cells_of(_run(slug, number), bounds=bounds, zoom=query.validated_data["zoom"]))


class RunFailuresView(APIView):
    permission_classes = EDITOR

    @extend_schema(responses=FailuresOutput, tags=["runs"])
    def get(self, request: Request, slug: str, number: int) -> Response:
        """The failed tiles by reason, and who accepted which."""
        run = _run(slug, number)
        accepted = run.acceptances.select_related("accepted_by")
        return Response(FailuresOutput({"reasons": failures_of(run), "accepted": accepted}).data)


class RunPauseView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=None, responses=RunDetailOutput, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Pause a search: no worker begins another tile of it. 409 when it is over or paused already."""
        if not pause_run(run=_run(slug, number), paused_by=cast(User, request.user)):
            raise Conflict(_("This search is over or paused already."))
        return Response(RunDetailOutput(_run(slug, number)).data)


class RunResumeView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=None, responses=RunDetailOutput, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Go on with a paused search. 409 when it is not paused."""
        if not resume_run(run=_run(slug, number)):
            raise Conflict(_("This search is not paused."))
        return Response(RunDetailOutput(_run(slug, number)).data)


class RunRetryView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=FailureReasonInput, responses={202: RunProgressOutput}, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Try failed tiles again: those with one reason, or all that nobody has accepted. 409 when there are
        none, or while another search is under way."""
        run = _run(slug, number)
        try:
            retry_failures(run=run, started_by=cast(User, request.user), reason=_reason(request))
        except (CampaignError, DetectionError) as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(RunProgressOutput(progress_of(_run(slug, number))).data, status=202)


class RunAcceptView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=FailureReasonInput, responses={201: AcceptanceOutput}, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Accept open failures: those with one reason, or all. 409 when there are none."""
        user, run = cast(User, request.user), _run(slug, number)
        try:
            accepted = accept_failures(run=run, accepted_by=user, reason=_reason(request))
        except DetectionError as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(AcceptanceOutput(accepted).data, status=201)


def _run(slug: str, number: int) -> DetectionRun:
    return get_object_or_404(runs_of(slug), number=number)


def _reason(request: Request) -> str:
    data = FailureReasonInput(data=request.data)
    data.is_valid(raise_exception=True)
    fields: dict[str, Any] = data.validated_data
    return str(fields["reason"])
