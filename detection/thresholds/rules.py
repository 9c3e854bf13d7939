"""The rules that people choose from, and what may be chosen."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from detection.runs.inputs import TUNED_DISTANCE_M, as_stored
from detection.runs.models import DetectionRun
from ml.rule import FindingRule

LEAST_SHARE = 0.5
"""Rules may go down to this share of the lowest threshold that the model or the search names."""
NAMED = ("balanced", "precise", "clustered", "lone")


@dataclass(frozen=True)
class Preset:
    name: str
    title: str
    words: str
    rule: FindingRule

    @property
    def fields_json(self) -> str:
        """What the form's fields are filled with."""
        return json.dumps(columns_of(self.rule) | {"lone_threshold": self.rule.lone_threshold or ""})


def lowest_threshold(run: DetectionRun) -> float:
    thresholds = _thresholds(run)
    named = [float(thresholds[name]) for name in NAMED if name in thresholds]
    used = [version.threshold for version in run.finding_sets.all()]
    return round(LEAST_SHARE * min([*named, *used, run.threshold]), 4)


def presets_of(run: DetectionRun) -> list[Preset]:
    thresholds = _thresholds(run)
    presets = []
    if {"clustered", "lone"} <= thresholds.keys():
        presets.append(
            Preset(
                "tuned",
                _("Two thresholds"),
                _("Tuned for F0.5 on land that the model had not seen: precision counts twice."),
                FindingRule(
                    threshold=as_stored(float(thresholds["clustered"])),
                    lone_threshold=as_stored(float(thresholds["lone"])),
                    cluster_distance_m=TUNED_DISTANCE_M,
                ),
            )
        )
    if "balanced" in thresholds:
        presets.append(
            Preset(
                "original",
                _("As in the original"),
                _("A tile with at least three positive superpixels."),
                FindingRule(as_stored(float(thresholds["balanced"])), per_tile=True),
            )
        )
    first = run.finding_sets.order_by("number").first()
    if first is not None:
        presets.append(
            Preset("first", _("As searched"), _("The rule that the search began with."), first.finding_rule)
        )
    return presets


def columns_of(rule: FindingRule) -> dict[str, Any]:
    """Of a search or a version."""
    return {
        "rule": DetectionRun.Rule.TILE if rule.per_tile else DetectionRun.Rule.SHAPE,
        "threshold": rule.threshold,
        "min_positive_superpixels": rule.min_superpixels,
        "lone_threshold": rule.lone_threshold,
        "cluster_distance_m": rule.cluster_distance_m,
    }


def _thresholds(run: DetectionRun) -> dict[str, float]:
    # Those for the share of positives that the search assumes.
    estimate = getattr(run.model_version, "region_estimate", None)
    if run.share is None or estimate is None or estimate.share != run.share:
        return run.model_version.thresholds if run.share is None else {}
    thresholds: dict[str, float] = estimate.thresholds
    return thresholds
