"""Gold: experts' answers on superpixels."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import DestroyAPIView, ListCreateAPIView
from rest_framework.serializers import BaseSerializer

from campaigns.roles import HasCampaignRole, Role
from labeling.consensus.parts import why_not_asked
from labeling.consensus.services.mark_gold import mark_gold, unmark_gold
from labeling.models import GoldAnswer, LabelTile


class GoldSerializer(serializers.ModelSerializer[GoldAnswer]):
    tile = serializers.IntegerField(source="label_tile_id", min_value=1)
    author = serializers.CharField(source="author.username", read_only=True, default=None)

    class Meta:
        model = GoldAnswer
        fields = ["id", "tile", "superpixel", "answer", "reason", "author", "created_at"]
        read_only_fields = ["id", "created_at"]
        validators: list[Any] = []  # marking again changes the answer and is no error


class GoldView(ListCreateAPIView[GoldAnswer]):
    """Experts' answers (gold) on superpixels of queued tiles. They form the tutorial, settle the consensus
    and are served as hidden gold. Marking a superpixel again changes its answer."""

    serializer_class = GoldSerializer
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    def get_queryset(self) -> Any:
        gold = GoldAnswer.objects.filter(label_tile__campaign__slug=self.kwargs["slug"])
        return gold.select_related("author").order_by("pk")

    def perform_create(self, serializer: BaseSerializer[GoldAnswer]) -> None:
        given = dict(serializer.validated_data)
        tile = self._tile(given.pop("label_tile_id"), given["superpixel"])
        author = cast(User, self.request.user)
        serializer.instance = mark_gold(label_tile=tile, author=author, **given)

    def _tile(self, pk: int, superpixel: int) -> LabelTile:
        tiles = LabelTile.objects.filter(campaign__slug=self.kwargs["slug"]).select_related("segmentation")
        tile = get_object_or_404(tiles, pk=pk)
        if fault := why_not_asked(pk, superpixel, tile.segmentation):
            raise serializers.ValidationError({"superpixel": fault})
        return tile


class GoldAnswerView(DestroyAPIView[GoldAnswer]):
    """Delete an expert's answer: the votes decide again."""

    serializer_class = GoldSerializer
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    def get_queryset(self) -> Any:
        return GoldAnswer.objects.filter(label_tile__campaign__slug=self.kwargs["slug"])

    def perform_destroy(self, instance: GoldAnswer) -> None:
        unmark_gold(gold=instance)
