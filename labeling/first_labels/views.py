"""The page of the first labels: nothing, known places, or crops."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from campaigns.setup.steps import step_url
from imagery.messages import Words
from imagery.uploads import takes_upload
from labeling.first_labels.actions import explain_names, read_knowledge
from labeling.first_labels.forms import CropsForm, NamesForm, PlacesForm, RandomForm
from labeling.first_labels.overview import knowledge_of, pictures_of_places, places_collection
from labeling.models import KnowledgeFile
from labeling.queueing.actions import start_queueing

Kind = KnowledgeFile.Kind


@require_safe
@require_role(Role.ADMIN)
def first_labels(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _page(request, campaign)


@require_POST
@require_role(Role.ADMIN)
def add_random(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = RandomForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, random_form=form)
    try:
        start_queueing(campaign=campaign, started_by=cast(User, request.user), **form.cleaned_data)
    except JobAlreadyRunning as error:
        form.add_error("count", str(error))
        return _page(request, campaign, random_form=form)
    messages.success(request, _("Tiles are being prepared. Each can be labelled as soon as it is ready."))
    return redirect("first-labels", campaign.slug)


@require_role(Role.ADMIN)
def refuse_places(request: HttpRequest, campaign: Campaign, words: Words) -> HttpResponse:
    return _refused(request, campaign, PlacesForm(campaign, {}), "places", words)


@takes_upload(max_bytes=lambda: settings.MAX_UPLOAD_BYTES, refused=refuse_places)
@require_POST
@require_role(Role.ADMIN)
def add_places(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = PlacesForm(campaign, request.POST, request.FILES)
    return _take(request, campaign, Kind.PLACES, form, "places")


@require_role(Role.ADMIN)
def refuse_crops(request: HttpRequest, campaign: Campaign, words: Words) -> HttpResponse:
    return _refused(request, campaign, CropsForm(campaign, {}), "both", words)


@takes_upload(max_bytes=lambda: settings.MAX_UPLOAD_BYTES, refused=refuse_crops)
@require_POST
@require_role(Role.ADMIN)
def add_crops(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _take(request, campaign, Kind.CROPS, CropsForm(campaign, request.POST, request.FILES), "both")


@require_POST
@require_role(Role.ADMIN)
def answer_names(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    waiting = KnowledgeFile.objects.filter(campaign=campaign).exclude(path="").exclude(asks={})
    file = get_object_or_404(waiting, pk=pk)
    form = NamesForm(file, request.POST)
    if not form.is_valid():
        return _page(request, campaign, 400, questions=[form])
    try:
        explain_names(file=file, answers=form.answers(), started_by=cast(User, request.user))
    except JobAlreadyRunning as error:
        messages.warning(request, str(error))
    return redirect("first-labels", campaign.slug)


@require_safe
@require_role(Role.ADMIN)
def places_file(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """All known places with where they come from, to be kept apart from the labels."""
    name = f"landscar-{campaign.slug}-known-places.geojson"
    return JsonResponse(
        places_collection(campaign),
        content_type="application/geo+json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _take(
    request: HttpRequest, campaign: Campaign, kind: str, form: PlacesForm | CropsForm, field: str
) -> HttpResponse:
    if form.is_valid():
        try:
            user = cast(User, request.user)
            read_knowledge(campaign=campaign, kind=kind, given=form.given(), started_by=user)
        except JobAlreadyRunning as error:
            form.add_error(field, str(error))
        else:
            messages.success(request, _("The file is being read. This page shows how far it is."))
            return redirect("first-labels", campaign.slug)
    return _page(request, campaign, 400, **{_name_of(form): form})


def _refused(
    request: HttpRequest, campaign: Campaign, form: PlacesForm | CropsForm, field: str, words: Words
) -> HttpResponse:
    form.full_clean()
    form.errors.clear()
    form.add_error(field, str(words))
    return _page(request, campaign, 413, **{_name_of(form): form})


def _name_of(form: PlacesForm | CropsForm) -> str:
    return "places_form" if isinstance(form, PlacesForm) else "crops_form"


def _page(request: HttpRequest, campaign: Campaign, status: int = 400, **bound: Any) -> HttpResponse:
    knowledge = knowledge_of(campaign)
    context: dict[str, Any] = {
        "campaign": campaign,
        "target": campaign,
        "step": "first-labels",
        "is_admin": True,
        "knowledge": knowledge,
        "next": step_url(campaign, "people") or step_url(campaign, "ready"),
        "pictures": pictures_of_places(campaign) if knowledge.n_places else [],
        "questions": [NamesForm(file) for file in knowledge.files if file.waits_for_answers],
        "random_form": RandomForm(),
        "places_form": PlacesForm(campaign),
        "crops_form": CropsForm(campaign),
        "max_mib": settings.MAX_UPLOAD_BYTES // 2**20,
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
        **bound,
    }
    return render(
        request, "labeling/first_labels/first_labels.html", context, status=status if bound else 200
    )
