from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.management.campaigns import find_campaign
from labeling.errors import EmptyFolder
from labeling.exchange.services.import_crops import ImportedCrops, import_crops
from labeling.models import Answer


class Command(BaseCommand):
    help = "Import two folders of labelled superpixel pictures into a campaign as gold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, metavar="SLUG")
        parser.add_argument("--positive", required=True, type=Path, metavar="DIR")
        parser.add_argument("--negative", required=True, type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = find_campaign(options["campaign"])
        for answer in (Answer.POSITIVE, Answer.NEGATIVE):
            try:
                outcome = import_crops(campaign=campaign, folder=options[answer.value], answer=answer)
            except EmptyFolder as error:
                raise CommandError(str(error)) from error
            self._report(answer, outcome)

    def _report(self, answer: Answer, outcome: ImportedCrops) -> None:
        for reason in outcome.skipped:
            self.stderr.write(f"skipped: {reason}")
        for name in outcome.contradicted:
            self.stderr.write(f"unchanged: {name} is already in the campaign with the other answer")
        self.stdout.write(
            f"{answer.value}: {outcome.added} added, {outcome.known} already there, "
            f"{len(outcome.contradicted)} contradicted, {len(outcome.skipped)} skipped"
        )
