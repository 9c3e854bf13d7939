"""Simulated editors, who review most findings and leave some for the person who tries the demo."""

from collections.abc import Callable, Iterator

import numpy as np
from django.contrib.auth.models import User
from numpy.typing import NDArray

from demo.landscape import DemoRegion
from demo.truth import is_mining, segmentation_of
from detection.review.models import Review
from detection.review.services.record_review import record_review
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

N_REVIEWERS = (2, 2, 2, 0, 1)
"""Number of editors who review each of five findings in a row, over and over."""


def simulate_reviews(
    *,
    run: DetectionRun,
    region: DemoRegion,
    editors: list[User],
    report: Callable[[int, int], None] | None = None,
) -> int:
    detections = list(run.findings().order_by("pk"))
    made = 0
    for position, detection in enumerate(detections):
        for editor in editors[: N_REVIEWERS[position % len(N_REVIEWERS)]]:
            record_review(detection=detection, editor=editor, decision=_decide(detection, run, region))
            made += 1
        if report:
            report(position + 1, len(detections))
    return made


def _decide(detection: Detection, run: DetectionRun, region: DemoRegion) -> Review.Decision:
    """Confirmed when at least half of its superpixels, in all of its tiles, were drawn as mining."""
    drawn = np.concatenate(list(_drawn_as_mining(detection, run, region)))
    return Review.Decision.CONFIRMED if 2 * drawn.sum() >= len(drawn) else Review.Decision.REJECTED


def _drawn_as_mining(
    detection: Detection, run: DetectionRun, region: DemoRegion
) -> Iterator[NDArray[np.bool_]]:
    for name, numbers in detection.superpixels.items():
        z, x, y = map(int, name.split("/"))
        result = run.tile_results.select_related("tile").get(z=z, x=x, y=y)
        yield is_mining(region, segmentation_of(result, run))[np.array(numbers) - 1]
