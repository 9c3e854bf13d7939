"""Small pictures of a campaign's tiles, for editors' lists."""

import shapely
import shapely.geometry
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from imagery.models import Tile
from imagery.thumbnails import thumbnail_response
from labeling.models import LabelTile
from ml import tiles
from ml.errors import MlError


class ThumbnailView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(
        operation_id="v1_campaigns_thumbnail", responses={(200, "image/jpeg"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """A queued tile, 320 px wide, with the outlines of its superpixels."""
        rows = LabelTile.objects.filter(campaign__slug=slug).select_related("tile__source", "segmentation")
        row = get_object_or_404(rows, pk=pk)
        return thumbnail_response(request._request, row.tile, row.segmentation)


class AddressThumbnailView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(
        operation_id="v1_campaigns_address_thumbnail",
        responses={(200, "image/jpeg"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, slug: str, z: int, x: int, y: int) -> HttpResponseBase:
        """The tile of the region at an address, 320 px wide, as it was read last. 404 where no picture of it
        is stored."""
        campaign = get_object_or_404(Campaign.objects.select_related("source"), slug=slug)
        address = _address(z, x, y)
        if not shapely.geometry.shape(campaign.region).intersects(shapely.box(*address.bounds)):
            raise Http404
        # The newest row of any version: a repeated search has stored newer pictures beside the old.
        stored = Tile.objects.ready().at(address).filter(source=campaign.source).order_by("-pk")
        tile = stored.select_related("source").first()
        if tile is None:
            raise Http404
        return thumbnail_response(request._request, tile)


def _address(z: int, x: int, y: int) -> tiles.Tile:
    try:
        return tiles.Tile(z, x, y)
    except MlError as error:
        raise Http404 from error
