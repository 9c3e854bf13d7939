from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from campaigns.management.command import CampaignCommand, add_as, find_user
from campaigns.models import Campaign
from detection.errors import DetectionError
from detection.management.searches import find_run
from detection.publication.services.publish_release import publish_release


class Command(CampaignCommand):
    help = "Publish the confirmed findings of a search as the campaign's next release."
    refusals = (DetectionError,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_as(parser)
        parser.add_argument("--note", required=True, help="what readers are told about this release")
        parser.add_argument(
            "--run", type=int, metavar="N", help="number of the search (default: the newest with findings)"
        )

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        run = campaign.runs.latest_with_findings() if options["run"] is None else None
        release = publish_release(
            campaign=campaign,
            run=run or find_run(campaign, options["run"]),
            published_by=find_user(options["user"]),
            note=options["note"],
        )
        return {
            "campaign": campaign.slug,
            "release": release.number,
            "run": release.run.number,
            "places": release.n_detections,
            "area_ha": round(release.area_ha, 4),
            "sha256": release.sha256,
            "address": release.get_absolute_url(),
        }

    def in_words(self, answer: Mapping[str, Any]) -> str:
        return (
            f"Release {answer['release']} of {answer['campaign']}: {answer['places']} places, "
            f"{answer['area_ha']:.1f} ha\n{answer['address']}"
        )
