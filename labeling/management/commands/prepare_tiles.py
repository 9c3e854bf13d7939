from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from typing import Any

from campaigns.management.command import CampaignCommand, add_as, add_wait, describe_job, find_user
from campaigns.models import Campaign
from labeling.errors import LabelingError
from labeling.queueing.actions import start_queueing

MOST = 10_000


class Command(CampaignCommand):
    help = "Fetch tiles, cut them into superpixels and put them into a campaign's labelling queue."
    refusals = (LabelingError,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_as(parser)
        parser.add_argument("count", type=_count, metavar="N", help="number of tiles")
        add_wait(parser)

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        count, user = options["count"], find_user(options["user"])
        job = start_queueing(campaign=campaign, count=count, started_by=user)
        self.follow(job, options)
        return {
            "campaign": campaign.slug,
            "label_tiles": campaign.label_tiles.count(),
            **describe_job(job),
        }

    def in_words(self, answer: Mapping[str, Any]) -> str:
        return (
            f"Preparing {answer['total']} tiles for {answer['campaign']}: {answer['state']}, "
            f"{answer['done']} done. {answer['label_tiles']} tiles in the queue."
        )


def _count(text: str) -> int:
    count = int(text) if text.isdecimal() else 0
    if not 1 <= count <= MOST:
        raise ArgumentTypeError(f"give a whole number from 1 to {MOST}, not {text}")
    return count
