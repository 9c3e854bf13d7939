from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from campaigns.management.command import CampaignCommand
from campaigns.models import Campaign
from detection.management.searches import describe_run, find_run, run_in_words


class Command(CampaignCommand):
    help = "Say how far a search is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--run", type=int, metavar="N", help="number of the search (default: the newest)")
        parser.add_argument("--watch", action="store_true", help="draw its progress until it has ended")

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        run = find_run(campaign, options["run"])
        if options["watch"] and run.job and run.job.is_active:
            self.watch(run.job, quiet=options["json"])
        return describe_run(run)

    def in_words(self, answer: Mapping[str, Any]) -> str:
        return run_in_words(answer)
