from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.utils import translation

from campaigns.limits import Limit, TooMany, refuse_beyond

MAILS_TO_ONE = Limit("password-mail", free=3, regain_s=1800, longest_wait_s=3600)
"""So that nobody's mailbox is filled by others."""


def mail_password_link(*, email: str, site: str, language: str) -> None:
    """Mail a link to every account with this address; nothing happens when there is none."""
    try:
        refuse_beyond([(MAILS_TO_ONE, email.lower())], "")
    except TooMany:
        return
    MAILS_TO_ONE.count(email.lower())
    form = PasswordResetForm({"email": email})
    if not form.is_valid():
        return
    parts = urlsplit(site)
    with translation.override(language):
        form.save(
            domain_override=parts.netloc,
            use_https=parts.scheme == "https",
            from_email=settings.DEFAULT_FROM_EMAIL,
            subject_template_name="webapp/accounts/password_mail_subject.txt",
            email_template_name="webapp/accounts/password_mail.txt",
        )
