"""The page on which the first admin's account is made."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from webapp.accounts.backend import MODEL_BACKEND
from webapp.accounts.forms import FirstAdminForm
from webapp.accounts.services.first_admin import NoFirstAdmin, is_first_admin_token, make_first_admin


@require_http_methods(["GET", "POST"])
@never_cache
def first_admin(request: HttpRequest, token: str) -> HttpResponse:
    if not is_first_admin_token(token):
        raise Http404
    form = FirstAdminForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _make(request, token, form)
    return render(request, "webapp/accounts/first_admin.html", {"form": form})


def _make(request: HttpRequest, token: str, form: FirstAdminForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        user = make_first_admin(
            token=token, username=given["username"], password=given["password1"], email=given["email"]
        )
    except NoFirstAdmin as error:
        raise Http404 from error
    login(request, user, backend=MODEL_BACKEND)
    messages.success(request, _("Welcome. This account may do everything on this site."))
    return redirect("home")
