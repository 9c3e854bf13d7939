"""The page on which editors draw a sample and read how precise a search is."""

from math import ceil, floor
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from detection.precision.errors import PrecisionError
from detection.precision.estimates import Interval
from detection.precision.figures import DECIDED, MIN_PAIRED, figures_of
from detection.precision.models import PrecisionSample
from detection.precision.services.draw_sample import DEFAULT_SIZE, MAX_SIZE, draw_sample
from detection.review.queue import UNDECIDED, as_seen_by
from detection.runs.models import DetectionRun

MAX_LISTED = 200


class DrawForm(forms.Form):
    size = forms.IntegerField(min_value=1, max_value=MAX_SIZE, initial=DEFAULT_SIZE)


@require_http_methods(["GET", "POST"])
@require_role(Role.EDITOR)
def precision(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    number = (request.POST or request.GET).get("run", "")
    run = campaign.runs.numbered_or_current(int(number) if number.isdecimal() else None)
    if request.method == "POST" and run is not None:
        return _draw(request, campaign, run)
    context: dict[str, Any] = {
        "campaign": campaign,
        "run": run,
        "runs": campaign.runs.filter(detections__isnull=False).distinct(),
        "default_size": DEFAULT_SIZE,
        "max_size": MAX_SIZE,
        "min_paired": MIN_PAIRED,
        **(_sample_context(request, run) if run else {}),
    }
    return render(request, "detection/precision/precision.html", context)


def _draw(request: HttpRequest, campaign: Campaign, run: DetectionRun) -> HttpResponse:
    form = DrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a number of findings from 1 to %(most)s.") % {"most": MAX_SIZE})
    else:
        try:
            draw_sample(run=run, drawn_by=cast(User, request.user), size=form.cleaned_data["size"])
        except PrecisionError as refusal:
            messages.error(request, str(refusal))
    return redirect(f"{reverse('precision', args=[campaign.slug])}?run={run.number}")


def _sample_context(request: HttpRequest, run: DetectionRun) -> dict[str, Any]:
    samples = PrecisionSample.objects.of(run)
    number = request.GET.get("sample", "")
    sample = get_object_or_404(samples, number=number) if number.isdecimal() else samples.first()
    if sample is None:
        return {"samples": []}
    figures = figures_of(sample)
    address = reverse("review", args=[run.campaign.slug])
    seen = as_seen_by(cast(User, request.user), run, sample.finding_set_id, sample=sample.number)
    undecided = seen.exclude(review_state__in=DECIDED)
    return {
        "samples": samples,
        "sample": sample,
        "figures": figures,
        "words": words_of(figures.share),
        "weighted": words_of(figures.weighted),
        "review_url": f"{address}?run={run.number}&sample={sample.number}",
        "undecided": undecided[:MAX_LISTED],
        "n_mine": seen.filter(UNDECIDED).count(),
    }


def words_of(share: Interval | None) -> dict[str, int]:
    """Shares as whole per cents, the limits rounded outwards: "at least" never promises too much."""
    if share is None:
        return {}
    lower, upper = floor(100 * share.lower), ceil(100 * share.upper)
    return {"lower": lower, "upper": upper, "value": round(100 * share.value)}
