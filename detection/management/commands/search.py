from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from campaigns.management.command import CampaignCommand, add_as, add_wait, find_user
from campaigns.models import Campaign
from detection.errors import DetectionError
from detection.management.arguments import metres, probability, whole_number
from detection.management.searches import describe_run, run_in_words
from detection.runs.actions import start_run
from detection.runs.models import DetectionRun
from detection.training.models import ModelVersion
from ml.rule import MIN_POSITIVE_SUPERPIXELS


class Command(CampaignCommand):
    help = "Start a search of a campaign's region with its newest model, or with another one."
    refusals = (DetectionError,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_as(parser)
        parser.add_argument(
            "--model", type=int, metavar="N", help="number of the model (default: the newest)"
        )
        parser.add_argument(
            "--threshold", help="precise (the default), balanced, tuned, or a number from 0 to 1"
        )
        parser.add_argument("--rule", choices=DetectionRun.Rule.values, default=DetectionRun.Rule.SHAPE)
        parser.add_argument(
            "--min-superpixels", type=whole_number, default=MIN_POSITIVE_SUPERPIXELS, metavar="N",
            help="positive superpixels that make a finding (default: %(default)s)",
        )  # fmt: skip
        parser.add_argument(
            "--lone-threshold", type=probability, metavar="P",
            help="a smaller shape is a finding from this probability on (default: never)",
        )  # fmt: skip
        parser.add_argument(
            "--distance", type=metres, default=0.0, metavar="M",
            help="shapes at most this many metres apart count together (default: %(default)s)",
        )  # fmt: skip
        add_wait(parser)

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        run = start_run(
            campaign=campaign,
            started_by=find_user(options["user"]),
            model_version=_find_model(campaign, options["model"]),
            threshold=options["threshold"],
            min_positive_superpixels=options["min_superpixels"],
            rule=DetectionRun.Rule(options["rule"]),
            lone_threshold=options["lone_threshold"],
            cluster_distance_m=options["distance"],
        )
        if run.job:
            self.follow(run.job, options)
        return describe_run(run)

    def in_words(self, answer: Mapping[str, Any]) -> str:
        return run_in_words(answer)


def _find_model(campaign: Campaign, number: int | None) -> ModelVersion | None:
    if number is None:
        return None
    model = campaign.model_versions.filter(number=number).first()
    if model is None:
        known = ", ".join(map(str, campaign.model_versions.values_list("number", flat=True))) or "none yet"
        raise CommandError(f"{campaign.slug} has no model {number}. There are: {known}.")
    return model
