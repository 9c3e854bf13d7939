from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from campaigns.management.command import CampaignCommand, add_as, add_wait, find_user
from campaigns.models import Campaign
from detection.errors import DetectionError
from detection.management.searches import describe_run, find_run, run_in_words
from detection.runs.actions import continue_run


class Command(CampaignCommand):
    help = "Continue a search that was stopped or failed, and try its failed tiles again."
    refusals = (DetectionError,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_as(parser)
        parser.add_argument("--run", type=int, metavar="N", help="number of the search (default: the newest)")
        add_wait(parser)

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        run = find_run(campaign, options["run"])
        job = continue_run(run=run, started_by=find_user(options["user"]))
        self.follow(job, options)
        return describe_run(run)

    def in_words(self, answer: Mapping[str, Any]) -> str:
        return run_in_words(answer)
