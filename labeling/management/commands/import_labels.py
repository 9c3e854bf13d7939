from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.management.campaigns import find_campaign
from labeling.errors import LabelingError
from labeling.exchange.services.import_labels import check_file, import_labels


class Command(BaseCommand):
    help = "Import a file of votes or of a consensus into a campaign, as a whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, metavar="SLUG")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        campaign, path = find_campaign(options["campaign"]), options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            check_file(path.name)
            found = import_labels(campaign=campaign, path=path, name=path.name.lower())
        except LabelingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{found.added} rows imported, {found.known} were already in the campaign")
