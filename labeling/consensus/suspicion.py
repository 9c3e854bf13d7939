"""Signs that a contributor answers carelessly. They accuse nobody: an editor sees the evidence and
decides."""

from dataclasses import dataclass

from labeling.consensus.intervals import wilson_interval

FAST, SAME, CHANCE, GOLD = "fast", "same", "chance", "gold"
MIN_TILES = 5
"""Needed to judge a contributor's pace."""
MIN_VOTES = 100
MIN_GOLD = 10
FAST_S = 1.0
FAST_SHARE = 0.25
"""Share of the campaign's median below which a pace is too fast; below `FAST_S` it always is."""
SAME_SHARE = 0.98
MIN_EXPECTED = 8
"""Expected superpixels of the other class before "always the same answer" is suspicious."""
CHANCE_BELOW = 0.6
"""Suspicious if the upper end of the skill's interval is below; 0.5 is guessing."""


@dataclass(frozen=True)
class Evidence:
    n_votes: int
    n_tiles: int
    share_positive: float | None
    expected_positive: float
    """Expected number of positive superpixels among those answered."""
    seconds_per_tile: float | None
    high: float
    """Upper end of the skill's interval."""
    gold_answers: int
    gold_skill_high: float | None
    """The same on gold alone; None without gold of both classes."""


def suspicions_of(evidence: Evidence, median_seconds: float | None) -> list[str]:
    """Those of `GOLD`, `CHANCE`, `SAME`, `FAST` that apply, the gravest first."""
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


def share_interval(right: int, total: int) -> tuple[float, float] | None:
    return wilson_interval(right / total, total) if total else None
