"""Everything that an admin may change later, with its present values."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from campaigns.setup.confirming import change_if_confirmed
from campaigns.setup.settings_form import SettingsForm
from campaigns.setup.sizes import zooms_of
from campaigns.setup.superpixel_form import words_for


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMIN)
def campaign_settings(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form, unconfirmed = SettingsForm(request.POST or None, instance=copy(campaign)), None
    if request.method == "POST" and form.is_valid():
        unconfirmed = change_if_confirmed(request, campaign, form.cleaned_data)
        if unconfirmed is None:
            messages.success(request, _("Saved."))
            return redirect("campaign-settings", campaign.slug)
    facts = {one.zoom: one for one in zooms_of(campaign.source, campaign.region, campaign.zoom)}
    context = {
        "target": campaign,
        "campaign": campaign,
        "form": form,
        "unconfirmed": unconfirmed,
        "picture": words_for(facts[campaign.zoom]),
    }
    return render(request, "campaigns/setup/settings.html", context)
