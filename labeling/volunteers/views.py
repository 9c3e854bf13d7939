"""Pages for editors: volunteers and their skill, and superpixels that await an expert."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from labeling.consensus.parts import why_not_asked
from labeling.consensus.services.answer_as_expert import answer_as_expert
from labeling.models import Answer, Consensus, Crowd, LabelTile, Participation
from labeling.volunteers.actions import exclude_contributor, restore_contributor
from labeling.volunteers.expert_queue import expert_questions, questions_on
from labeling.volunteers.known_places import places_left, thumbnail_of
from labeling.volunteers.listing import Sorting, volunteers_of

PAGE_SIZE = 50
MAX_QUESTIONS = 12
MAX_PLACES = 24
GOLD_ANSWERS = [(answer, Answer(answer).label) for answer in Answer.DECIDED]


class ReasonForm(forms.Form):
    reason = forms.CharField(min_length=3, max_length=300, strip=True, label=gettext_lazy("Reason"))


class ExpertForm(forms.Form):
    tile = forms.IntegerField(min_value=1)
    superpixel = forms.IntegerField(min_value=1, max_value=65_535)
    answer = forms.ChoiceField(choices=Answer.choices)
    reason = forms.CharField(max_length=300, required=False, strip=True)


@require_GET
@require_role(Role.EDITOR)
def volunteers(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _volunteers_page(request, campaign)


def _volunteers_page(request: HttpRequest, campaign: Campaign, **context: Any) -> HttpResponse:
    found, sorting = volunteers_of(campaign), Sorting(request.GET.get("sort", ""))
    context |= {
        "campaign": campaign,
        "page": Paginator(sorting.apply(found), PAGE_SIZE).get_page(request.GET.get("page")),
        "sorting": sorting,
        "n_suspects": sum(volunteer.is_suspect for volunteer in found),
        "crowd": Crowd.objects.filter(campaign=campaign).first(),
        "n_questions": Consensus.objects.awaiting_expert(campaign).count(),
    }
    return render(request, "labeling/volunteers/volunteers.html", context)


@require_POST
@require_role(Role.EDITOR)
def exclude(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    return _switch(request, campaign, pk, excludes=True)


@require_POST
@require_role(Role.EDITOR)
def restore(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    return _switch(request, campaign, pk, excludes=False)


def _switch(request: HttpRequest, campaign: Campaign, pk: int, *, excludes: bool) -> HttpResponse:
    participation = get_object_or_404(Participation, campaign=campaign, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _volunteers_page(request, campaign, form=form, refused=pk)
    switch = exclude_contributor if excludes else restore_contributor
    if switch(participation=participation, author=cast(User, request.user), **form.cleaned_data):
        words = (
            _("“%(name)s” no longer counts. The consensus is being recomputed.")
            if excludes
            else _("“%(name)s” counts again. The consensus is being recomputed.")
        )
        messages.success(request, words % {"name": participation.contributor})
    return redirect("volunteers", campaign.slug)


@require_GET
@require_role(Role.EDITOR)
def expert(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    waiting = Consensus.objects.awaiting_expert(campaign)
    tile = _tile(campaign, request.GET["tile"]) if "tile" in request.GET else None
    context = {
        "campaign": campaign,
        "gold_tile": tile,
        "thumbnail": thumbnail_of(tile) if tile else None,
        "places": None if tile else places_left(campaign, MAX_PLACES),
        "questions": questions_on(tile) if tile else expert_questions(campaign, MAX_QUESTIONS),
        "n_questions": waiting.count(),
        "answers": GOLD_ANSWERS if tile else Answer.choices,
    }
    return render(request, "labeling/volunteers/expert.html", context)


def _tile(campaign: Campaign, pk: str) -> LabelTile:
    tiles = LabelTile.objects.filter(campaign=campaign).select_related(
        "campaign", "tile__source", "segmentation__tile"
    )
    return get_object_or_404(tiles, pk=int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 18 else 0)


@require_POST
@require_role(Role.EDITOR)
def mark_as_gold(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    tile = _tile(campaign, str(pk))
    form = ExpertForm({**request.POST.dict(), "tile": pk})
    if not form.is_valid():
        messages.warning(request, _("This is not a valid answer on a part of this tile."))
    elif fault := why_not_asked(pk, form.cleaned_data["superpixel"], tile.segmentation):
        messages.warning(request, fault)
    else:
        given = form.cleaned_data
        answer_as_expert(
            label_tile=tile,
            superpixel=given["superpixel"],
            answer=Answer(given["answer"]),
            author=cast(User, request.user),
            reason=given["reason"],
        )
    return redirect(reverse("expert", args=[campaign.slug]) + f"?tile={pk}")


@require_POST
@require_role(Role.EDITOR)
def answer_expert(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = ExpertForm(request.POST)
    row = _waiting(campaign, form.cleaned_data) if form.is_valid() else None
    if row is None:
        messages.warning(request, _("Somebody else has already settled this part."))
        return redirect("expert", campaign.slug)
    answer_as_expert(
        label_tile=row.label_tile,
        superpixel=row.superpixel,
        answer=Answer(form.cleaned_data["answer"]),
        author=cast(User, request.user),
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, _("Settled. Thank you."))
    return redirect("expert", campaign.slug)


def _waiting(campaign: Campaign, given: dict[str, Any]) -> Consensus | None:
    waiting = Consensus.objects.awaiting_expert(campaign).select_related("label_tile")
    return waiting.filter(label_tile=given["tile"], superpixel=given["superpixel"]).first()
