"""The beginning of a campaign: unfinished drafts, the question, and the moment at which it is created."""

from copy import copy
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.errors import IncompleteDraft
from campaigns.models import Campaign, CampaignDraft
from campaigns.setup.examples import EXAMPLES
from campaigns.setup.permission import require_creator
from campaigns.setup.question_form import question_form
from campaigns.setup.services.create_campaign import create_campaign
from campaigns.setup.services.delete_draft import delete_draft
from campaigns.setup.services.start_draft import start_draft
from campaigns.setup.steps import TITLES, after_saving, next_open_step, step_url
from campaigns.setup.targets import Target, of_campaign, of_draft


@require_http_methods(["GET", "POST"])
@require_creator
def new_campaign(request: HttpRequest) -> HttpResponse:
    owner = cast(User, request.user)
    if request.method == "POST":
        return redirect(start_draft(owner=owner).step_url("question"))
    drafts = [(draft, next_open_step(draft)) for draft in CampaignDraft.objects.filter(owner=owner)]
    return render(request, "campaigns/setup/new.html", {"drafts": drafts})


def _question(request: HttpRequest, target: Target) -> HttpResponse:
    # A copy: a ModelForm changes its instance even when it is invalid.
    form = question_form(copy(target), request.POST or None)
    if request.method == "POST" and form.is_valid():
        return after_saving(form.save(), "question")
    context = {
        "target": target,
        "step": "question",
        "form": form,
        "languages": form.languages(first=(get_language() or "en").split("-")[0]),
        "examples": EXAMPLES,
    }
    return render(request, "campaigns/setup/question.html", context)


draft_question = require_http_methods(["GET", "POST"])(of_draft(_question))
settings_question = require_http_methods(["GET", "POST"])(of_campaign(_question))


@require_POST
@of_draft
def delete(request: HttpRequest, draft: Target) -> HttpResponseBase:
    delete_draft(draft=cast(CampaignDraft, draft))
    messages.success(request, _("The draft is deleted."))
    return redirect("new-campaign")


@require_POST
@of_draft
def create(request: HttpRequest, draft: Target) -> HttpResponseBase:
    return create_or_explain(request, cast(CampaignDraft, draft))


def create_or_explain(request: HttpRequest, draft: CampaignDraft) -> HttpResponseBase:
    try:
        campaign = create_campaign(draft_id=draft.pk)
    except IncompleteDraft as lacking:
        titles = ", ".join(str(TITLES[step]) for step in lacking.steps)
        messages.error(request, _("Still to be done before the campaign can be created: %s.") % titles)
        return redirect(draft.step_url(lacking.steps[0]))
    messages.success(request, _("“%s” is created. You are its admin.") % campaign.name)
    return redirect(after_creation(campaign))


def after_creation(campaign: Campaign) -> str:
    return step_url(campaign, "first-labels") or campaign.get_absolute_url()
