"""Changing a password, and setting a new one through a link."""

from typing import Any

from axes.utils import reset as forget_wrong_passwords
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.limits import Limit, address_of, count_or_refuse
from imagery.services.queue_task import queue_task
from webapp.accounts.backend import MODEL_BACKEND
from webapp.accounts.forms import ResetForm
from webapp.accounts.tasks import mail_password_link

REQUESTS_OF_ADDRESS = Limit("password-mails", free=20, regain_s=60)


class ChangePasswordView(PasswordChangeView):
    template_name = "webapp/accounts/password_change.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(
            self.request, _("Your password is changed. On other devices you have to sign in again.")
        )
        return super().form_valid(form)


class SetPasswordView(PasswordResetConfirmView):
    """From a mail, or from a link that an admin handed over. It signs in, and forgets wrong tries before."""

    template_name = "webapp/accounts/password_set.html"
    success_url = reverse_lazy("home")
    post_reset_login = True
    post_reset_login_backend = MODEL_BACKEND

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        forget_wrong_passwords(username=form.user.get_username())
        messages.success(self.request, _("Your new password is set, and you are signed in."))
        return super().form_valid(form)


@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest) -> HttpResponse:
    """The answer and the time it takes are the same for every address: a worker looks it up and mails."""
    form = ResetForm(request.POST if request.method == "POST" and settings.MAIL_IS_SET_UP else None)
    if form.is_valid():
        _count(request)
        if _queue_mail(request, form.cleaned_data["email"]):
            return redirect("password-reset-sent")
        form.add_error(None, gettext_lazy("No mail can be sent now. Try again in a few minutes."))
    context = {"form": form, "sends_mail": settings.MAIL_IS_SET_UP}
    return render(request, "webapp/accounts/password_reset.html", context)


def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "webapp/accounts/password_reset_sent.html")


def _count(request: HttpRequest) -> None:
    counted = [(REQUESTS_OF_ADDRESS, address_of(request))]
    count_or_refuse(counted, _("Too many mails were asked for from here."))


def _queue_mail(request: HttpRequest, email: str) -> bool:
    site = f"{request.scheme}://{request.get_host()}"
    return queue_task(task=mail_password_link, arguments=[email, site, get_language()])
