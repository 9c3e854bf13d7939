from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from campaigns.management.campaigns import find_campaign
from labeling.exchange.services.export_labels import write_labels
from labeling.models import LabelExport


class Command(BaseCommand):
    help = "Write a campaign's votes or consensus to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, metavar="SLUG")
        parser.add_argument("--format", required=True, choices=LabelExport.Format.values)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = find_campaign(options["campaign"])
        format = LabelExport.Format(options["format"])
        n = write_labels(campaign, format, options["file"].resolve(), lambda done: None)
        self.stdout.write(f"{n} rows written to {options['file']}")
