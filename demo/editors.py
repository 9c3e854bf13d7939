"""Simulated editors: two people look at most findings; the rest is left for whoever opens the demo."""

from collections.abc import Callable

from django.contrib.auth.models import User

from demo.landscape import DemoRegion
from demo.truth import is_mining, segmentation_of
from detection.review.models import Review
from detection.review.services.record_review import record_review
from detection.runs.models import Detection, DetectionRun

LEFT_OPEN = 5
"""Every fifth finding is left unreviewed, and the one after it has only been seen once."""


def simulate_reviews(
    *,
    run: DetectionRun,
    region: DemoRegion,
    editors: list[User],
    report: Callable[[int, int], None] | None = None,
) -> int:
    """Reviews most of the run's findings as the drawn truth has it; returns how many decisions were made."""
    detections = list(run.detections.order_by("pk").select_related("tile_result"))
    made = 0
    for position, detection in enumerate(detections):
        for editor in editors[: _eyes(position, len(editors))]:
            record_review(detection=detection, editor=editor, decision=_decide(detection, run, region))
            made += 1
        if report:
            report(position + 1, len(detections))
    return made


def _eyes(position: int, n_editors: int) -> int:
    return {0: n_editors, 1: n_editors, 2: n_editors, 3: 0, 4: 1}[position % LEFT_OPEN]


def _decide(detection: Detection, run: DetectionRun, region: DemoRegion) -> Review.Decision:
    truth = is_mining(region, segmentation_of(detection.tile_result, run))
    right = sum(bool(truth[number - 1]) for number in detection.superpixels)
    return Review.Decision.CONFIRMED if 2 * right >= len(detection.superpixels) else Review.Decision.REJECTED
