"""What speaks against a contributor. It accuses nobody: an editor sees the evidence and decides."""

import math
from dataclasses import dataclass

FAST, SAME, CHANCE, GOLD = "fast", "same", "chance", "gold"
MIN_TILES = 5
"""Fewer say nothing about anyone's pace."""
MIN_VOTES = 100
MIN_GOLD = 10
FAST_S = 1.0
FAST_SHARE = 0.25
"""Of the campaign's median: faster than this is too fast, in any case faster than `FAST_S`."""
SAME_SHARE = 0.98
MIN_EXPECTED = 8
"""So many superpixels of the rarer kind must have been shown before "never once" is suspicious."""
CHANCE_BELOW = 0.6
"""Skill that even the interval's upper end does not reach; a half is guessing."""


@dataclass(frozen=True)
class Evidence:
    n_votes: int
    n_tiles: int
    share_positive: float | None
    expected_positive: float
    """How many of the superpixels answered are positive by the consensus."""
    seconds_per_tile: float | None
    high: float
    """Upper end of the skill's interval."""
    gold_answers: int
    gold_skill_high: float | None
    """The same on gold alone; None without gold of both kinds."""


def suspicions_of(evidence: Evidence, median_seconds: float | None) -> list[str]:
    """Of `GOLD`, `CHANCE`, `SAME`, `FAST`: what holds, the gravest first."""
    found = {
        GOLD: evidence.gold_answers >= MIN_GOLD and (evidence.gold_skill_high or 1.0) < 0.5,
        CHANCE: evidence.n_votes >= MIN_VOTES and evidence.high < CHANCE_BELOW,
        SAME: _always_the_same(evidence),
        FAST: _too_fast(evidence, median_seconds),
    }
    return [suspicion for suspicion, holds in found.items() if holds]


def _always_the_same(evidence: Evidence) -> bool:
    if evidence.share_positive is None:
        return False
    expected_negative = evidence.n_votes - evidence.expected_positive
    always_yes = evidence.share_positive >= SAME_SHARE and expected_negative >= MIN_EXPECTED
    never_yes = (
        evidence.share_positive <= 1 - SAME_SHARE
        and evidence.expected_positive >= MIN_EXPECTED
        and evidence.share_positive * evidence.n_votes < evidence.expected_positive / 4
    )
    return always_yes or never_yes


def _too_fast(evidence: Evidence, median_seconds: float | None) -> bool:
    if evidence.seconds_per_tile is None or evidence.n_tiles < MIN_TILES:
        return False
    return evidence.seconds_per_tile < max(FAST_S, FAST_SHARE * (median_seconds or 0.0))


def wilson(right: int, total: int) -> tuple[float, float] | None:
    """95 % interval of a share (Wilson 1927); None of nothing."""
    if not total:
        return None
    z, share = 1.96, right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)
