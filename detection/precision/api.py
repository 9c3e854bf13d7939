"""The API that draws samples and says how precise a search is."""

from typing import cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api_errors import Conflict
from campaigns.models import Campaign
from campaigns.roles import HasCampaignRole, Role
from detection.precision.errors import PrecisionError
from detection.precision.figures import figures_of
from detection.precision.models import PrecisionSample
from detection.precision.serializers import PrecisionOutput, PrecisionPage, PrecisionQuery, SampleInput
from detection.precision.services.draw_sample import draw_sample
from detection.runs.models import DetectionRun


class PrecisionView(APIView):
    permission_classes = [HasCampaignRole.of(Role.EDITOR)]

    @extend_schema(parameters=[PrecisionQuery], responses=PrecisionPage, tags=["review"])
    def get(self, request: Request, slug: str) -> Response:
        """How precise a search is, from a random sample of its findings that editors decided on."""
        query = PrecisionQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        number = query.validated_data.get("sample")
        samples = PrecisionSample.objects.of(_run(slug, query.validated_data.get("run")))
        sample = samples.first() if number is None else get_object_or_404(samples, number=number)
        page = {"figures": figures_of(sample) if sample else None, "samples": samples}
        return Response(PrecisionPage(page).data)

    @extend_schema(request=SampleInput, responses={201: PrecisionOutput}, tags=["review"])
    def post(self, request: Request, slug: str) -> Response:
        """Draw a random sample of a search's findings. Earlier samples stay on record. 409 while the search
        is under way, or when it has found nothing."""
        data = SampleInput(data=request.data)
        data.is_valid(raise_exception=True)
        run, size = _run(slug, data.validated_data.get("run")), data.validated_data["size"]
        try:
            sample = draw_sample(run=run, drawn_by=cast(User, request.user), size=size)
        except PrecisionError as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(PrecisionOutput(figures_of(sample)).data, status=status.HTTP_201_CREATED)


def _run(slug: str, number: int | None) -> DetectionRun:
    """Raises Conflict when nothing was searched."""
    run = get_object_or_404(Campaign, slug=slug).runs.numbered_or_current(number)
    if run is None:
        raise Conflict(_("There is no search yet, so there is nothing to draw from."))
    return run
