from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.models import Campaign
from labeling.errors import EmptyFolder
from labeling.exchange.services.import_crops import ImportedCrops, import_crops
from labeling.models import Answer


class Command(BaseCommand):
    help = "Take two folders of labelled superpixel pictures into a campaign as experts' answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, metavar="SLUG")
        parser.add_argument("--positive", required=True, type=Path, metavar="DIR")
        parser.add_argument("--negative", required=True, type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = self._campaign(options["campaign"])
        for answer in (Answer.POSITIVE, Answer.NEGATIVE):
            try:
                outcome = import_crops(campaign=campaign, folder=options[answer.value], answer=answer)
            except EmptyFolder as error:
                raise CommandError(str(error)) from error
            self._report(answer, outcome)

    def _campaign(self, slug: str) -> Campaign:
        campaign = Campaign.objects.filter(slug=slug).first()
        if campaign is None:
            known = ", ".join(Campaign.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no campaign {slug!r}. There are: {known}.")
        return campaign

    def _report(self, answer: Answer, outcome: ImportedCrops) -> None:
        for reason in outcome.skipped:
            self.stderr.write(f"skipped: {reason}")
        for name in outcome.contradicted:
            self.stderr.write(f"kept as it was: {name} is in the campaign with the other answer")
        self.stdout.write(
            f"{answer.value}: {outcome.added} added, {outcome.known} already there, "
            f"{len(outcome.contradicted)} contradicted, {len(outcome.skipped)} skipped"
        )
