"""Export and import of labels."""

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
from labeling.errors import InvalidLabelFile
from labeling.exchange.actions import start_export, start_import
from labeling.exchange.download import send_export
from labeling.joining.labeling_view import parse
from labeling.models import LabelExport, LabelImport

MAX_ROWS = 100


class ExportOutput(serializers.ModelSerializer[LabelExport]):
    job = JobSerializer()

    class Meta:
        model = LabelExport
        fields = ["id", "format", "file_name", "size", "n_rows", "sha256", "job"]


class ExportInput(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=LabelExport.Format.choices)


class ImportOutput(serializers.ModelSerializer[LabelImport]):
    job = JobSerializer(help_text="`result` has the numbers of rows added and known, `failure` the error.")

    class Meta:
        model = LabelImport
        fields = ["id", "file_name", "sha256", "job"]


class ImportInput(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="Votes as .csv, .zip or .parquet; a consensus as .geojson.")


class ExportsView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(responses=ExportOutput(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The latest exports. A file is available once its job has succeeded."""
        exports = LabelExport.objects.of(get_object_or_404(Campaign, slug=slug))[:MAX_ROWS]
        return Response(ExportOutput(exports, many=True).data)

    @extend_schema(request=ExportInput, responses={202: ExportOutput})
    def post(self, request: Request, slug: str) -> Response:
        """Export all votes or the consensus, in the background. 409 while another export runs."""
        given = parse(ExportInput, request)
        campaign = get_object_or_404(Campaign, slug=slug)
        try:
            export = start_export(campaign=campaign, started_by=cast(User, request.user), **given)
        except JobAlreadyRunning as error:
            raise Conflict(str(error)) from error
        export.job.refresh_from_db()
        return Response(ExportOutput(export).data, status=status.HTTP_202_ACCEPTED)


class ExportFileView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """The exported file."""
        return send_export(get_object_or_404(Campaign, slug=slug), pk)


class ImportsView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]
    parser_classes = [MultiPartParser]

    @extend_schema(responses=ImportOutput(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The latest imports and their results."""
        imports = LabelImport.objects.of(get_object_or_404(Campaign, slug=slug))[:MAX_ROWS]
        return Response(ImportOutput(imports, many=True).data)

    @extend_schema(request=ImportInput, responses={202: ImportOutput})
    def post(self, request: Request, slug: str) -> Response:
        """Import votes or a consensus in the background. A file is imported whole or not at all; importing it
        again adds nothing."""
        file, campaign = parse(ImportInput, request)["file"], get_object_or_404(Campaign, slug=slug)
        try:
            import_ = start_import(campaign=campaign, file=file, started_by=cast(User, request.user))
        except InvalidLabelFile as error:
            raise ValidationError({"file": [str(error)]}) from error
        except JobAlreadyRunning as error:
            raise Conflict(str(error)) from error
        import_.job.refresh_from_db()
        return Response(ImportOutput(import_).data, status=status.HTTP_202_ACCEPTED)
