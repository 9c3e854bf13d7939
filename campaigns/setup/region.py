"""The region step: drawn, pasted or uploaded, checked as it is drawn, and stored only when it is valid."""

import json
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.errors import InvalidRegion
from campaigns.models import Campaign, RegionUpload
from campaigns.regions.actions import max_bytes, start_reading
from campaigns.regions.check import CheckedRegion, check_region
from campaigns.regions.extent import extent_of
from campaigns.regions.geojson import read_text
from campaigns.regions.services.store_region import store_region
from campaigns.setup.confirming import Unconfirmed, change_if_confirmed
from campaigns.setup.region_facts import region_facts
from campaigns.setup.seen_tile import seen_tile
from campaigns.setup.steps import after_saving
from campaigns.setup.targets import StepView, Target, of_campaign, of_draft
from imagery.messages import Words
from imagery.models import ImagerySource
from imagery.uploads import UploadRefused, takes_upload


def _region(request: HttpRequest, target: Target) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, target, upload=_upload_of(target, request.GET.get("upload", "")))
    written = request.POST.get("region", "")
    try:
        checked = _checked(written, target)
    except InvalidRegion as error:
        return _page(request, target, written=written, error=str(error))
    unconfirmed = _store(request, target, checked)
    if unconfirmed is not None:
        return _page(request, target, written=json.dumps(checked.geometry), unconfirmed=unconfirmed)
    return after_saving(target, "region")


def _store(request: HttpRequest, target: Target, region: CheckedRegion) -> Unconfirmed | None:
    """What a campaign's admin has to read first, or None when the region is stored."""
    if isinstance(target, Campaign):
        return change_if_confirmed(request, target, {"region": region.geometry})
    store_region(draft=target, region=region)
    return None


def _check(request: HttpRequest, target: Target) -> HttpResponseBase:
    """The facts of what is drawn now. Nothing is stored."""
    try:
        text = json.loads(request.body)["region"]
        checked = _checked(text if isinstance(text, str) else json.dumps(text), target)
    except RequestDataTooBig:
        return _fault(_("This is too long to be pasted. Save it as a file and upload it."))
    except InvalidRegion as error:
        return _fault(str(error))
    except (ValueError, TypeError, KeyError, RecursionError):
        return _fault(_("The request cannot be read. Reload the page and try again."))
    return JsonResponse(region_facts(checked, target.source))


def _upload(request: HttpRequest, target: Target) -> HttpResponseBase:
    """Have a file read. A script gets the address at which to ask for the result."""
    file = request.FILES.get("file")
    try:
        if file is None:
            raise InvalidRegion(_("Choose a file."))
        upload = start_reading(target=target, file=file, user=cast(User, request.user))
    except (InvalidRegion, UploadRefused) as error:
        return _refuse(request, target, words=str(error))
    if _wants_json(request):
        return JsonResponse({"url": _state_url(target, upload)}, status=202)
    return redirect(f"{target.step_url('region')}?upload={upload.pk}")


def _refuse(request: HttpRequest, target: Target, words: Words) -> HttpResponseBase:
    return _fault(str(words)) if _wants_json(request) else _page(request, target, file_error=str(words))


def _upload_state(request: HttpRequest, target: Target, upload: UUID) -> HttpResponseBase:
    found = _upload_of(target, str(upload))
    if found is None:
        return _fault(_("The file is no longer here. Upload it once more."), status=404)
    state = {"is_active": found.is_active, "state": found.get_state_display(), "failure": found.failure}
    return JsonResponse(state | {"facts": _facts_of_upload(found, target)})


def _facts_of_upload(upload: RegionUpload, target: Target) -> dict[str, Any] | None:
    if upload.region is None:
        return None
    facts = region_facts(check_region(upload.region, target.zoom, extent_of(target.source)), target.source)
    notes = list(dict.fromkeys([*upload.notes, *facts["notes"]]))
    return facts | {"notes": notes, "spots": upload.spots}


def _checked(text: str, target: Target) -> CheckedRegion:
    return check_region(read_text(text), target.zoom, extent_of(target.source))


def _fault(words: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"detail": words}, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _upload_of(target: Target, pk: str) -> RegionUpload | None:
    try:
        wanted = UUID(pk)
    except ValueError:
        return None
    return target.region_uploads.filter(pk=wanted).first()


def _state_url(target: Target, upload: RegionUpload) -> str:
    return f"{target.step_url('region')}upload/{upload.pk}/"


def _page(
    request: HttpRequest,
    target: Target,
    *,
    written: str = "",
    error: str = "",
    file_error: str = "",
    upload: RegionUpload | None = None,
    unconfirmed: Unconfirmed | None = None,
) -> HttpResponse:
    region = (upload.region if upload else None) or target.region
    extent = extent_of(target.source)
    overview = _overview(target.source)
    # The overview shows the tile too; it is drawn by a worker, so at first there may be the tile alone.
    seen = None if overview else seen_tile(target.source, request.user)
    context = {
        "target": target,
        "step": "region",
        "written": written or (json.dumps(region) if region else ""),
        "error": error,
        "file_error": file_error or (upload.failure if upload else ""),
        "upload": upload,
        "unconfirmed": unconfirmed,
        "upload_url": _state_url(target, upload) if upload and upload.is_active else "",
        "facts": None if error else _stored_facts(region, target),
        "extent": json.dumps(extent) if extent else "",
        "overview": overview,
        "seen": json.dumps(seen) if seen else "",
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
        "most_mib": max_bytes() // 2**20,
    }
    status = 400 if error or file_error else 200
    return render(request, "campaigns/setup/region/region.html", context, status=status)


def _overview(source: ImagerySource | None) -> dict[str, str]:
    """Address and edges of the picture to draw on; empty while there is none."""
    if source is None or not source.overview:
        return {}
    picture = source.overview["picture"]
    url = reverse("api-source-overview", args=[source.slug])
    return {"url": f"{url}?v={picture[-17:-5]}", "bounds": json.dumps(source.overview["bounds"])}


def _stored_facts(region: Any, target: Target) -> dict[str, Any] | None:
    try:
        return region_facts(check_region(region, target.zoom, extent_of(target.source)), target.source)
    except InvalidRegion:
        return None


def _with_file(guard: Callable[[StepView], StepView]) -> StepView:
    return require_POST(takes_upload(max_bytes=max_bytes, refused=guard(_refuse))(guard(_upload)))


page = require_http_methods(["GET", "POST"])
draft_region = page(of_draft(_region))
draft_region_check = require_POST(of_draft(_check))
draft_region_upload = _with_file(of_draft)
draft_region_upload_state = require_safe(of_draft(_upload_state))
settings_region = page(of_campaign(_region))
settings_region_check = require_POST(of_campaign(_check))
settings_region_upload = _with_file(of_campaign)
settings_region_upload_state = require_safe(of_campaign(_upload_state))
