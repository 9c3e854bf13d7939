"""Labels out as files, and in as files."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from campaigns.serializers import JobSerializer
from labeling.errors import BadLabels
from labeling.exchange.actions import start_export, start_import
from labeling.exchange.download import send_export
from labeling.exchange.services.import_labels import check_file
from labeling.models import LabelExport, LabelImport

SHOWN = 100


class ExportOutput(serializers.ModelSerializer[LabelExport]):
    job = JobSerializer()

    class Meta:
        model = LabelExport
        fields = ["id", "format", "file_name", "size", "n_rows", "sha256", "job"]


class ExportInput(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=LabelExport.Format.choices)


class ImportOutput(serializers.ModelSerializer[LabelImport]):
    job = JobSerializer(
        help_text="`result` tells how many rows were added and known, `failure` what is wrong."
    )

    class Meta:
        model = LabelImport
        fields = ["id", "file_name", "sha256", "job"]


class ImportInput(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="Votes as .csv, .zip or .parquet; a consensus as .geojson.")


class ExportsView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(responses=ExportOutput(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The latest exports; a file is there once its job has succeeded."""
        made = LabelExport.objects.of(get_object_or_404(Campaign, slug=slug))[:SHOWN]
        return Response(ExportOutput(made, many=True).data)

    @extend_schema(request=ExportInput, responses={202: ExportOutput})
    def post(self, request: Request, slug: str) -> Response:
        """Make a file of all votes or of the consensus, in the background. 409 while one is being made."""
        given = ExportInput(data=request.data)
        given.is_valid(raise_exception=True)
        campaign = get_object_or_404(Campaign, slug=slug)
        try:
            made = start_export(
                campaign=campaign, started_by=cast(User, request.user), **given.validated_data
            )
        except JobAlreadyRunning as error:
            raise Conflict(str(error)) from error
        made.job.refresh_from_db()
        return Response(ExportOutput(made).data, status=status.HTTP_202_ACCEPTED)


class ExportFileView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """The file of an export."""
        return send_export(get_object_or_404(Campaign, slug=slug), pk)


class ImportsView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]
    parser_classes = [MultiPartParser]

    @extend_schema(responses=ImportOutput(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The latest imports and what came of them."""
        taken = LabelImport.objects.of(get_object_or_404(Campaign, slug=slug))[:SHOWN]
        return Response(ImportOutput(taken, many=True).data)

    @extend_schema(request=ImportInput, responses={202: ImportOutput})
    def post(self, request: Request, slug: str) -> Response:
        """Take votes or a consensus in, in the background: all of a file or nothing of it, and once only."""
        given = ImportInput(data=request.data)
        given.is_valid(raise_exception=True)
        file, campaign = given.validated_data["file"], get_object_or_404(Campaign, slug=slug)
        try:
            check_file(file.name, file.size)
            user = cast(User, request.user)
            taken = start_import(campaign=campaign, name=file.name, content=file.read(), started_by=user)
        except BadLabels as error:
            raise ValidationError({"file": [str(error)]}) from error
        except JobAlreadyRunning as error:
            raise Conflict(str(error)) from error
        taken.job.refresh_from_db()
        return Response(ImportOutput(taken).data, status=status.HTTP_202_ACCEPTED)
