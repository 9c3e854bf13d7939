"""The API of model versions and retraining."""

from typing import cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from campaigns.serializers import JobSerializer
from detection.training.actions import start_training
from detection.training.models import ModelVersion
from detection.training.serializers import ModelVersionOutput


@extend_schema_view(get=extend_schema(tags=["training"]))
class ModelsView(ListAPIView[ModelVersion]):
    """The campaign's model versions, newest first."""

    serializer_class = ModelVersionOutput
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]
    queryset = ModelVersion.objects.newest_first()

    def get_queryset(self) -> QuerySet[ModelVersion]:
        return super().get_queryset().filter(campaign__slug=self.kwargs["slug"])


@extend_schema_view(get=extend_schema(tags=["training"]))
class ModelView(RetrieveAPIView[ModelVersion]):
    """One model version and its metrics."""

    serializer_class = ModelVersionOutput
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]
    queryset = ModelVersion.objects.all()
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[ModelVersion]:
        return super().get_queryset().filter(campaign__slug=self.kwargs["slug"])


class RetrainView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]

    @extend_schema(request=None, responses={202: JobSerializer}, tags=["training"])
    def post(self, request: Request, slug: str) -> Response:
        """Train a new model on the labels that people agree on. 409 while a retraining is running."""
        campaign = get_object_or_404(Campaign, slug=slug)
        try:
            job = start_training(campaign=campaign, started_by=cast(User, request.user))
        except JobAlreadyRunning as refusal:
            raise Conflict(str(refusal)) from refusal
        job.refresh_from_db()  # when the broker is down, the job has failed by now
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)
