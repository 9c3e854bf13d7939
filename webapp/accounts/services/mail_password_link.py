from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.limits import Limit

MAILS_TO_ONE = Limit("password-mail", free=3, regain_s=1800, longest_wait_s=3600)
"""So that nobody's mailbox is filled by others."""


class PasswordMailForm(PasswordResetForm):
    """Django's form with a text of ours, which needs no templates."""

    def send_mail(self, *templates: Any, **more: Any) -> None:
        """Called for each account with `subject, body, context, from_email, to_email`."""
        _subject, _body, context, from_email, to_email = templates
        link = reverse("password-set", args=[context["uid"], context["token"]])
        words = {"name": context["user"].get_username(), "site": context["domain"]}
        body = [
            _(
                "Somebody, probably you, asked for a new password for the account “%(name)s” at %(site)s. "
                "Choose it here, within 48 hours:"
            )
            % words,
            f"{context['protocol']}://{context['domain']}{link}",
            _("If it was not you, ignore this mail: the password stays as it is."),
        ]
        send_mail(_("A new password for %(site)s") % words, "\n\n".join(body), from_email, [to_email])


def mail_password_link(*, email: str, site: str, language: str) -> None:
    """Mail a link to every account with this address; nothing happens when there is none."""
    form = PasswordMailForm({"email": email})
    if not form.is_valid() or MAILS_TO_ONE.count(email.lower()):
        return
    parts = urlsplit(site)
    with translation.override(language):
        form.save(domain_override=parts.netloc, use_https=parts.scheme == "https")
