"""The page of one place, whose address stays through all releases, and its withdrawal."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns.models import Campaign
from campaigns.roles import Role, has_role, require_role
from detection.places.models import Place
from detection.publication.access import public_page
from detection.publication.actions import withdraw as withdraw_published
from detection.publication.errors import PublicationError
from detection.publication.published_place import facts_of, published_place


@require_GET
@public_page
def place(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    found = published_place(campaign.pk, number)
    if found is None:
        raise Http404(_("No release has a place with this number."))
    context = {
        "campaign": campaign,
        "found": found,
        "place": found.shown,
        "facts": facts_of(found.shown) if found.shown else None,
        "can_withdraw": found.shown is not None and has_role(request.user, campaign, Role.ADMIN),
    }
    # A withdrawn place is gone, and its address says so.
    return render(
        request, "detection/publication/place.html", context, status=410 if found.withdrawal else 200
    )


@require_POST
@require_role(Role.ADMIN)
def withdraw(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    withdrawn = get_object_or_404(Place, campaign=campaign, number=number)
    reason = request.POST.get("reason", "")[:2000]
    try:
        withdraw_published(place=withdrawn, withdrawn_by=cast(User, request.user), reason=reason)
        messages.success(request, _("Place %(number)d is withdrawn from all releases.") % {"number": number})
    except PublicationError as error:
        messages.error(request, str(error))
    return redirect("place", slug=campaign.slug, number=number)
