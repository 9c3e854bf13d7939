"""Simulated editors, who review most findings and leave some for the person who tries the demo."""

from collections.abc import Callable

from django.contrib.auth.models import User

from demo.landscape import DemoRegion
from demo.truth import is_mining, segmentation_of
from detection.review.models import Review
from detection.review.services.record_review import record_review
from detection.runs.models import Detection, DetectionRun

N_REVIEWERS = (2, 2, 2, 0, 1)
"""Number of editors who review each of five findings in a row, over and over."""


def simulate_reviews(
    *,
    run: DetectionRun,
    region: DemoRegion,
    editors: list[User],
    report: Callable[[int, int], None] | None = None,
) -> int:
    detections = list(run.detections.order_by("pk").select_related("tile_result"))
    made = 0
    for position, detection in enumerate(detections):
        for editor in editors[: N_REVIEWERS[position % len(N_REVIEWERS)]]:
            record_review(detection=detection, editor=editor, decision=_decide(detection, run, region))
            made += 1
        if report:
            report(position + 1, len(detections))
    return made


def _decide(detection: Detection, run: DetectionRun, region: DemoRegion) -> Review.Decision:
    truth = is_mining(region, segmentation_of(detection.tile_result, run))
    n_mining = sum(bool(truth[number - 1]) for number in detection.superpixels_shown)
    return (
        Review.Decision.CONFIRMED
        if 2 * n_mining >= len(detection.superpixels_shown)
        else Review.Decision.REJECTED
    )
