"""Pictures and outlines of queued tiles: two requests per tile, cached by browsers for good."""

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from imagery.files import picture_response
from imagery.models import Tile, TileSegmentation
from imagery.outlines import outlines_response
from labeling.answering.actions import ask_for_picture
from labeling.joining.caching import cached
from labeling.joining.identity import ACCESS_CACHED_S, ContributorAuthentication, MayViewPictures
from labeling.models import LabelTile

COLUMNS = (
    "tile",
    "tile__source",
    "outlines",
    "settings_key",
    *(f"tile__{name}" for name in ("picture", "sha256", "state", "failure_parts")),
    *(f"tile__source__{name}" for name in ("may_cache", "keep_days")),
)


class StoredView(APIView):
    """Base: for contributors who have joined the campaign."""

    authentication_classes = [ContributorAuthentication]
    permission_classes = [MayViewPictures]


class PictureView(StoredView):
    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """The picture of a queued tile, 1024 x 1024 px. 410 when it was deleted, as the terms of its source
        ask; it is then read again."""
        tile = _stored_files(slug, pk).tile
        if tile.state == Tile.State.EXPIRED:
            ask_for_picture(tile_id=tile.pk)
        return picture_response(request._request, tile)


class OutlinesView(StoredView):
    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """The outlines of a tile's superpixels: {number: rings of [column, row]}."""
        return outlines_response(request._request, _stored_files(slug, pk))


def _stored_files(slug: str, pk: int) -> TileSegmentation:
    queued = LabelTile.objects.filter(campaign__slug=slug, pk=pk).values("segmentation")
    rows = TileSegmentation.objects.filter(pk__in=queued).select_related("tile__source").only(*COLUMNS)
    found = cached(f"files:{slug}:{pk}", rows.first, ACCESS_CACHED_S)
    if found is not None and found.tile.state != Tile.State.READY:
        found = rows.first()  # its picture may be back
    if found is None:
        raise Http404
    return found
