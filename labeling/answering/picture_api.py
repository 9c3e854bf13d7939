"""Pictures and outlines of queued tiles: two requests per tile, cached by browsers for good."""

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from imagery.files import outlines_response, picture_response
from imagery.models import Tile, TileSegmentation
from labeling.joining.caching import cached
from labeling.joining.identity import ACCESS_CACHED_S, ContributorAuthentication, MayViewPictures
from labeling.models import LabelTile


class StoredView(APIView):
    """Base: for contributors who have joined the campaign."""

    authentication_classes = [ContributorAuthentication]
    permission_classes = [MayViewPictures]


class PictureView(StoredView):
    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """The picture of a queued tile, 1024 x 1024 px."""
        return picture_response(request._request, _stored_files(slug, pk).tile)


class OutlinesView(StoredView):
    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """The outlines of a tile's superpixels: {number: rings of [column, row]}."""
        return outlines_response(request._request, _stored_files(slug, pk))


def _stored_files(slug: str, pk: int) -> TileSegmentation:
    rows = LabelTile.objects.filter(campaign__slug=slug, pk=pk).values_list(
        "tile__picture", "tile__sha256", "segmentation__outlines", "segmentation__settings_key"
    )
    found = cached(f"files:{slug}:{pk}", rows.first, ACCESS_CACHED_S)
    if found is None:
        raise Http404
    picture, sha256, outlines, settings_key = found
    tile = Tile(picture=picture, sha256=sha256)
    return TileSegmentation(tile=tile, outlines=outlines, settings_key=settings_key)
