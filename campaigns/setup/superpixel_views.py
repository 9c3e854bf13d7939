"""The step on which zoom and superpixels are chosen, beside what they look like."""

import json
from copy import copy

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from campaigns.models import CampaignDraft
from campaigns.setup.confirming import Unconfirmed, change_if_confirmed
from campaigns.setup.superpixel_form import SuperpixelForm, superpixel_form
from campaigns.setup.targets import Target, of_campaign, of_draft
from campaigns.setup.views import create_or_explain


def _superpixels(request: HttpRequest, target: Target) -> HttpResponseBase:
    form = superpixel_form(copy(target), request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, target, form)
    if isinstance(target, CampaignDraft):
        form.save()
        return create_or_explain(request, target)
    if unconfirmed := change_if_confirmed(request, target, form.cleaned_data):
        return _page(request, target, form, unconfirmed)
    return redirect("campaign-settings", target.slug)


def _page(
    request: HttpRequest, target: Target, form: SuperpixelForm, unconfirmed: Unconfirmed | None = None
) -> HttpResponse:
    kind, name = ("draft", target.pk) if isinstance(target, CampaignDraft) else ("campaign", target.slug)
    context = {
        "target": target,
        "step": "superpixels",
        "form": form,
        "unconfirmed": unconfirmed,
        "preview_url": reverse(f"api-{kind}-preview", args=[name]),
        "metres": json.dumps({facts.zoom: facts.metres for facts in form.facts}),
        "positions": range(3),
    }
    return render(request, "campaigns/setup/superpixels.html", context)


draft_superpixels = require_http_methods(["GET", "POST"])(of_draft(_superpixels))
settings_superpixels = require_http_methods(["GET", "POST"])(of_campaign(_superpixels))
