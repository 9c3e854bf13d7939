"""What the public map and those who download read of a release: its files, a place, the pictures under it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_text
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from detection.publication.api import ReleaseFileView
from detection.publication.models import Release, ReleasePlace
from detection.publication.release_files.serving import release_file_response
from imagery.files import public_picture_response
from imagery.models import Tile

NOTHING = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6360606060"
    "0000000500017aa857500000000049454e44ae426082"
)
"""A transparent PNG, so that a map that asks for a picture that is not there gets no error for each."""


class ReleasePlaceOutput(serializers.Serializer[Any]):
    place = serializers.IntegerField(source="number")
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    west = serializers.FloatField(source="detection.west")
    south = serializers.FloatField(source="detection.south")
    east = serializers.FloatField(source="detection.east")
    north = serializers.FloatField(source="detection.north")
    area_ha = serializers.FloatField()
    district = serializers.CharField()
    score = serializers.FloatField()
    captured_from = serializers.DateField(allow_null=True)
    captured_to = serializers.DateField(allow_null=True)
    year = serializers.IntegerField(allow_null=True)
    year_uncertain = serializers.SerializerMethodField()
    picture = serializers.SerializerMethodField(
        help_text=lazy_text("Of the map tile that holds most of it; null where it may not be shown.")
    )
    confirmed_by = serializers.IntegerField(source="n_confirmed")
    run = serializers.IntegerField(source="release.run.number")
    model_version = serializers.IntegerField(source="release.run.model_version.number")

    def get_picture(self, place: ReleasePlace) -> str | None:
        result = place.detection.tile_result
        release, tile = place.release, result.tile
        if tile is None or not tile.picture or not release.run.source.may_publish_pictures:
            return None
        at = (result.z, result.x, result.y)
        return reverse("api-release-picture", args=[release.campaign.slug, release.number, *at])

    def get_year_uncertain(self, place: ReleasePlace) -> bool:
        return place.year is None


class ReleasePlaceView(ReleaseFileView):
    @extend_schema(responses=ReleasePlaceOutput, tags=["publication"])
    def get(self, request: Request, slug: str, number: int, place: int) -> Response:
        """A place as the release shows it. 404 for one that it does not have or that was withdrawn."""
        places = self.release(slug, number).shown_places.select_related(
            "detection__tile_result__tile",
            "release__run__model_version",
            "release__run__source",
            "release__campaign",
        )
        return Response(ReleasePlaceOutput(get_object_or_404(places, number=place)).data)


class ReleaseFormatView(ReleaseFileView):
    @extend_schema(
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            503: OpenApiResponse(description="It is being written; try again in a minute."),
        },
        tags=["publication"],
    )
    def get(self, request: Request, slug: str, number: int, name: str) -> HttpResponseBase:
        """A file of the release: `places.csv`, `places.gpkg`, `places.kml`, `places.pmtiles`, `map.png`,
        `README.txt` or `SHA256SUMS`. Takes Range."""
        return release_file_response(request._request, self.release(slug, number), name)


class ReleasePictureView(ReleaseFileView):
    @extend_schema(responses={(200, "image/*"): OpenApiTypes.BINARY}, tags=["publication"])
    def get(self, request: Request, slug: str, number: int, z: int, x: int, y: int) -> HttpResponseBase:
        """The 1024 x 1024 px picture of a map tile that holds a place of the release, where the terms of the
        imagery allow it; elsewhere a transparent picture. 404 when they do not."""
        release = self.release(slug, number)
        if not release.run.source.may_publish_pictures:
            raise Http404(_("The terms of this imagery do not allow its pictures to be published."))
        tile = _tile_of_a_place(release, z, x, y)
        if tile is None:
            return HttpResponse(NOTHING, content_type="image/png", headers={"Cache-Control": "max-age=60"})
        return public_picture_response(request._request, tile)


def _tile_of_a_place(release: Release, z: int, x: int, y: int) -> Tile | None:
    """Only tiles of places that are shown, so that nobody learns what else was found."""
    at = {f"detection__tile_result__{name}": value for name, value in (("z", z), ("x", x), ("y", y))}
    place = release.shown_places.filter(**at).select_related("detection__tile_result__tile__source").first()
    tile = place.detection.tile_result.tile if place else None
    return tile if tile is not None and tile.state == Tile.State.READY and tile.picture else None
