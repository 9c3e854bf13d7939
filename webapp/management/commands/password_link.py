"""A one-time link with which somebody sets a new password."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from campaigns.people.password_links import make_link
from webapp.accounts.site_address import site_address


class Command(BaseCommand):
    help = "Prints a link with which USER sets a new password. It works once, for 48 hours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no account named “{options['user']}”.")
        self.stdout.write(site_address() + make_link(user, made_by="manage.py password_link"))
