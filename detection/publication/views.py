"""The public map, the page of a release, and the page on which admins publish."""

from typing import Any, cast

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Job
from campaigns.roles import Role, has_role, require_role
from detection.publication.access import public_page
from detection.publication.actions import request_release
from detection.publication.errors import PublicationError
from detection.publication.map_values import map_values
from detection.publication.models import Release
from detection.publication.release_files.columns import COLUMNS
from detection.publication.selection import preview_release
from detection.runs.models import TileResult

PLACES_PER_PAGE = 50
COVERAGE_LABELS = {
    TileResult.State.ANALYSED: gettext_lazy("Searched"),
    TileResult.State.NO_IMAGERY: gettext_lazy("No imagery"),
    TileResult.State.FAILED: gettext_lazy("Could not be read"),
    TileResult.State.PENDING: gettext_lazy("Not searched"),
}


@require_GET
@public_page
def public_map(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    all_releases = Release.objects.of(campaign)
    number = request.GET.get("release", "")
    release = get_object_or_404(all_releases, number=number) if number.isdecimal() else all_releases.first()
    context = {
        "campaign": campaign,
        "can_review": has_role(request.user, campaign, Role.EDITOR),
        "can_publish": has_role(request.user, campaign, Role.ADMIN),
    }
    if release is None:
        return render(request, "detection/publication/map_empty.html", context)
    context |= _release_context(request, release) | map_values(request, release) | {"on_map": True}
    return render(request, "detection/publication/map.html", context)


@require_GET
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
def embed(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The map alone, for a frame in somebody's article; always of the newest release."""
    newest = Release.objects.of(campaign).first()
    if newest is None:
        raise Http404(_("Nothing is published yet."))
    context = {"campaign": campaign} | _release_context(request, newest) | map_values(request, newest)
    return render(request, "detection/publication/map_embed.html", context)


@require_GET
@public_page
def release(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    shown = get_object_or_404(Release.objects.of(campaign), number=number)
    context = {"campaign": campaign, "others": campaign.releases.exclude(pk=shown.pk)}
    context |= _release_context(request, shown)
    return render(request, "detection/publication/map_release.html", context)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMIN)
def releases(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    number = (request.POST or request.GET).get("run", "")
    run = campaign.runs.numbered_or_current(int(number) if number.isdecimal() else None)
    if request.method == "POST" and run is not None:
        note = request.POST.get("note", "").strip()[:2000]
        try:
            request_release(campaign=campaign, run=run, requested_by=cast(User, request.user), note=note)
            return redirect("releases", slug=campaign.slug)
        except (CampaignError, PublicationError) as error:
            messages.error(request, str(error))
    context: dict[str, Any] = {
        "campaign": campaign,
        "run": run,
        "runs": campaign.runs.all(),
        "preview": preview_release(run) if run else None,
        "coverage": coverage_rows(run.counts()) if run else [],
        "releases": Release.objects.of(campaign),
        "job": campaign.jobs.filter(kind=Job.Kind.PUBLISH).first(),
        "is_admin": True,
    }
    return render(request, "detection/publication/map_releases.html", context)


def coverage_rows(counts: dict[str, int]) -> list[dict[str, Any]]:
    total = sum(counts.values()) or 1
    return [
        {"state": state.value, "words": label, "count": counts[state], "percent": 100 * counts[state] / total}
        for state, label in COVERAGE_LABELS.items()
    ]


def district_rows(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Districts with their hectares in each of the release's years."""
    years = [row["year"] for row in card["places"]["years"]]
    rows = []
    for own in card["places"].get("districts", []):
        by_year = {row["year"]: row["area_ha"] for row in own["years"]}
        bounds = ",".join(map(str, own["bounds"]))
        rows.append(own | {"areas": [by_year.get(year, 0) for year in years], "bounds": bounds})
    return rows


def _release_context(request: HttpRequest, release: Release) -> dict[str, Any]:
    page = Paginator(release.shown_places, PLACES_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "release": release,
        "card": release.card,
        "captured_from": parse_date(release.card["places"]["captured_from"] or ""),
        "captured_to": parse_date(release.card["places"]["captured_to"] or ""),
        "coverage": coverage_rows(release.coverage),
        "places": page,
        "columns": COLUMNS.items(),
        "districts": district_rows(release.card),
        "files": release.current_files,
    }
