"""The kinds of answer that the consensus tells apart, and what is assumed of each before anything is known.

A "no" that was tapped says more than one that "the rest is clear" implied, and an implied one says more when
the tile was looked at for long, or closely. Each kind has a number, and its own probabilities.
"""

from collections.abc import Mapping
from typing import Any

POSITIVE, NEGATIVE, IMPLIED, GLANCED, LOOKED, CLOSE = range(6)
N_RESPONSES = 6
"""`IMPLIED`: nobody recorded how the tile was looked at."""

GLANCE_S_PER_SUPERPIXEL = 0.1
"""Three seconds for a tile of thirty."""
CLOSE_ZOOM = 1.5
"""From this magnification on a tile was looked at closely."""

ON_POSITIVE = (0.70, 0.03, 0.09, 0.09, 0.05, 0.04)
ON_NEGATIVE = (0.04, 0.16, 0.24, 0.16, 0.20, 0.20)
"""Assumed of a volunteer not known yet: how likely each response is on either kind of superpixel. Rows sum
to 1; only their ratios matter until votes say otherwise."""
PREVALENCE = 0.1
"""Assumed share of positive superpixels."""


def response_of(
    answer: str, is_implied: bool, viewing: Mapping[str, Any] | None, n_superpixels: int
) -> int | None:
    """The kind of an answer; None for those that say neither yes nor no. `viewing` is what the page
    recorded: `seconds` on the screen and the `max_zoom` reached."""
    if answer == "positive":
        return POSITIVE
    if answer != "negative":
        return None
    return implied_response(viewing or {}, n_superpixels) if is_implied else NEGATIVE


def implied_response(viewing: Mapping[str, Any], n_superpixels: int) -> int:
    """The kind of a no that was not tapped."""
    seconds, zoom = viewing.get("seconds"), viewing.get("max_zoom", 1)
    if not isinstance(seconds, int | float):
        return IMPLIED
    if seconds < GLANCE_S_PER_SUPERPIXEL * n_superpixels:
        return GLANCED
    return CLOSE if isinstance(zoom, int | float) and zoom >= CLOSE_ZOOM else LOOKED
