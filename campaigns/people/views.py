"""The page People: who has which role, and invitations."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import LastAdmin
from campaigns.models import Campaign, Membership
from campaigns.people.forms import InvitationForm, RoleForm
from campaigns.people.password_links import make_link, may_make_link
from campaigns.people.services.change_role import change_role
from campaigns.people.services.invite import invite
from campaigns.people.services.remove_member import remove_member
from campaigns.qr import qr_response
from campaigns.roles import Role, has_role, require_role


@dataclass(frozen=True)
class MemberRow:
    membership: Membership
    is_you: bool
    may_make_link: bool


@require_safe
@never_cache
@require_role(Role.ADMIN)
def people(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _people_page(request, campaign, InvitationForm())


@require_POST
@require_role(Role.ADMIN)
def add_invitation(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _people_page(request, campaign, form)
    made = invite(campaign=campaign, made_by=cast(User, request.user), **form.as_arguments())
    messages.success(request, _("The link is ready. Send it to the person you invite."))
    return redirect(f"{people_address(campaign)}#invitation-{made.pk}")


@require_POST
@require_role(Role.ADMIN)
def revoke_invitation(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    get_object_or_404(campaign.invitations, pk=pk).revoke()
    messages.success(request, _("The invitation is withdrawn: its link no longer works."))
    return redirect(people_address(campaign))


@require_safe
@never_cache
@require_role(Role.ADMIN)
def invitation_qr(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    invitation = get_object_or_404(campaign.invitations.open(), pk=pk)
    return qr_response(request.build_absolute_uri(invitation.get_absolute_url()))


@require_POST
@require_role(Role.ADMIN)
def set_role(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    membership, form = _member(campaign, pk), RoleForm(request.POST)
    if form.is_valid():
        try:
            change_role(membership=membership, role=Role(form.cleaned_data["role"]))
        except LastAdmin as error:
            messages.error(request, str(error))
        else:
            words = {"name": membership.user.get_username(), "role": membership.get_role_display()}
            messages.success(request, _("%(name)s now has the role “%(role)s”.") % words)
    return _back(request, campaign)


@require_POST
@require_role(Role.ADMIN)
def remove(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    membership = _member(campaign, pk)
    try:
        remove_member(membership=membership)
    except LastAdmin as error:
        messages.error(request, str(error))
    else:
        words = _("%(name)s no longer has a role here.") % {"name": membership.user.get_username()}
        messages.success(request, words)
    return _back(request, campaign)


@require_POST
@require_role(Role.VOLUNTEER, even_archived=True)
def leave(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    membership = get_object_or_404(campaign.memberships, user=request.user.pk)
    try:
        remove_member(membership=membership)
    except LastAdmin:
        words = _("You are the only admin of “%(campaign)s”. Make somebody else an admin first.")
        messages.error(request, words % {"campaign": campaign.name})
    else:
        messages.success(request, _("You have left “%(campaign)s”.") % {"campaign": campaign.name})
    return redirect("account")


@require_POST
@never_cache
@require_role(Role.ADMIN)
def password_link(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    person = _member(campaign, pk).user
    if not may_make_link(request.user, person):
        words = _("%(name)s also has a role elsewhere, so only those who run this site can make a link.")
        messages.error(request, words % {"name": person.get_username()})
        return redirect(people_address(campaign))
    link = request.build_absolute_uri(make_link(person, made_by=request.user.get_username()))
    context = {"campaign": campaign, "person": person, "link": link}
    return render(request, "campaigns/people/password_link.html", context)


def _people_page(request: HttpRequest, campaign: Campaign, form: InvitationForm) -> HttpResponse:
    members = campaign.memberships.select_related("user").order_by("user__username")
    invitations = campaign.invitations.open().select_related("made_by")
    context: dict[str, Any] = {
        "campaign": campaign,
        "target": campaign,
        "step": "people",
        "roles": Membership.Role.choices,
        "members": [
            MemberRow(one, one.user_id == request.user.pk, may_make_link(request.user, one.user))
            for one in members
        ],
        "invitations": [(one, request.build_absolute_uri(one.get_absolute_url())) for one in invitations],
        "form": form,
    }
    return render(request, "campaigns/people/people.html", context)


def _member(campaign: Campaign, pk: int) -> Membership:
    return get_object_or_404(campaign.memberships.select_related("user"), pk=pk)


def _back(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    # Who has just given up their own role may not see the page any more.
    may_see = has_role(request.user, campaign, Role.ADMIN)
    return redirect(people_address(campaign) if may_see else "account")


def people_address(campaign: Campaign) -> str:
    return reverse("people", args=[campaign.slug])
