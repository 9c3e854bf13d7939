"""How many answers a tile gets, by the API."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from labeling.queueing.actions import change_rules
from labeling.queueing.rules import MEANINGS, RULES, find_faults


class RulesSerializer(serializers.ModelSerializer[Campaign]):
    class Meta:
        model = Campaign
        fields = RULES
        extra_kwargs = {name: {"help_text": meaning} for name, meaning in MEANINGS.items()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        known = {name: getattr(self.instance, name) for name in RULES}
        if faults := find_faults(known | attrs):
            raise serializers.ValidationError(faults)
        return attrs


class RulesView(APIView):
    permission_classes = [HasCampaignRole.of(Role.ADMIN)]

    @extend_schema(responses=RulesSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """How many answers a tile gets, and the shares of gold and random tiles."""
        return Response(RulesSerializer(get_object_or_404(Campaign, slug=slug)).data)

    @extend_schema(request=RulesSerializer(partial=True), responses=RulesSerializer)
    def patch(self, request: Request, slug: str) -> Response:
        """Change some of these settings. All votes stay; tiles with votes are judged again in the
        background."""
        campaign = get_object_or_404(Campaign, slug=slug)
        given = RulesSerializer(campaign, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        change_rules(campaign=campaign, rules=given.validated_data)
        return Response(RulesSerializer(campaign).data)
