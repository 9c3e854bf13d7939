"""The page on which an editor decides on many findings at once, and undoes it."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from detection.review.batches import MAX_FINDINGS, batch_of
from detection.review.errors import ReviewError
from detection.review.models import Review
from detection.review.serializers import DetectionFilter, ReviewInput
from detection.review.services.record_batch import record_batch
from detection.review.services.undo_batch import undo_batch
from detection.runs.finding_models import Detection

SHOWN = 50
RECENT = 10


@require_http_methods(["GET", "POST"])
@require_role(Role.EDITOR)
def decide_many(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    query = _query(request)
    run = campaign.runs.numbered_or_current(query.get("run"))
    if run is None:
        raise Http404(_("There is no search yet."))
    editor = cast(User, request.user)
    if request.method == "POST" and (decided := _decide(request, editor, run, query)):
        return decided
    found = batch_of(editor, run, query)
    context = {
        "campaign": campaign,
        "run": run,
        "found": found,
        "most": MAX_FINDINGS,
        "findings": Detection.objects.filter(pk__in=found.ids[:SHOWN]).order_by("-score"),
        "decisions": Review.Decision.choices,
        "reasons": Review.Reason.choices,
        "batches": campaign.review_batches.filter(editor=editor)[:RECENT],
        "list_address": f"{reverse('review', args=[campaign.slug])}?{request.GET.urlencode()}",
    }
    return render(request, "detection/review/decide_many.html", context)


@require_POST
@require_role(Role.EDITOR)
def undo_many(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    batch = get_object_or_404(campaign.review_batches, pk=pk, editor=cast(User, request.user))
    try:
        n = undo_batch(batch=batch)
        words = ngettext("%(n)d decision is undone.", "%(n)d decisions are undone.", n)
        messages.success(request, words % {"n": n})
    except ReviewError as error:
        messages.error(request, str(error))
    return redirect("decide-many", slug=campaign.slug)


def _query(request: HttpRequest) -> dict[str, Any]:
    """What the list shows. A random sample is decided one by one."""
    filters = DetectionFilter(data=request.GET)
    if not filters.is_valid() or "sample" in filters.validated_data:
        raise Http404(_("This list cannot be decided on at once. Go back to Review and choose another."))
    return dict(filters.validated_data)


def _decide(request: HttpRequest, editor: User, run: Any, query: dict[str, Any]) -> HttpResponse | None:
    given = ReviewInput(data={name: request.POST.get(name, "") for name in ("decision", "reason", "comment")})
    if not given.is_valid():
        messages.error(request, _("Choose a decision; a rejection may have a reason."))
        return None
    shown, said = request.POST.get("shown", ""), dict(given.validated_data)
    try:
        batch = record_batch(editor=editor, run=run, query=query, shown=shown, said=said)
    except ReviewError as error:
        messages.error(request, str(error))
        return None
    words = ngettext("%(n)d decision is stored.", "%(n)d decisions are stored.", batch.n_findings)
    messages.success(request, words % {"n": batch.n_findings})
    return redirect(f"{reverse('decide-many', args=[run.campaign.slug])}?{urlencode({'state': 'queue'})}")
