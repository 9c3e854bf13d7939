"""Campaigns and their jobs."""

from typing import cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.models import Campaign, Job
from campaigns.roles import HasCampaignRole, Role
from campaigns.serializers import CampaignSerializer, JobSerializer

EDITOR = [HasCampaignRole.of(Role.EDITOR)]
ADMIN = [HasCampaignRole.of(Role.ADMIN)]


class CampaignsView(ListAPIView[Campaign]):
    """The campaigns in which you have a role."""

    serializer_class = CampaignSerializer

    def get_queryset(self) -> QuerySet[Campaign]:
        user = cast(User, self.request.user)
        existing = Campaign.objects.existing()
        return existing if user.is_superuser else existing.filter(memberships__user=user)


class CampaignView(RetrieveAPIView[Campaign]):
    """One campaign: its question, region and settings."""

    serializer_class = CampaignSerializer
    permission_classes = [HasCampaignRole.of(Role.VOLUNTEER)]
    queryset = Campaign.objects.existing()
    lookup_field = "slug"


class JobsView(ListAPIView[Job]):
    """The campaign's background jobs, newest first."""

    serializer_class = JobSerializer
    permission_classes = EDITOR

    def get_queryset(self) -> QuerySet[Job]:
        return jobs_of(self.kwargs["slug"])


class JobView(RetrieveAPIView[Job]):
    """One job: its progress, its result, and why it failed."""

    serializer_class = JobSerializer
    permission_classes = EDITOR

    def get_queryset(self) -> QuerySet[Job]:
        return jobs_of(self.kwargs["slug"])


class JobStopView(APIView):
    permission_classes = ADMIN

    @extend_schema(request=None, responses=JobSerializer)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Stop a job. Its finished parts stay. 409 when it has already ended."""
        job = get_object_or_404(jobs_of(slug), pk=pk)
        if not job.cancel():
            raise Conflict(_("This job has already ended."))
        return Response(JobSerializer(job).data)


def jobs_of(slug: str) -> QuerySet[Job]:
    return Job.objects.filter(campaign__slug=slug).select_related("started_by")
