"""Pages on which editors read and answer readers' reports."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from detection.publication.models import ReaderReport
from detection.publication.services.answer_report import answer_report

MAX_REPORTS = 500


@require_GET
@require_role(Role.EDITOR)
def reports(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    all_reports = campaign.reader_reports.select_related("release", "place", "answered_by")
    shown = all_reports.order_by("answered_at", "-created_at")[:MAX_REPORTS]
    context = {"campaign": campaign, "reports": shown}
    return render(request, "detection/publication/reports.html", context)


@require_POST
@require_role(Role.EDITOR)
def answer(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    report = get_object_or_404(campaign.reader_reports, pk=pk)
    state = request.POST.get("state", "")
    if state in ReaderReport.State.values:
        answer_report(report=report, editor=cast(User, request.user), state=state)
        messages.success(request, _("Your answer is saved."))
    return redirect("reader-reports", slug=campaign.slug)
