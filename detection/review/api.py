"""The review API: findings, their pictures, and editors' decisions."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from detection.review.documents import detail_of, segmentation_of
from detection.review.errors import ReviewError
from detection.review.independence import open_history
from detection.review.listing import features_of, matching
from detection.review.models import Review
from detection.review.orders import Sorting, page_of
from detection.review.queue import as_seen_by
from detection.review.serializers import DetectionCollection, DetectionDetail, DetectionFilter, ReviewInput
from detection.review.services.record_review import record_review
from detection.review.services.undo_review import undo_review
from detection.review.window import tile_shown
from detection.runs.finding_models import Detection
from detection.runs.models import TileResult
from imagery.files import picture_response
from imagery.outlines import outlines_response
from imagery.services.queue_task import queue_task
from imagery.tasks import read_tile_again


class EditorView(APIView):
    """For editors and admins of the campaign in the address."""

    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @property
    def editor(self) -> User:
        return cast(User, self.request.user)

    @property
    def sample(self) -> int | None:
        """The number of the sample that is reviewed, blind to the score."""
        number = self.request.query_params.get("sample", "")
        return int(number) if number.isdecimal() else None

    def detection(self, slug: str, pk: int) -> Detection:
        detection = get_object_or_404(
            Detection.objects.select_related("run"), pk=pk, run__campaign__slug=slug
        )
        annotated = as_seen_by(self.editor, detection.run, detection.finding_set_id, sample=self.sample)
        related = ("run__model_version", "run__source", "tile_result__tile__source")
        return get_object_or_404(annotated.select_related(*related), pk=pk)

    def detail(self, slug: str, pk: int) -> dict[str, Any]:
        return detail_of(self.detection(slug, pk), slug, self.editor, blind=self.sample is not None)

    def tile_result(self, slug: str, pk: int) -> TileResult:
        """The tile in the query; 404 for one that the finding's window does not show."""
        try:
            return tile_shown(self.detection(slug, pk), self.request.query_params.get("tile", ""))
        except TileResult.DoesNotExist as missing:
            raise Http404(_("This tile is not part of the finding’s picture.")) from missing


class DetectionsView(EditorView):
    @extend_schema(
        operation_id="v1_campaigns_detections_list",
        parameters=[DetectionFilter],
        responses=DetectionCollection,
        tags=["review"],
    )
    def get(self, request: Request, slug: str) -> Response:
        """A search's findings as GeoJSON, a page at a time. Those that have become a part of another
        are left out; so are, of those that wait for you, the ones that another editor has open."""
        filters = DetectionFilter(data=request.query_params)
        filters.is_valid(raise_exception=True)
        query = filters.validated_data
        run = get_object_or_404(Campaign, slug=slug).runs.numbered_or_current(query.get("run"))
        if run is None:
            return Response({"type": "FeatureCollection", "count": 0, "next": None, "features": []})
        page = page_of(
            matching(self.editor, run, query),
            sorting=Sorting(query["order"], run, self.editor),
            limit=query["limit"],
            after=query.get("after"),
        )
        features = features_of(self.editor, run, query, page.ids)
        return Response(
            {"type": "FeatureCollection", "count": page.count, "next": page.next, "features": features}
        )


SAMPLE = OpenApiParameter(
    "sample", int, description="Number of a random sample of the search: the answer is blind to the score."
)


class DetectionView(EditorView):
    @extend_schema(parameters=[SAMPLE], responses=DetectionDetail, tags=["review"])
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """One finding with its tile, superpixels and probabilities. Its history has only your own
        decisions until you open it."""
        return Response(self.detail(slug, pk))


class HistoryView(EditorView):
    @extend_schema(parameters=[SAMPLE], request=None, responses=DetectionDetail, tags=["review"])
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Open the history: what others said of the place. 409 before you have confirmed or rejected. A
        confirmation that you make after it does not count as independent."""
        detection = self.detection(slug, pk)
        try:
            open_history(detection, self.editor)
        except ReviewError as error:
            raise Conflict(str(error)) from error
        return Response(self.detail(slug, pk))


TILE = OpenApiParameter("tile", str, description="z/x/y of one of `pictures`; by default the main tile.")


class DetectionPictureView(EditorView):
    @extend_schema(parameters=[TILE], responses={(200, "image/*"): OpenApiTypes.BINARY}, tags=["review"])
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """The 1024 x 1024 px picture that the model judged. 410 when it was deleted, as the terms of its
        source ask: POST has it read again."""
        tile = self.tile_result(slug, pk).tile
        if tile is None or not (tile.picture or tile.failure_parts):
            raise Http404(_("The picture of this tile is no longer stored. Search again to fetch it."))
        return picture_response(_django_request(request), tile)

    @extend_schema(parameters=[TILE], request=None, responses={202: None}, tags=["review"])
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Have a picture that was deleted, as the terms of its source ask, read again."""
        tile = self.tile_result(slug, pk).tile
        if tile is None or not queue_task(task=read_tile_again, argument=tile.pk):
            raise Conflict(_("The picture cannot be read again now. Try again in a minute."))
        return Response(status=status.HTTP_202_ACCEPTED)


class DetectionOutlinesView(EditorView):
    @extend_schema(parameters=[TILE], responses={200: OpenApiResponse(OpenApiTypes.OBJECT)}, tags=["review"])
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """Superpixel outlines by number, as rings of [column, row] in pixels of the picture."""
        segmentation = segmentation_of(self.detection(slug, pk), self.tile_result(slug, pk))
        if segmentation is None:
            raise Http404(
                _("The superpixels of this tile are no longer stored. Search again to create them.")
            )
        return outlines_response(_django_request(request), segmentation)


class ReviewsView(EditorView):
    @extend_schema(
        parameters=[SAMPLE], request=ReviewInput, responses={201: DetectionDetail}, tags=["review"]
    )
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Decide on a finding. A new decision replaces your earlier one."""
        data = ReviewInput(data=request.data)
        data.is_valid(raise_exception=True)
        fields: dict[str, Any] = dict(data.validated_data)
        detection = self.detection(slug, pk)
        try:
            record_review(detection=detection, editor=self.editor, review_id=fields.pop("id", None), **fields)
        except ReviewError as error:
            raise Conflict(str(error)) from error
        return Response(self.detail(slug, pk), status=status.HTTP_201_CREATED)


class UndoReviewView(EditorView):
    @extend_schema(parameters=[SAMPLE], request=None, responses=DetectionDetail, tags=["review"])
    def post(self, request: Request, slug: str, review_id: UUID) -> Response:
        """Undo one of your own decisions. Your earlier decision, if there is one, applies again."""
        own = Review.objects.filter(editor=self.editor, detection__run__campaign__slug=slug)
        review = get_object_or_404(own, pk=review_id)
        try:
            undo_review(review=review)
        except ReviewError as error:
            raise Conflict(str(error)) from error
        return Response(self.detail(slug, review.detection_id))


def _django_request(request: Request) -> HttpRequest:
    return request._request
