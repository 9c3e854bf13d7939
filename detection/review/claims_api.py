"""Which finding an editor is given next, and which they have open."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.models import Campaign
from detection.review.api import EditorView
from detection.review.listing import count_open_elsewhere, features_of
from detection.review.serializers import (
    ClaimInput,
    ClaimOutput,
    DetectionFilter,
    NextFindingsInput,
    NextFindingsOutput,
)
from detection.review.services.claim_findings import claim_findings, claim_next, release_findings
from detection.runs.finding_models import Detection


class NextView(EditorView):
    @extend_schema(
        parameters=[DetectionFilter], request=NextFindingsInput, responses=NextFindingsOutput, tags=["review"]
    )
    def post(self, request: Request, slug: str) -> Response:
        """Be given the next findings of a list, the first of which to decide now. For two minutes no other
        editor is given them."""
        filters, wanted = DetectionFilter(data=request.query_params), NextFindingsInput(data=request.data)
        filters.is_valid(raise_exception=True)
        wanted.is_valid(raise_exception=True)
        query = filters.validated_data
        run = get_object_or_404(Campaign, slug=slug).runs.numbered_or_current(query.get("run"))
        if run is None:
            return Response({"features": [], "open_elsewhere": 0})
        ids = claim_next(editor=self.editor, run=run, query=query, **wanted.validated_data)
        features = features_of(self.editor, run, query, ids)
        return Response(
            {"features": features, "open_elsewhere": count_open_elsewhere(self.editor, run, query)}
        )


class ClaimsView(EditorView):
    @extend_schema(request=ClaimInput, responses=ClaimOutput, tags=["review"])
    def post(self, request: Request, slug: str) -> Response:
        """Say that you have findings open. Repeat it within two minutes while you do."""
        ids = self._detections(slug)
        claimed = claim_findings(editor=self.editor, detections=ids)
        return Response({"claimed": claimed, "open_elsewhere": sorted(set(ids) - set(claimed))})

    @extend_schema(request=ClaimInput, responses={204: None}, tags=["review"])
    def put(self, request: Request, slug: str) -> Response:
        """Say that you have no other findings open than these."""
        kept = self._detections(slug)
        release_findings(editor=self.editor, campaign=get_object_or_404(Campaign, slug=slug), keep=kept)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _detections(self, slug: str) -> list[int]:
        given = ClaimInput(data=self.request.data)
        given.is_valid(raise_exception=True)
        here = Detection.objects.filter(run__campaign__slug=slug, pk__in=given.validated_data["detections"])
        return list(here.order_by("pk").values_list("pk", flat=True))
