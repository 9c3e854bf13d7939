"""The API of reports: what became of one, and everything that was corrected."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detection.publication.access import readable_campaign
from detection.reports import corrections, tickets
from detection.reports.models import ReaderReport

KIND = _("“wrong” of a place that is wrong, “missed” of one that is missing.")
REASON = _("Of a place that is wrong: no_scar, shape, date or other.")


class TicketOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    page = serializers.CharField()
    kind = serializers.CharField(help_text=KIND)
    reason = serializers.CharField(help_text=REASON)
    state = serializers.ChoiceField(choices=ReaderReport.State.choices)
    created_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField(help_text=_("The editors’ public answer."))
    text = serializers.CharField(help_text=_("The reader’s words, where the editors published them."))
    place = serializers.IntegerField(allow_null=True)
    place_page = serializers.CharField(allow_null=True)
    lng = serializers.FloatField()
    lat = serializers.FloatField()
    shape = serializers.JSONField(allow_null=True, help_text=_("What the reader drew, as GeoJSON."))


class CorrectionOutput(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    kind = serializers.CharField(help_text=_("“withdrawn”, or of an accepted report “wrong” or “missed”."))
    reason = serializers.CharField(help_text=REASON)
    place = serializers.IntegerField(allow_null=True)
    place_page = serializers.CharField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    words = serializers.CharField(help_text=_("The reason of a withdrawal, or the editors’ public answer."))


class CorrectionsOutput(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    n_pages = serializers.IntegerField()
    results = CorrectionOutput(many=True)


class TicketView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=TicketOutput, tags=["publication"])
    def get(self, request: Request, slug: str, token: str) -> Response:
        """A reader's report and what became of it, for whoever knows its token. It never says who sent it."""
        reports = readable_campaign(request.user, slug).reader_reports.select_related("campaign", "place")
        found = get_object_or_404(reports, token=token)
        answer = Response(TicketOutput(tickets.document_of(found)).data)
        answer["X-Robots-Tag"] = "noindex"
        return answer


class CorrectionsView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(
        parameters=[OpenApiParameter("page", int)], responses=CorrectionsOutput, tags=["publication"]
    )
    def get(self, request: Request, slug: str) -> Response:
        """Places that were withdrawn and readers' reports that were accepted, newest first."""
        campaign = readable_campaign(request.user, slug)
        page = corrections.page_of_corrections(campaign, request.query_params.get("page"))
        found = {
            "count": page.paginator.count,
            "page": page.number,
            "n_pages": page.paginator.num_pages,
            "results": [corrections.document_of(one, campaign.slug) for one in page.object_list],
        }
        return Response(CorrectionsOutput(found).data)
