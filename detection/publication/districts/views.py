"""The page on which admins upload the districts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from detection.publication.districts.reading import MAX_BYTES, read_districts
from detection.publication.districts.services.replace_districts import replace_districts
from detection.publication.errors import InvalidDistricts


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMIN)
def districts(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    if request.method == "POST":
        try:
            messages.success(request, _store(request, campaign))
            return redirect("districts", slug=campaign.slug)
        except InvalidDistricts as error:
            messages.error(request, str(error))
    context = {"campaign": campaign, "districts": campaign.districts.defer("geometry")}
    return render(request, "detection/publication/districts.html", context)


def _store(request: HttpRequest, campaign: Campaign) -> str:
    if "remove" in request.POST:
        replace_districts(campaign=campaign, districts={})
        return _("The districts are removed. Releases keep theirs.")
    file = request.FILES.get("file")
    if file is None:
        raise InvalidDistricts(_("Choose a GeoJSON file."))
    if (file.size or 0) > MAX_BYTES:
        raise InvalidDistricts(
            _("The file is larger than %(n)d MB. Simplify the boundaries.") % {"n": MAX_BYTES // 2**20}
        )
    n = replace_districts(campaign=campaign, districts=read_districts(file.read()))
    return ngettext("%(n)d district is stored.", "%(n)d districts are stored.", n) % {"n": n}
