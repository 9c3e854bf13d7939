"""The link with which the first admin's account is made."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from webapp.accounts.services.first_admin import make_first_admin_link
from webapp.accounts.site_address import site_address


class Command(BaseCommand):
    help = "Prints a link with which the first admin's account is made. It works once."

    def handle(self, *args: Any, **options: Any) -> None:
        path = make_first_admin_link()
        if path is None:
            raise CommandError(
                "The site has an admin. `manage.py createsuperuser` makes another one, and "
                "`manage.py password_link USER` lets one in who forgot the password."
            )
        self.stdout.write(site_address() + path)
