"""Which votes decide a superpixel, and which need more voters or an expert."""

import math

import pytest

from labeling.consensus.judge import Rules, Tally, default_log_ratios, judge, majority_of
from labeling.consensus.responses import GLANCED, IMPLIED, NEGATIVE, POSITIVE, VIEWED, ZOOMED, response_of

RULES = Rules()
RATIOS = default_log_ratios()


def tally(positive: int = 0, negative: int = 0, bad: int = 0, unsure: int = 0) -> Tally:
    votes = Tally()
    for answer, number, ratio in (
        ("positive", positive, RATIOS[POSITIVE]),
        ("negative", negative, RATIOS[IMPLIED]),
        ("bad_imagery", bad, 0.0),
        ("unsure", unsure, 0.0),
    ):
        for _ in range(number):
            votes.add(answer, ratio)
    return votes


@pytest.mark.parametrize(
    ("votes", "state"),
    [
        (tally(), "open"),
        (tally(negative=2), "open"),
        (tally(negative=3), "agreed"),
        (tally(positive=3), "open"),
        (tally(positive=4), "agreed"),
        (tally(positive=2, negative=1), "disputed"),
        (tally(positive=1, negative=2), "disputed"),
        (tally(positive=4, negative=1), "agreed"),
        (tally(positive=1, negative=4), "agreed"),
        (tally(positive=3, negative=2), "disputed"),
        (tally(positive=7, negative=4), "agreed"),
        (tally(positive=6, negative=5), "expert"),
        (tally(bad=3), "agreed"),
        (tally(bad=2, negative=1), "disputed"),
        (tally(unsure=3), "disputed"),
        (tally(unsure=11), "expert"),
    ],
)
def test_three_equal_answers_agree_but_a_positive_needs_four(votes: Tally, state: str) -> None:
    assert judge(votes, None, RULES).state == state


def test_a_split_superpixel_goes_to_an_expert_despite_a_withdrawn_answer() -> None:
    votes = tally(positive=5, negative=5)
    assert judge(votes, None, RULES, n_answers=10).state == "disputed"
    assert judge(votes, None, RULES, n_answers=11).state == "expert"


def test_three_answers_of_guessers_settle_nothing() -> None:
    guessers = Tally(n_negative=3, n_votes=3, evidence=-0.1)
    assert judge(guessers, None, RULES).state == "open"


def test_a_campaign_with_one_answer_per_tile_accepts_it() -> None:
    alone = Rules(stages=(1, 5, 11))
    assert judge(tally(positive=1), None, alone).state == "agreed"
    assert judge(tally(positive=1), None, alone).probability == 1.0


@pytest.mark.parametrize(("gold", "probability"), [("positive", 1.0), ("negative", 0.0), ("unsure", None)])
def test_an_experts_answer_overrules_all_votes(gold: str, probability: float | None) -> None:
    verdict = judge(tally(positive=2, negative=3), gold, RULES)
    assert (verdict.probability, verdict.state) == (probability, "settled")


def test_the_probability_follows_bayes_rule() -> None:
    votes = tally(positive=2, negative=1)
    odds = 0.1 / 0.9 * math.exp(2 * RATIOS[POSITIVE] + RATIOS[IMPLIED])
    assert judge(votes, None, RULES).probability == pytest.approx(odds / (1 + odds))


def test_unsure_counts_as_neither_yes_nor_no() -> None:
    assert judge(tally(unsure=2, bad=1), None, RULES).probability is None
    with_doubt = judge(tally(positive=1, unsure=2), None, RULES).probability
    assert with_doubt == judge(tally(positive=1), None, RULES).probability


def test_the_majority_is_stored_for_comparison() -> None:
    assert majority_of(tally(positive=2, negative=1, unsure=4)) == pytest.approx(2 / 3)
    assert majority_of(tally(unsure=1)) is None


@pytest.mark.parametrize(
    ("answer", "is_implied", "viewing", "response"),
    [
        ("positive", False, {"seconds": 9}, POSITIVE),
        ("negative", False, {"seconds": 1}, NEGATIVE),
        ("negative", True, {}, IMPLIED),
        ("negative", True, None, IMPLIED),
        ("negative", True, {"seconds": 2.9, "max_zoom": 3}, GLANCED),
        ("negative", True, {"seconds": 3.0}, VIEWED),
        ("negative", True, {"seconds": 3.0, "max_zoom": 1.5}, ZOOMED),
        ("unsure", True, {"seconds": 3.0}, None),
        ("bad_imagery", False, None, None),
    ],
)
def test_the_kind_of_a_no_depends_on_the_viewing(
    answer: str, is_implied: bool, viewing: dict[str, float] | None, response: int | None
) -> None:
    assert response_of(answer, is_implied, viewing, 30) == response


def test_an_implied_no_is_weaker_than_a_tapped_one_and_weakest_after_a_glance() -> None:
    assert RATIOS[NEGATIVE] < RATIOS[ZOOMED] < RATIOS[IMPLIED] < RATIOS[GLANCED] < 0 < RATIOS[POSITIVE]
