from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from campaigns.management.command import CampaignCommand, add_as, add_wait, find_user
from campaigns.models import Campaign
from detection.errors import DetectionError
from detection.management.searches import describe_run, find_run, run_in_words
from detection.runs.actions import repeat_run
from detection.runs.repeating import set_schedule
from detection.runs.schedule_models import SearchSchedule


class Command(CampaignCommand):
    help = "Search a region again, and only what is new; or say when that is done by itself."
    refusals = (DetectionError,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_as(parser)
        parser.add_argument(
            "--run", type=int, metavar="N", help="number of the search to repeat (default: the current one)"
        )
        parser.add_argument(
            "--schedule", choices=SearchSchedule.Every.values, help="set this, and start nothing now"
        )
        add_wait(parser)

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        user = find_user(options["user"])
        if options["schedule"]:
            schedule = set_schedule(campaign=campaign, every=options["schedule"], set_by=user)
            return {"campaign": campaign.slug, "every": schedule.every, "next_at": schedule.next_at}
        current = campaign.runs.current()
        run = current if options["run"] is None and current else find_run(campaign, options["run"])
        begun = repeat_run(run=run, started_by=user)
        if begun.job is None:
            raise CommandError(f"Search {begun.number} of {campaign.slug} has no job.")
        self.follow(begun.job, options)
        return describe_run(begun)

    def in_words(self, answer: Mapping[str, Any]) -> str:
        if "every" in answer:
            following = f"; next time: {answer['next_at']:%Y-%m-%d %H:%M}" if answer["next_at"] else ""
            return f"{answer['campaign']} is searched again: {answer['every']}{following}."
        return run_in_words(answer)
