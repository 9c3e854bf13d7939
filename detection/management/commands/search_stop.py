from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from campaigns.management.command import CampaignCommand
from campaigns.models import Campaign
from detection.management.searches import describe_run, find_run, run_in_words


class Command(CampaignCommand):
    help = "Stop a search. What was searched stays; search_continue goes on with the rest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--run", type=int, metavar="N", help="number of the search (default: the newest)")

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        run = find_run(campaign, options["run"])
        if run.job is None or not run.job.cancel():
            raise CommandError(
                f"Search {run.number} of {campaign.slug} is not under way; nothing was stopped."
            )
        return describe_run(run)

    def in_words(self, answer: Mapping[str, Any]) -> str:
        return run_in_words(answer)
