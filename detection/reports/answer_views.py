"""Pages on which editors read and answer readers' reports."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from detection.reports.actions import ask_for_training
from detection.reports.models import ReaderReport
from detection.reports.services.answer_report import answer_report

PER_PAGE = 50


@require_GET
@require_role(Role.EDITOR)
def reports(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    page = Paginator(campaign.reader_reports.for_queue(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"campaign": campaign, "page": page, "n_open": campaign.reader_reports.open().count()}
    return render(request, "detection/reports/queue.html", context)


@require_POST
@require_role(Role.EDITOR)
def answer(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    report = get_object_or_404(campaign.reader_reports, pk=pk)
    state = request.POST.get("state", "")
    if state in ReaderReport.State.values:
        answer_report(
            report=report,
            editor=cast(User, request.user),
            state=state,
            public_answer=request.POST.get("public_answer", "")[:2000],
            text_is_public="text_is_public" in request.POST,
        )
        messages.success(request, _("Your answer is saved."))
    return redirect("reader-reports", slug=campaign.slug)


@require_POST
@require_role(Role.EDITOR)
def train(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    report = get_object_or_404(campaign.reader_reports, pk=pk)
    if ask_for_training(report=report, editor=cast(User, request.user)):
        messages.success(request, _("A worker is turning it into experts’ answers. This takes a moment."))
    else:
        messages.warning(request, _("Only an accepted report about the ground is used, and only once."))
    return redirect("reader-reports", slug=campaign.slug)
