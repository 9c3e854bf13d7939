"""The page “Your account”."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.models import Membership
from webapp.accounts.forms import DetailsForm
from webapp.accounts.services.change_details import change_details


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    # A fresh copy: a refused form must not leave its name on the page's own user.
    user = User.objects.get(pk=cast(User, request.user).pk)
    form = DetailsForm(request.POST if request.method == "POST" else None, instance=user)
    if form.is_valid():
        change_details(user=cast(User, request.user), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account")
    memberships = Membership.objects.filter(user=user).select_related("campaign").order_by("campaign__slug")
    return render(request, "webapp/accounts/account.html", {"form": form, "memberships": memberships})
