"""oEmbed: editors of articles paste the map's address, and their system asks here for a frame."""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.models import Campaign
from detection.publication.access import readable_campaign
from detection.publication.map_values import FRAME_SIZE, frame, map_values
from detection.publication.models import Release

MAPS = {"public-map", "embed-map", "release"}


class OEmbedInput(serializers.Serializer[dict[str, Any]]):
    url = serializers.CharField(max_length=1000, help_text=gettext_lazy("Address of a public map."))
    maxwidth = serializers.IntegerField(min_value=200, max_value=4000, required=False)
    maxheight = serializers.IntegerField(min_value=200, max_value=4000, required=False)


class OEmbedOutput(serializers.Serializer[Any]):
    version = serializers.CharField()
    type = serializers.CharField()
    title = serializers.CharField()
    provider_name = serializers.CharField()
    html = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    thumbnail_url = serializers.CharField(required=False)
    thumbnail_width = serializers.IntegerField(required=False)
    thumbnail_height = serializers.IntegerField(required=False)


class OEmbedView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(parameters=[OEmbedInput], responses=OEmbedOutput, tags=["publication"])
    def get(self, request: Request) -> Response:
        """A frame with the map at an address, as oEmbed 1.0 has it. 404 for any other address."""
        data = OEmbedInput(data=request.query_params)
        data.is_valid(raise_exception=True)
        wanted = data.validated_data
        campaign = _campaign_at(request, wanted["url"])
        newest = get_object_or_404(Release.objects.of(campaign)[:1])
        most = wanted.get("maxwidth", FRAME_SIZE[0]), wanted.get("maxheight", FRAME_SIZE[1])
        width, height = map(min, most, FRAME_SIZE)
        return Response(OEmbedOutput(_document(request, newest, width, height)).data)


def _campaign_at(request: Request, address: str) -> Campaign:
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404 as error:
        raise Http404(_("There is no map at this address.")) from error
    if parts.netloc != request.get_host() or match.url_name not in MAPS:
        raise Http404(_("There is no map at this address."))
    return readable_campaign(request.user, match.kwargs["slug"])


def _document(request: Request, release: Release, width: int, height: int) -> dict[str, Any]:
    values = map_values(request._request, release)
    picture = {"thumbnail_url": values["share_picture"], "thumbnail_width": 1200, "thumbnail_height": 630}
    return {
        "version": "1.0",
        "type": "rich",
        "title": release.campaign.name,
        "provider_name": "Landscar",
        "html": frame(values["embed_address"], release.campaign.name, width, height),
        "width": width,
        "height": height,
    } | (picture if values["share_picture"] else {})
