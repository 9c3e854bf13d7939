"""The verdict on one superpixel, from its votes and the skill of the voters. No database, no arrays."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from labeling.consensus.responses import ON_NEGATIVE, ON_POSITIVE, PREVALENCE
from ml.labels import POSITIVE_FROM

MIN_EVIDENCE = 1.0
"""Log likelihood ratio that the answers need together, whatever their number: three guesses decide
nothing."""
OPEN, AGREED, DISPUTED, EXPERT, SETTLED = "open", "agreed", "disputed", "expert", "settled"


def default_log_ratios() -> list[float]:
    return [math.log(yes / no) for yes, no in zip(ON_POSITIVE, ON_NEGATIVE, strict=True)]


@dataclass(frozen=True)
class Rules:
    """When a superpixel needs no further answer; taken from the campaign's settings."""

    stages: Sequence[int] = (3, 5, 11)
    """Numbers of answers after which the tile is judged, ascending."""
    positive_votes: int = 4
    prevalence: float = PREVALENCE

    @property
    def lead(self) -> int:
        return self.stages[0]

    @property
    def trusts_one(self) -> bool:
        return self.stages[0] == 1

    def next_stage(self, n_answers: int) -> int | None:
        return next((stage for stage in self.stages if stage > n_answers), None)


@dataclass
class Tally:
    """Counted votes on one superpixel."""

    n_positive: int = 0
    n_negative: int = 0
    n_bad_imagery: int = 0
    n_votes: int = 0
    evidence: float = 0.0
    """Sum of the votes' log ratios; above 0 for yes."""

    def add(self, answer: str, log_ratio: float) -> None:
        self.n_votes += 1
        self.n_positive += answer == "positive"
        self.n_negative += answer == "negative"
        self.n_bad_imagery += answer == "bad_imagery"
        self.evidence += log_ratio


@dataclass(frozen=True)
class Verdict:
    probability: float | None
    state: str
    n_votes: int
    weight: float = 0.0
    majority: float | None = None


def judge(tally: Tally, gold: str | None, rules: Rules, n_answers: int = 0) -> Verdict:
    """An expert's answer settles the superpixel; otherwise the votes decide, weighted by skill. `n_answers`
    is the number of contributors who have finished the whole tile."""
    if gold is not None:
        probability = {"positive": 1.0, "negative": 0.0}.get(gold)
        weight = 0.0 if probability is None else 1.0
        return Verdict(probability, SETTLED, tally.n_votes, weight, majority_of(tally))
    probability = probability_of(tally, rules)
    weight = 0.0 if probability is None else abs(2 * probability - 1)
    state = _state(tally, probability, rules, n_answers)
    return Verdict(probability, state, tally.n_votes, weight, majority_of(tally))


def probability_of(tally: Tally, rules: Rules) -> float | None:
    """Probability that the superpixel is positive (Dawid-Skene); None without a yes or no."""
    yes_or_no = tally.n_positive + tally.n_negative
    if not yes_or_no:
        return None
    if rules.trusts_one:
        return tally.n_positive / yes_or_no
    log_odds = math.log(rules.prevalence / (1 - rules.prevalence)) + tally.evidence
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds))))


def majority_of(tally: Tally) -> float | None:
    yes_or_no = tally.n_positive + tally.n_negative
    return tally.n_positive / yes_or_no if yes_or_no else None


def _state(tally: Tally, probability: float | None, rules: Rules, n_answers: int) -> str:
    if _is_settled(tally, probability, rules):
        return AGREED
    if tally.n_votes < rules.stages[0]:
        return OPEN
    if rules.next_stage(max(tally.n_votes, n_answers)) is None:
        return EXPERT
    most = max(tally.n_positive, tally.n_negative, tally.n_bad_imagery)
    return OPEN if most == tally.n_votes else DISPUTED


def _is_settled(tally: Tally, probability: float | None, rules: Rules) -> bool:
    positive, negative, bad = tally.n_positive, tally.n_negative, tally.n_bad_imagery
    if bad - positive - negative >= rules.lead:
        return True
    if probability is None:
        return False
    is_positive = probability >= POSITIVE_FROM
    ahead, behind = (positive, negative) if is_positive else (negative, positive)
    enough = rules.positive_votes if is_positive and not rules.trusts_one else rules.lead
    worth = rules.trusts_one or abs(tally.evidence) >= MIN_EVIDENCE
    return ahead - behind - bad >= rules.lead and ahead >= enough and worth
