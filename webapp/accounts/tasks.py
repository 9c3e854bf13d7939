"""Background work of accounts."""

from celery import shared_task

from webapp.accounts.services.mail_password_link import mail_password_link as mail


@shared_task
def mail_password_link(email: str, site: str, language: str) -> None:
    mail(email=email, site=site, language=language)
