from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from campaigns.management.command import CampaignCommand, add_as, add_wait, find_user
from campaigns.models import Campaign
from detection.errors import DetectionError
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
        parser.add_argument("--threshold", help="precise (the default), balanced, or a number from 0 to 1")
        parser.add_argument("--rule", choices=DetectionRun.Rule.values, default=DetectionRun.Rule.SHAPE)
        parser.add_argument(
            "--min-superpixels", type=_whole_number, default=MIN_POSITIVE_SUPERPIXELS, metavar="N",
            help="positive superpixels that make a finding (default: %(default)s)",
        )  # fmt: skip
        parser.add_argument(
            "--lone-threshold", type=_probability, metavar="P",
            help="a smaller shape is a finding from this probability on (default: never)",
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


def _probability(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"give a number from 0 to 1, not {text}")
    return value


def _whole_number(text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if not 1 <= value <= 1000:
        raise ArgumentTypeError(f"give a whole number from 1 to 1000, not {text}")
    return value
