"""The setup over the API: drafts, previews, and later changes of a campaign."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListCreateAPIView
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api import CampaignView
from campaigns.api_errors import Conflict
from campaigns.errors import IncompleteDraft
from campaigns.models import Campaign, CampaignDraft, PreviewTile, SuperpixelPreview
from campaigns.roles import HasCampaignRole, Role
from campaigns.serializers import CampaignSerializer
from campaigns.setup.actions import show_preview
from campaigns.setup.changes import consequences_of
from campaigns.setup.permission import MayCreate
from campaigns.setup.serializers import DraftSerializer, PreviewInput, PreviewOutput, SettingsSerializer
from campaigns.setup.services.change_campaign import change_campaign
from campaigns.setup.services.create_campaign import create_campaign
from campaigns.setup.services.delete_draft import delete_draft
from campaigns.setup.services.request_preview import preview_of
from campaigns.setup.targets import Target, draft_of
from imagery.files import picture_response
from imagery.outlines import outlines_response


class DraftsView(ListCreateAPIView[CampaignDraft]):
    """GET: your own unfinished campaigns. POST: begin one; every field may be given now or later."""

    serializer_class = DraftSerializer
    permission_classes = [MayCreate]

    def get_queryset(self) -> QuerySet[CampaignDraft]:
        return CampaignDraft.objects.filter(owner=cast(User, self.request.user)).select_related("source")

    def perform_create(self, serializer: serializers.BaseSerializer[CampaignDraft]) -> None:
        serializer.save(owner=self.request.user)


class DraftView(APIView):
    """For the draft's owner."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=DraftSerializer)
    def get(self, request: Request, draft: UUID) -> Response:
        """One draft. `missing` names the steps that lack something."""
        return Response(DraftSerializer(draft_of(request._request, draft)).data)

    @extend_schema(request=DraftSerializer(partial=True), responses=DraftSerializer)
    def patch(self, request: Request, draft: UUID) -> Response:
        """Change what is given: texts in either language, address, source, region, zoom, superpixels. 400 by
        field for what cannot be used; then nothing is stored."""
        given = DraftSerializer(draft_of(request._request, draft), data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        return Response(DraftSerializer(given.save()).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, draft: UUID) -> Response:
        """Delete the draft, and the pictures that were read for its previews."""
        delete_draft(draft=draft_of(request._request, draft))
        return Response(status=status.HTTP_204_NO_CONTENT)


class DraftCreateView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={201: CampaignSerializer})
    def post(self, request: Request, draft: UUID) -> Response:
        """Create the campaign that the draft describes; you become its admin, and the draft is gone. Sent
        twice, it gives the same campaign. 409 names the steps that lack something."""
        made = Campaign.objects.existing().filter(made_from=draft, memberships__user=cast(User, request.user))
        try:
            campaign = made.first() or create_campaign(draft_id=draft_of(request._request, draft).pk)
        except IncompleteDraft as lacking:
            raise Conflict(str(lacking)) from lacking
        output = CampaignSerializer(campaign, context={"request": request})
        return Response(output.data, status=status.HTTP_201_CREATED)


class CampaignChangeView(CampaignView):
    def get_permissions(self) -> list[BasePermission]:
        reading = self.request.method in SAFE_METHODS
        return [HasCampaignRole.of(Role.VOLUNTEER if reading else Role.ADMIN)()]

    @extend_schema(request=SettingsSerializer(partial=True), responses=CampaignSerializer)
    def patch(self, request: Request, slug: str) -> Response:
        """Change what is given. 409 says what would follow from the change; sent again with `confirm`, it is
        made. 400 by field for what cannot be used; then nothing is stored."""
        campaign = self.get_object()
        given = SettingsSerializer(campaign, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        fields = dict(given.validated_data)
        is_confirmed = fields.pop("confirm", False)
        consequences = consequences_of(campaign, fields)
        if consequences and not is_confirmed:
            raise Conflict(" ".join(one.words for one in consequences))
        campaign = change_campaign(campaign=campaign, fields=fields)
        return Response(CampaignSerializer(campaign, context={"request": request}).data)


class PreviewView(APIView):
    """Base: three tiles of the region, and how they are cut."""

    permission_classes = [IsAuthenticated]

    def target(self, request: Request, **address: Any) -> Target:
        return draft_of(request._request, address["draft"])

    @extend_schema(responses=PreviewOutput)
    def get(self, request: Request, **address: Any) -> Response:
        """What a worker has drawn so far; ask again until `is_drawn`."""
        return Response(_output(preview_of(self.target(request, **address))))

    @extend_schema(request=PreviewInput(partial=True), responses={202: PreviewOutput})
    def post(self, request: Request, **address: Any) -> Response:
        """Ask for other settings, or another deal of tiles. Earlier requests are dropped. Nothing is changed
        in the draft or campaign."""
        given = PreviewInput(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        preview = show_preview(target=self.target(request, **address), settings=given.validated_data)
        return Response(_output(preview), status=status.HTTP_202_ACCEPTED)


class PreviewFileView(PreviewView):
    http_method_names = ["get"]

    def row(self, request: Request, position: int, **address: Any) -> PreviewTile:
        preview = preview_of(self.target(request, **address))
        rows = PreviewTile.objects.select_related("tile", "segmentation__tile")
        return get_object_or_404(rows, preview=preview, position=position)


class PreviewPictureView(PreviewFileView):
    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, **address: Any) -> HttpResponseBase:  # type: ignore[override]  # a file
        """The picture of one of the three tiles, 1024 x 1024 px."""
        tile = self.row(request, **address).tile
        if tile is None:
            raise Http404
        return picture_response(request._request, tile)


class PreviewOutlinesView(PreviewFileView):
    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, **address: Any) -> HttpResponseBase:  # type: ignore[override]  # a file
        """Its superpixels: {number: rings of [column, row]}."""
        segmentation = self.row(request, **address).segmentation
        if segmentation is None:
            raise Http404
        return outlines_response(request._request, segmentation)


class OfCampaign:
    """Mixed in: the same for a campaign whose settings an admin looks at."""

    def get_permissions(self) -> list[BasePermission]:
        return [HasCampaignRole.of(Role.ADMIN)()]

    def target(self, request: Request, **address: Any) -> Target:
        return get_object_or_404(Campaign.objects.existing().select_related("source"), slug=address["slug"])


class CampaignPreviewView(OfCampaign, PreviewView):
    pass


class CampaignPreviewPictureView(OfCampaign, PreviewPictureView):
    pass


class CampaignPreviewOutlinesView(OfCampaign, PreviewOutlinesView):
    pass


def _output(preview: SuperpixelPreview) -> Any:
    rows = SuperpixelPreview.objects.select_related("draft", "campaign")
    return PreviewOutput(
        rows.prefetch_related("tiles__tile", "tiles__segmentation", "tiles__preview").get(pk=preview.pk)
    ).data
