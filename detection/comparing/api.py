"""The API that compares two searches and makes one current."""

from typing import cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.roles import HasCampaignRole, Role
from detection.comparing.difference import compare_runs, document_of
from detection.runs.errors import RunError
from detection.runs.models import DetectionRun
from detection.runs.serializers import RunDetailOutput
from detection.runs.services.promote_run import promote_run


class RunCompareView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(
        parameters=[OpenApiParameter("newer", str, enum=["1"])],
        responses={(200, "application/geo+json"): OpenApiTypes.OBJECT},
        tags=["runs"],
    )
    def get(self, request: Request, slug: str, number: int, other: int) -> Response:
        """What the search `other` found that search `number` did not, and the other way round, as GeoJSON
        with counts and hectares. `kind` of a finding is new, changed, gone or kept; `newer=1` leaves only
        those where a repeated search has seen newer pictures."""
        runs = DetectionRun.objects.filter(campaign__slug=slug)
        before = get_object_or_404(runs, number=number)
        after = get_object_or_404(runs.exclude(pk=before.pk), number=other)
        difference = compare_runs(before, after)
        if request.query_params.get("newer") == "1":
            difference = difference.on_newer_pictures()
        return Response(document_of(difference), content_type="application/geo+json")


class RunPromoteView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]

    @extend_schema(request=None, responses=RunDetailOutput, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Make a finished search the current one: it is reviewed and published. 409 when it is not
        finished."""
        run = get_object_or_404(DetectionRun, campaign__slug=slug, number=number)
        try:
            promote_run(run=run, promoted_by=cast(User, request.user))
        except RunError as refusal:
            raise Conflict(str(refusal)) from refusal
        run.refresh_from_db()
        return Response(RunDetailOutput(run).data)
