"""The pages on which a campaign is archived, brought back or deleted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.closing.actions import start_deletion
from campaigns.closing.inventory import Inventory, inventory_of
from campaigns.closing.services.archive_campaign import archive_campaign, bring_back
from campaigns.models import Campaign
from campaigns.roles import Role, require_role


@require_POST
@require_role(Role.ADMIN, even_archived=True)
def archive(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    if campaign.is_archived:
        bring_back(campaign=campaign)
        messages.success(request, _("The campaign is back. Jobs that were stopped can be started again."))
    else:
        archive_campaign(campaign=campaign)
        messages.success(request, _("The campaign is archived. Nothing is lost; you can bring it back here."))
    return redirect("campaign-settings", campaign.slug)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMIN, even_archived=True)
def delete(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    inventory = inventory_of(campaign)
    fault = _find_fault(request, campaign, inventory) if request.method == "POST" else ""
    if request.method == "POST" and not fault:
        start_deletion(campaign=campaign)
        messages.success(request, _("“%s” is being deleted. Nobody sees it any more.") % campaign.name)
        return redirect("home")
    context = {"target": campaign, "campaign": campaign, "inventory": inventory, "fault": fault}
    context["is_below_settings"] = True
    return render(request, "campaigns/closing/delete.html", context)


def _find_fault(request: HttpRequest, campaign: Campaign, inventory: Inventory) -> str:
    if not is_name_of(campaign, request.POST.get("name", "")):
        return _("This is not the campaign’s name. Type it exactly as it is written above.")
    if inventory.has_public_pages and not request.POST.get("public"):
        return _("Tick that the public map disappears.")
    return ""


def is_name_of(campaign: Campaign, typed: str) -> bool:
    return typed.strip() == campaign.name.strip()
