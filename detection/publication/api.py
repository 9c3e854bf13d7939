"""The publication API: readers read releases and their files, admins publish."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.errors import CampaignError
from campaigns.roles import HasCampaignRole, Role
from campaigns.serializers import JobSerializer
from detection.publication.access import readable_campaign
from detection.publication.actions import request_release
from detection.publication.errors import PublicationError
from detection.publication.files import coverage_response, detections_response
from detection.publication.models import Release


class ReleaseOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    note = serializers.CharField()
    run = serializers.IntegerField(source="run.number")
    n_detections = serializers.IntegerField()
    area_ha = serializers.FloatField()
    coverage = serializers.JSONField(help_text=_("Number of tiles by state at the time of publication."))
    sha256 = serializers.CharField(help_text=_("SHA-256 of the uncompressed GeoJSON file."))
    detections = serializers.SerializerMethodField()
    coverage_geojson = serializers.SerializerMethodField()

    def get_detections(self, release: Release) -> str:
        return reverse("api-release-detections", args=[release.campaign.slug, release.number])

    def get_coverage_geojson(self, release: Release) -> str:
        return reverse("api-release-coverage", args=[release.campaign.slug, release.number])


class ReleaseFileOutput(serializers.Serializer[Any]):
    name = serializers.CharField()
    address = serializers.CharField()
    sha256 = serializers.CharField()
    n_bytes = serializers.IntegerField()


class ReleaseDetailOutput(ReleaseOutput):
    card = serializers.JSONField(
        help_text=_("The origin of every number: search, model, training set, imagery, dates.")
    )
    files = serializers.SerializerMethodField(help_text=_("Other formats; those that are written by now."))

    @extend_schema_field(ReleaseFileOutput(many=True))
    def get_files(self, release: Release) -> list[dict[str, Any]]:
        return [
            {
                "name": file.name,
                "address": reverse(
                    "api-release-file", args=[release.campaign.slug, release.number, file.name]
                ),
                "sha256": file.sha256,
                "n_bytes": file.n_bytes,
            }
            for file in release.current_files
        ]


class ReleaseInput(serializers.Serializer[dict[str, Any]]):
    run = serializers.IntegerField(
        min_value=1, required=False, help_text=_("Number of the search; by default the current one.")
    )
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class ReleasesView(APIView):
    def get_permissions(self) -> list[BasePermission]:
        reading = self.request.method in SAFE_METHODS
        return [AllowAny() if reading else HasCampaignRole.of(Role.ADMIN)()]

    @extend_schema(responses=ReleaseOutput(many=True), tags=["publication"])
    def get(self, request: Request, slug: str) -> Response:
        """The campaign's releases, newest first."""
        releases = Release.objects.of(readable_campaign(request.user, slug)).defer("card")
        return Response(ReleaseOutput(releases, many=True).data)

    @extend_schema(request=ReleaseInput, responses={202: JobSerializer}, tags=["publication"])
    def post(self, request: Request, slug: str) -> Response:
        """Have a search's confirmed findings published: the answer is a job, whose result names the release.
        409 with the reason when there is nothing to publish."""
        data = ReleaseInput(data=request.data)
        data.is_valid(raise_exception=True)
        campaign = readable_campaign(request.user, slug)
        run = campaign.runs.numbered_or_current(data.validated_data.get("run"))
        if run is None:
            raise Conflict(_("There is no search yet, so there is nothing to publish."))
        note, admin = data.validated_data["note"], cast(User, request.user)
        try:
            job = request_release(campaign=campaign, run=run, requested_by=admin, note=note)
        except (CampaignError, PublicationError) as error:
            raise Conflict(str(error)) from error
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class ReleaseFileView(APIView):
    """Readers of a public campaign need no account."""

    permission_classes = [AllowAny]

    def release(self, slug: str, number: int) -> Release:
        campaign = readable_campaign(self.request.user, slug)
        return get_object_or_404(Release.objects.of(campaign), number=number)


class ReleaseView(ReleaseFileView):
    @extend_schema(responses=ReleaseDetailOutput, tags=["publication"])
    def get(self, request: Request, slug: str, number: int) -> Response:
        """One release and its card: search, model version, training set, thresholds, imagery, dates."""
        return Response(ReleaseDetailOutput(self.release(slug, number)).data)


class ReleaseDetectionsView(ReleaseFileView):
    @extend_schema(responses={(200, "application/geo+json"): OpenApiTypes.OBJECT}, tags=["publication"])
    def get(self, request: Request, slug: str, number: int) -> HttpResponseBase:
        """The places as GeoJSON, exactly as they were published."""
        return detections_response(request._request, self.release(slug, number))


class ReleaseCoverageView(ReleaseFileView):
    @extend_schema(responses={(200, "application/geo+json"): OpenApiTypes.OBJECT}, tags=["publication"])
    def get(self, request: Request, slug: str, number: int) -> HttpResponseBase:
        """Searched area, area without imagery, failed area and area not attempted, as GeoJSON."""
        return coverage_response(request._request, self.release(slug, number))
