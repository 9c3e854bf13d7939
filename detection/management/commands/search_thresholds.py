from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from campaigns.management.command import CampaignCommand, add_as, add_wait, find_user
from campaigns.models import Campaign
from detection.errors import DetectionError
from detection.management.arguments import metres, probability, whole_number
from detection.management.searches import find_run
from detection.runs.finding_models import FindingSet
from detection.runs.models import DetectionRun
from detection.thresholds.actions import apply_rule, prepare_thresholds
from detection.thresholds.preview import preview_rule
from detection.thresholds.rules import presets_of
from detection.thresholds.stored import file_of
from ml.rule import FindingRule

PRESETS = ("tuned", "original", "first")


class Command(CampaignCommand):
    help = "Say what other thresholds would find in a finished search, or apply them."
    refusals = (DetectionError,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_as(parser)
        parser.add_argument("--run", type=int, metavar="N", help="number of the search (default: the newest)")
        parser.add_argument(
            "--preset", choices=PRESETS, help="a rule to begin with (default: the one in force)"
        )
        parser.add_argument("--threshold", type=probability, metavar="P", help="of a positive superpixel")
        parser.add_argument(
            "--lone-threshold", type=probability, metavar="P",
            help="a smaller group is a finding from this probability on",
        )  # fmt: skip
        parser.add_argument(
            "--min-superpixels", type=whole_number, metavar="N", help="positive superpixels of a group"
        )
        parser.add_argument(
            "--distance", type=metres, metavar="M",
            help="shapes at most this many metres apart are one group",
        )  # fmt: skip
        parser.add_argument("--apply", action="store_true", help="make a new version of the findings of it")
        add_wait(parser)

    def answer(self, campaign: Campaign, options: Mapping[str, Any]) -> dict[str, Any]:
        run = find_run(campaign, options["run"])
        if file_of(run) is None:
            self.watch(prepare_thresholds(run=run, started_by=None), quiet=options["json"])
        rule = _rule(run, options)
        if not options["apply"]:
            return {"run": run.number, **_preview(run, rule)}
        version = apply_rule(run=run, rule=rule, started_by=find_user(options["user"]))
        assert version.job is not None  # noqa: S101 - just made
        self.follow(version.job, options)
        version.refresh_from_db()
        return {"run": run.number, **_version(version)}

    def in_words(self, answer: Mapping[str, Any]) -> str:
        if "version" in answer:
            found = answer["n_findings"]
            end = "is being made" if found is None else f"is in force: {found} findings"
            return f"Version {answer['version']} of search {answer['run']} {end}."
        return (
            f"{answer['n_findings']} findings, {answer['area_ha']:.1f} ha: {answer['n_new']} new, "
            f"{answer['n_kept']} found again, {answer['n_gone']} gone. Nothing was changed."
        )


def _rule(run: DetectionRun, options: Mapping[str, Any]) -> FindingRule:
    rules = {preset.name: preset.rule for preset in presets_of(run)}
    wanted = options["preset"]
    if wanted is not None and wanted not in rules:
        raise CommandError(f"The model of search {run.number} has no thresholds for “{wanted}”. Retrain.")
    rule = asdict(rules[wanted] if wanted else run.finding_rule)
    given = {
        "threshold": options["threshold"],
        "lone_threshold": options["lone_threshold"],
        "min_superpixels": options["min_superpixels"],
        "cluster_distance_m": options["distance"],
    }
    return FindingRule(**rule | {name: value for name, value in given.items() if value is not None})


def _preview(run: DetectionRun, rule: FindingRule) -> dict[str, Any]:
    found = asdict(preview_rule(run, rule))
    return {name: value for name, value in found.items() if name not in ("features", "in_view")}


def _version(version: FindingSet) -> dict[str, Any]:
    return {
        "version": version.number,
        "rule": asdict(version.finding_rule),
        "n_findings": version.n_findings,
        "area_ha": version.area_ha,
        "applied_at": version.applied_at,
    }
