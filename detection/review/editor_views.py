"""The page on which admins see whose decisions count, and declare an editor's decisions void."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from detection.review.editors import editors_of, void_records
from detection.review.models import Review
from detection.review.services.void_reviews import void_reviews


@require_GET
@require_role(Role.ADMIN)
def editors(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    context = {"campaign": campaign, "editors": editors_of(campaign), "records": void_records(campaign)}
    return render(request, "detection/review/editors.html", context)


@require_POST
@require_role(Role.ADMIN)
def void(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    """Every decision of one editor in the campaign."""
    reviews = Review.objects.filter(editor=pk, detection__run__campaign=campaign)
    get_object_or_404(User, pk__in=reviews.values("editor"))
    reason = request.POST.get("reason", "").strip()[:2000]
    if not reason:
        messages.error(request, _("Say why the decisions are void. The reason stays in the record."))
        return redirect("editors", slug=campaign.slug)
    n = void_reviews(reviews=reviews, voided_by=cast(User, request.user), reason=reason)
    words = ngettext("%(n)d decision is void now.", "%(n)d decisions are void now.", n)
    messages.success(request, words % {"n": n})
    return redirect("editors", slug=campaign.slug)
