"""The API that tries rules on a finished search, and applies them."""

from typing import cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.errors import CampaignError
from campaigns.serializers import JobSerializer
from detection.errors import DetectionError
from detection.runs.api import ADMIN, EDITOR, runs_of
from detection.runs.models import DetectionRun
from detection.thresholds.actions import apply_rule, prepare_thresholds
from detection.thresholds.errors import BadRule, NotPrepared
from detection.thresholds.preview import preview_rule
from detection.thresholds.serializers import FindingSetOutput, RuleInput, RulePreviewInput, RulePreviewOutput


class RulePreviewView(APIView):
    permission_classes = EDITOR

    @extend_schema(parameters=[RulePreviewInput], responses=RulePreviewOutput, tags=["runs"])
    def get(self, request: Request, slug: str, number: int) -> Response:
        """What other thresholds would find, from stored scores; nothing is changed. 409 until the scores are
        prepared, 400 for thresholds below those that were kept."""
        query = RulePreviewInput(data=request.query_params)
        query.is_valid(raise_exception=True)
        try:
            found = preview_rule(_run(slug, number), query.to_rule(), query.view())
        except NotPrepared as refusal:
            raise Conflict(str(refusal)) from refusal
        except BadRule as refusal:
            raise ValidationError({"threshold": [str(refusal)]}) from refusal
        return Response(RulePreviewOutput(found).data)


class RuleScoresView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=None, responses={202: JobSerializer}, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Prepare the scores of a finished search, so that thresholds can be tried. Finished searches are
        prepared by themselves. 409 while the search is under way, or when they are prepared."""
        try:
            job = prepare_thresholds(run=_run(slug, number), started_by=cast(User, request.user))
        except (CampaignError, DetectionError) as refusal:
            raise Conflict(str(refusal)) from refusal
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class FindingSetsView(APIView):
    def get_permissions(self) -> list[BasePermission]:
        return [permission() for permission in (ADMIN if self.request.method == "POST" else EDITOR)]

    @extend_schema(responses=FindingSetOutput(many=True), tags=["runs"])
    def get(self, request: Request, slug: str, number: int) -> Response:
        """The versions of a search's findings, newest first: their rules, who applied them, and how much they
        found."""
        versions = _run(slug, number).finding_sets.select_related("run", "created_by", "job__started_by")
        return Response(FindingSetOutput(versions, many=True).data)

    @extend_schema(request=RuleInput, responses={202: FindingSetOutput}, tags=["runs"])
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Apply a rule: a worker makes a new version of the findings, and puts it in force at once. Decisions
        on findings of essentially the same shape stand. 409 while the search or another version is under
        way."""
        data = RuleInput(data=request.data)
        data.is_valid(raise_exception=True)
        try:
            version = apply_rule(
                run=_run(slug, number), rule=data.to_rule(), started_by=cast(User, request.user)
            )
        except (CampaignError, DetectionError) as refusal:
            raise Conflict(str(refusal)) from refusal
        version.refresh_from_db()
        return Response(FindingSetOutput(version).data, status=status.HTTP_202_ACCEPTED)


def _run(slug: str, number: int) -> DetectionRun:
    return get_object_or_404(runs_of(slug), number=number)
