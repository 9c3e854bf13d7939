"""Pages of readers: the forms, what became of a report, and everything that was corrected."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.models import Campaign
from detection.publication.access import public_page
from detection.publication.models import Release
from detection.reports import proof
from detection.reports.corrections import page_of_corrections
from detection.reports.forms import MissedForm, ReportForm, WrongForm
from detection.reports.sending import begin, receive
from detection.reports.tickets import is_own

TEMPLATES = {WrongForm: "wrong", MissedForm: "missed"}


@require_http_methods(["GET", "POST"])
@never_cache
@public_page
def report(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    release = Release.objects.of(campaign).first()
    if release is None:
        return redirect("public-map", slug=campaign.slug)
    form = begin(request, release)
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            messages.success(request, _("Thank you. An editor will look at this."))
            return redirect("public-map", slug=campaign.slug)
        sent = receive(request, form)
        if sent is not None:
            messages.success(request, _("Thank you. Your report is with the editors."))
            return redirect(sent)
    return render(request, f"detection/reports/{TEMPLATES[type(form)]}.html", _form_context(campaign, form))


def _form_context(campaign: Campaign, form: ReportForm) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "form": form,
        "release": form.release,
        "challenge": proof.new_challenge(),
        "bits": proof.BITS,
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
    }


@require_GET
@never_cache
@public_page
def ticket(request: HttpRequest, campaign: Campaign, token: str) -> HttpResponse:
    found = get_object_or_404(campaign.reader_reports.select_related("campaign", "place"), token=token)
    context = {
        "campaign": campaign,
        "report": found,
        "is_own": is_own(request, found),
        "address": request.build_absolute_uri(found.get_absolute_url()),
    }
    response = render(request, "detection/reports/ticket.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_GET
@public_page
def corrections(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    page = page_of_corrections(campaign, request.GET.get("page"))
    return render(request, "detection/reports/corrections.html", {"campaign": campaign, "page": page})
