"""Celery finds the site's tasks here."""

import webapp.operations.processes  # noqa: F401 - connects Celery's signals
from webapp.accounts.tasks import mail_password_link
from webapp.sweeps import forget_what_expired

__all__ = ["forget_what_expired", "mail_password_link"]
