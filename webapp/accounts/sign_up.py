"""Sign-up for guests."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import FormView

from labeling.joining.identity import guest_of
from labeling.joining.services.merge_guest import merge_guest
from webapp.accounts.backend import MODEL_BACKEND
from webapp.accounts.forms import SignUpForm


class SignUpView(RedirectURLMixin, FormView):  # type: ignore[type-arg]  # generic in the stubs only
    """For guests only: the account keeps their labels and gives no role in any campaign."""

    template_name = "webapp/sign_up.html"
    form_class = SignUpForm
    next_page = "home"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.guest = None if request.user.is_authenticated else guest_of(request)
        if self.guest is None:
            return render(request, "webapp/sign_up_for_guests.html")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"username": self.guest.nickname if self.guest else ""}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"guest": self.guest, "next": self.get_redirect_url()}

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        user = form.save()
        if self.guest is not None:
            merge_guest(guest=self.guest, user=user)
        login(self.request, user, backend=MODEL_BACKEND)
        return super().form_valid(form)
