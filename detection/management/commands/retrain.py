from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from campaigns.management.command import CampaignCommand, add_as, add_wait, describe_job, find_user
from campaigns.models import Campaign
from detection.errors import DetectionError
from detection.training.actions import start_training


class Command(CampaignCommand):
    help = "Train a new model from a campaign's labels."
    refusals = (DetectionError,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_as(parser)
        add_wait(parser)

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        job = start_training(campaign=campaign, started_by=find_user(options["user"]))
        self.follow(job, options)
        model = campaign.model_versions.newest()
        return {
            "campaign": campaign.slug,
            "newest_model": model.number if model else None,
            **describe_job(job),
        }

    def in_words(self, answer: Mapping[str, Any]) -> str:
        model = f"v{answer['newest_model']}" if answer["newest_model"] else "none yet"
        return f"Training of {answer['campaign']}: {answer['state']}. Newest model: {model}."
