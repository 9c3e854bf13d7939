"""The page to which an invitation's link leads."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.errors import InvitationNotOpen
from campaigns.models import Invitation
from campaigns.people.services.accept_invitation import accept_invitation
from campaigns.roles import rank_of, role_in
from labeling.joining.identity import guest_of
from webapp.accounts.backend import MODEL_BACKEND
from webapp.accounts.forms import SignUpForm
from webapp.accounts.services.register_invited import register_invited


@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    # Only a POST accepts, so that link previews join nobody.
    found = Invitation.objects.with_token(token)
    if found is None:
        return _gone(request, "unknown", 404)
    if _has_role(request, found):
        return _welcome(request, found) if request.method == "POST" else _show(request, found, None)
    if found.state != "open":
        return _gone(request, found.state, 410)
    try:
        return _answer(request, found)
    except InvitationNotOpen:
        found.refresh_from_db()
        return _gone(request, found.state, 410)


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    if isinstance(request.user, User):
        if request.method != "POST":
            return _show(request, found, None)
        accept_invitation(invitation=found, user=request.user)
        return _welcome(request, found)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, found, form)
    guest = guest_of(request) if "keep" in request.POST else None
    user = register_invited(form=form, invitation=found, guest=guest)
    login(request, user, backend=MODEL_BACKEND)
    return _welcome(request, found)


def _show(request: HttpRequest, found: Invitation, form: SignUpForm | None) -> HttpResponse:
    context = {
        "invitation": found,
        "campaign": found.campaign,
        "has_role": _has_role(request, found),
        "form": form,
        "guest": None if request.user.is_authenticated else guest_of(request),
        "keeps": True,
    }
    return render(request, "webapp/accounts/invitation.html", context)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    words = {"campaign": found.campaign.name}
    messages.success(request, _("Welcome to “%(campaign)s”.") % words)
    return redirect(found.campaign)


def _has_role(request: HttpRequest, found: Invitation) -> bool:
    return rank_of(role_in(request.user, found.campaign)) >= rank_of(found.role)


def _gone(request: HttpRequest, state: str, status: int) -> HttpResponse:
    return render(request, "webapp/accounts/invitation_gone.html", {"state": state}, status=status)
