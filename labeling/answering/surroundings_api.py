"""What a volunteer may see besides the tile itself."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from imagery.files import picture_response
from imagery.models import Tile
from labeling.answering.surroundings import neighbours_of, other_dates_of
from labeling.joining.labeling_view import LabelingView
from labeling.models import LabelTile


class NeighbourOutput(serializers.Serializer[Any]):
    column = serializers.IntegerField(help_text="-1 west, 1 east of the tile.")
    row = serializers.IntegerField(help_text="-1 north, 1 south of it.")
    picture = serializers.CharField()


class OtherDateOutput(serializers.Serializer[Any]):
    captured_from = serializers.DateField(allow_null=True)
    captured_to = serializers.DateField(allow_null=True)
    attribution = serializers.CharField()
    picture = serializers.CharField()


class SurroundingsOutput(serializers.Serializer[Any]):
    neighbours = NeighbourOutput(many=True)
    dates = OtherDateOutput(many=True, help_text="The same tile on other dates, earliest first.")


class SurroundingsBaseView(LabelingView):
    """Base: a queued tile of the campaign."""

    def get_label_tile(self, pk: int) -> LabelTile:
        tiles = LabelTile.objects.filter(campaign=self.campaign).select_related("tile", "campaign")
        return get_object_or_404(tiles, pk=pk)


class SurroundingsView(SurroundingsBaseView):
    @extend_schema(responses=SurroundingsOutput)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """The neighbouring tiles, and the tile on other dates, where their pictures are stored."""
        label_tile = self.get_label_tile(pk)
        tile = label_tile.tile
        neighbours = [
            {"column": one.x - tile.x, "row": one.y - tile.y, "picture": self.address(pk, one)}
            for one in neighbours_of(label_tile)
        ]
        dates = [
            {
                "captured_from": one.captured_from,
                "captured_to": one.captured_to,
                "attribution": one.source.attribution,
                "picture": self.address(pk, one),
            }
            for one in other_dates_of(label_tile)
        ]
        return Response(SurroundingsOutput({"neighbours": neighbours, "dates": dates}).data)

    def address(self, pk: int, tile: Tile) -> str:
        path = reverse("api-label-surroundings-picture", args=[self.campaign.slug, pk, tile.pk])
        return f"{path}?v={tile.sha256[:12]}"


class SurroundingsPictureView(SurroundingsBaseView):
    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    def get(self, request: Request, slug: str, pk: int, tile: int) -> HttpResponseBase:
        """One of these pictures, 1024 x 1024 px."""
        label_tile = self.get_label_tile(pk)
        pictures = neighbours_of(label_tile).filter(pk=tile) or other_dates_of(label_tile).filter(pk=tile)
        return picture_response(request._request, get_object_or_404(pictures))
