"""The imagery step: choose a source, look at one tile of it, store it."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.models import Campaign
from campaigns.setup.changes import consequences_of
from campaigns.setup.confirming import Unconfirmed
from campaigns.setup.imagery_context import page_context
from campaigns.setup.imagery_forms import AboutForm, about_probe
from campaigns.setup.looking import (
    UPLOADS,
    CannotLook,
    around_target,
    look_at_address,
    look_at_layer,
    look_at_preset,
    look_at_raster,
    look_at_source,
    look_at_upload,
    look_elsewhere,
    look_with_key,
    mark_empty,
)
from campaigns.setup.services.set_imagery import set_imagery
from campaigns.setup.slugs import latin
from campaigns.setup.source_access import require_may_teach
from campaigns.setup.steps import after_saving
from campaigns.setup.targets import Target
from imagery.actions import look_again, use_source
from imagery.messages import Words
from imagery.models import ImagerySource, SourceProbe
from imagery.uploads import UploadRefused, takes_upload

Answer = HttpResponseBase


@require_http_methods(["GET", "POST"])
def imagery(request: HttpRequest, target: Target) -> Answer:
    """GET: the page, with the look that `probe` names. POST: use what was looked at."""
    if request.method == "POST":
        return _save(request, target)
    return _page(request, target, probe=_probe_of(request, request.GET.get("probe", "")))


def _save(request: HttpRequest, target: Target) -> Answer:
    user, probe = cast(User, request.user), _probe_of(request, request.POST.get("probe", ""))
    if probe is None:
        return _keep(request, target)
    if probe.state != SourceProbe.State.READY:
        return _page(request, target, probe=probe)
    form = about_probe(probe, request.POST)
    if probe.source is None and not form.is_valid():
        return _page(request, target, probe=probe, about=form)
    if unconfirmed := _unconfirmed(request, target, probe):
        return _page(request, target, probe=probe, about=form, unconfirmed=unconfirmed)
    try:
        source = _use(probe, user, form)
    except ValidationError as error:
        return _page(request, target, probe=probe, error=CannotLook("address", error.messages[0]))
    set_imagery(target=target, source=source, zoom=_zoom_of(request, probe))
    return after_saving(target, "imagery")


def _use(probe: SourceProbe, user: User, form: AboutForm) -> ImagerySource:
    if probe.source is not None:
        return probe.source
    about = form.cleaned_data
    return use_source(probe=probe, created_by=user, slug_from=latin(about["name"]), **about)


def _unconfirmed(request: HttpRequest, target: Target, probe: SourceProbe) -> Unconfirmed | None:
    """What other imagery means for a campaign, until the person has read it. Nothing is stored before."""
    if not isinstance(target, Campaign):
        return None
    asked = Unconfirmed(consequences_of(target, {"source": probe.as_source()}))
    return asked if asked.consequences and request.POST.get("confirm") != asked.token else None


def _keep(request: HttpRequest, target: Target) -> Answer:
    """Go on with the source that the target has already."""
    if target.source is None:
        return _page(request, target, error=CannotLook("address", _("Choose imagery first.")))
    return after_saving(target, "imagery")


def _zoom_of(request: HttpRequest, probe: SourceProbe) -> int | None:
    """The zoom that fits the source, where the person took the offer."""
    return probe.result.get("fitting_zoom") if "fitting_zoom" in request.POST else None


@require_POST
def look(request: HttpRequest, target: Target) -> Answer:
    """Begin to look at an address, a preset, a file of the raster folder or an existing source."""
    try:
        probe = _LOOKS.get(request.POST.get("way", ""), _look_at_address)(request, target)
    except CannotLook as error:
        return _page(request, target, error=error)
    return redirect(f"{target.step_url('imagery')}?probe={probe.pk}#look")


def _look_at_address(request: HttpRequest, target: Target) -> SourceProbe:
    user, given = cast(User, request.user), request.POST
    around = around_target(target, user)
    return look_at_address(user=user, text=given.get("text", ""), key=given.get("key", ""), around=around)


def _look_at_preset(request: HttpRequest, target: Target) -> SourceProbe:
    user, given = cast(User, request.user), request.POST
    return look_at_preset(
        user=user,
        slug=given.get("preset", ""),
        answer=given.get("answer", ""),
        key=given.get("key", ""),
        around=around_target(target, user),
    )


def _look_at_raster(request: HttpRequest, target: Target) -> SourceProbe:
    user = cast(User, request.user)
    return look_at_raster(user=user, path=request.POST.get("path", ""), around=around_target(target, user))


def _look_at_source(request: HttpRequest, target: Target) -> SourceProbe:
    user = cast(User, request.user)
    source = get_object_or_404(ImagerySource, slug=request.POST.get("source", ""))
    return look_at_source(user=user, source=source, around=around_target(target, user))


_LOOKS: dict[str, Callable[[HttpRequest, Target], SourceProbe]] = {
    "address": _look_at_address,
    "preset": _look_at_preset,
    "raster": _look_at_raster,
    "source": _look_at_source,
}


@require_POST
def upload(request: HttpRequest, target: Target) -> Answer:
    """Begin to look at an uploaded file. A script that shows progress asks for JSON."""
    user, file = cast(User, request.user), request.FILES.get("file")
    try:
        if file is None:
            raise CannotLook("file", _("Choose a file."))
        crs = request.POST.get("crs", "")
        probe = look_at_upload(user=user, file=file, crs=crs, around=around_target(target, user))
    except (CannotLook, UploadRefused) as error:
        return refuse_upload(request, target, words=str(error))
    address = f"{target.step_url('imagery')}?probe={probe.pk}#look"
    return JsonResponse({"location": address}) if _wants_json(request) else redirect(address)


def refuse_upload(request: HttpRequest, target: Target, words: Words) -> Answer:
    if _wants_json(request):
        return JsonResponse({"file": [str(words)]}, status=400)
    return _page(request, target, error=CannotLook("file", words))


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def bounded(refused: Callable[..., Answer]) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """For the addresses that take a file of imagery."""
    return takes_upload(
        max_bytes=lambda: settings.MAX_IMAGERY_BYTES,
        refused=refused,
        folder=lambda: settings.RASTER_ROOT / UPLOADS,
    )


@require_POST
def again(request: HttpRequest, target: Target, probe: UUID) -> Answer:
    """Look again: elsewhere, at another layer, with another key."""
    user = cast(User, request.user)
    found = get_object_or_404(SourceProbe, pk=probe, created_by=user)
    if "empty" in request.POST:
        require_may_teach(user, found)
    try:
        _look_again(request, found)
    except CannotLook as error:
        return _page(request, target, probe=found, error=error)
    return redirect(f"{target.step_url('imagery')}?probe={found.pk}#look")


def _look_again(request: HttpRequest, probe: SourceProbe) -> bool:
    given = request.POST
    if "again" in given:
        return look_again(probe=probe)
    if "layer" in given:
        number = given["layer"]
        chosen = int(number) if number.isdecimal() else -1
        return look_at_layer(probe, number=chosen, time=given.get("time", ""))
    if "empty" in given:
        return mark_empty(probe)
    if "key" in given:
        return look_with_key(probe, key=given["key"])
    return look_elsewhere(probe, place=given.get("place", ""))


def _probe_of(request: HttpRequest, given: str) -> SourceProbe | None:
    """The person's own look; None for one that is gone, which the page then says nothing of."""
    try:
        own = SourceProbe.objects.select_related("source").filter(created_by=cast(User, request.user))
        return own.filter(pk=UUID(given)).first()
    except ValueError:
        return None


def _page(request: HttpRequest, target: Target, **shown: Any) -> HttpResponse:
    context = page_context(target, cast(User, request.user), given=request.POST, **shown)
    refused = shown.get("error") or (shown.get("about") and not shown.get("unconfirmed"))
    status = 400 if refused else 409 if shown.get("unconfirmed") else 200
    return render(request, "campaigns/setup/imagery/page.html", context, status=status)
