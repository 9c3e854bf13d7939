"""Sign-in. A guest's labels can be moved to the account."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse

from labeling.joining.identity import guest_of
from labeling.joining.services.merge_guest import merge_guest


class SignInView(LoginView):
    """Moves a guest's labels to the account only on request: the device may be borrowed."""

    template_name = "webapp/sign_in.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        extra = {"guest": guest_of(self.request), "keeps": "keep" in self.request.GET}
        return super().get_context_data(**context) | extra

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        guest = guest_of(self.request) if "keep" in self.request.POST else None
        response = super().form_valid(form)
        if guest is not None:
            merge_guest(guest=guest, user=form.get_user())
        return response
