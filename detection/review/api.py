"""The review API: detections, their pictures, and the editors' decisions."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from detection.review.documents import detail_of, feature_of, segmentation_of
from detection.review.errors import ReviewError
from detection.review.models import Review
from detection.review.queue import as_seen_by, filtered
from detection.review.serializers import DetectionCollection, DetectionDetail, DetectionFilter, ReviewInput
from detection.review.services.record_review import record_review
from detection.review.services.undo_review import undo_review
from detection.runs.models import Detection, DetectionRun
from imagery.files import outlines_response, picture_response


class EditorView(APIView):
    """For editors and admins of the campaign in the address."""

    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @property
    def editor(self) -> User:
        return cast(User, self.request.user)

    def detection(self, slug: str, pk: int) -> Detection:
        found = get_object_or_404(Detection.objects.select_related("run"), pk=pk, run__campaign__slug=slug)
        seen = as_seen_by(self.editor, found.run)
        return seen.select_related("run__model_version", "run__source", "tile_result__tile").get(pk=pk)


class DetectionsView(EditorView):
    @extend_schema(
        operation_id="v1_campaigns_detections_list",
        parameters=[DetectionFilter],
        responses=DetectionCollection,
        tags=["review"],
    )
    def get(self, request: Request, slug: str) -> Response:
        """A run's detections as GeoJSON, those that wait longest for you first."""
        wanted = DetectionFilter(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        query = wanted.validated_data
        run = _find_run(slug, query.get("run"))
        if run is None:
            return Response({"type": "FeatureCollection", "count": 0, "features": []})
        found = filtered(
            as_seen_by(self.editor, run),
            state=query["state"],
            min_score=query["min_score"],
            box=query.get("bbox"),
        )
        features = [feature_of(detection) for detection in found[: query["limit"]]]
        return Response({"type": "FeatureCollection", "count": found.count(), "features": features})


class DetectionView(EditorView):
    @extend_schema(responses=DetectionDetail, tags=["review"])
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """One detection with its tile, superpixels, probabilities and, once you have decided, its history."""
        return Response(detail_of(self.detection(slug, pk), slug))


class DetectionPictureView(EditorView):
    @extend_schema(responses={(200, "image/*"): OpenApiTypes.BINARY}, tags=["review"])
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """The 1024 x 1024 px picture that the model saw."""
        tile = self.detection(slug, pk).tile_result.tile
        if tile is None or not tile.picture:
            raise Http404(_("The picture of this tile is no longer kept. Run the search again to fetch it."))
        return picture_response(_plain(request), tile)


class DetectionOutlinesView(EditorView):
    @extend_schema(responses={200: OpenApiResponse(OpenApiTypes.OBJECT)}, tags=["review"])
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """Superpixel outlines in the picture's pixels: number to rings of [column, row]."""
        segmentation = segmentation_of(self.detection(slug, pk))
        if segmentation is None:
            raise Http404(
                _("The superpixels of this tile are no longer kept. Run the search again to make them.")
            )
        return outlines_response(_plain(request), segmentation)


class ReviewsView(EditorView):
    @extend_schema(request=ReviewInput, responses={201: DetectionDetail}, tags=["review"])
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Decide on a detection; a new decision of yours supersedes the one before."""
        given = ReviewInput(data=request.data)
        given.is_valid(raise_exception=True)
        fields: dict[str, Any] = dict(given.validated_data)
        detection = self.detection(slug, pk)
        try:
            record_review(detection=detection, editor=self.editor, review_id=fields.pop("id", None), **fields)
        except ReviewError as error:
            raise Conflict(str(error)) from error
        return Response(detail_of(self.detection(slug, pk), slug), status=status.HTTP_201_CREATED)


class UndoReviewView(EditorView):
    @extend_schema(request=None, responses=DetectionDetail, tags=["review"])
    def post(self, request: Request, slug: str, review_id: UUID) -> Response:
        """Take one of your own decisions back; your earlier one, if there was one, stands again."""
        mine = Review.objects.filter(editor=self.editor, detection__run__campaign__slug=slug)
        review = get_object_or_404(mine, pk=review_id)
        try:
            undo_review(review=review)
        except ReviewError as error:
            raise Conflict(str(error)) from error
        return Response(detail_of(self.detection(slug, review.detection_id), slug))


def _find_run(slug: str, number: int | None) -> DetectionRun | None:
    campaign = get_object_or_404(Campaign, slug=slug)
    return get_object_or_404(campaign.runs, number=number) if number else campaign.runs.latest_with_findings()


def _plain(request: Request) -> HttpRequest:
    """Django's own request below DRF's, which functions outside the API take."""
    return request._request
