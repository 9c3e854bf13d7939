"""The kinds of response that the consensus distinguishes, and the prior for each.

A tapped "no" says more than one implied by "the rest is clear", and an implied one says more when the tile
was viewed for long, or magnified. Each kind has a number and its own probabilities.
"""

from collections.abc import Mapping
from typing import Any

POSITIVE, NEGATIVE, IMPLIED, GLANCED, VIEWED, ZOOMED = range(6)
N_RESPONSES = 6
"""`IMPLIED` is an implied no without a recorded viewing."""

GLANCE_S_PER_SUPERPIXEL = 0.1
"""Three seconds for a tile of thirty superpixels."""
CLOSE_ZOOM = 1.5
"""Magnification from which a viewing counts as zoomed."""

ON_POSITIVE = (0.70, 0.03, 0.09, 0.09, 0.05, 0.04)
ON_NEGATIVE = (0.04, 0.16, 0.24, 0.16, 0.20, 0.20)
"""Prior for a new volunteer: probability of each response on positive and negative superpixels. Each sums to
1; only their ratios matter."""
PREVALENCE = 0.1
"""Assumed share of positive superpixels."""


def response_of(
    answer: str, is_implied: bool, viewing: Mapping[str, Any] | None, n_superpixels: int
) -> int | None:
    """The kind of an answer; None for answers that say neither yes nor no. `viewing` is what the page
    recorded: `seconds` on the screen and the `max_zoom` reached."""
    if answer == "positive":
        return POSITIVE
    if answer != "negative":
        return None
    return implied_response(viewing or {}, n_superpixels) if is_implied else NEGATIVE


def implied_response(viewing: Mapping[str, Any], n_superpixels: int) -> int:
    seconds, zoom = viewing.get("seconds"), viewing.get("max_zoom", 1)
    if not isinstance(seconds, int | float):
        return IMPLIED
    if seconds < GLANCE_S_PER_SUPERPIXEL * n_superpixels:
        return GLANCED
    return ZOOMED if isinstance(zoom, int | float) and zoom >= CLOSE_ZOOM else VIEWED
