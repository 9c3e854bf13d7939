"""Krippendorff's alpha against his published example and against another implementation; the pace."""

from datetime import UTC, datetime, timedelta
from random import Random

import pandas as pd
import pytest
from crowdkit.metrics.data import alpha_krippendorff

from detection.precision.agreement import krippendorff_alpha
from detection.precision.pace import seconds_between

FOUR_OBSERVERS = [
    "123321412...",
    "1233224125.3",
    ".3332342251.",
    "12332441251.",
]
"""Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": twelve units, dots for nothing said."""


def units(rows: list[str]) -> list[list[str]]:
    return [[value for value in column if value != "."] for column in zip(*rows, strict=True)]


def test_the_published_example_gives_743_thousandths() -> None:
    assert krippendorff_alpha(units(FOUR_OBSERVERS)) == pytest.approx(0.743, abs=0.0005)


def test_crowd_kit_computes_the_same() -> None:
    random = Random(3)
    said = [[random.choice("yyyn") for _ in range(random.choice([2, 2, 3, 4]))] for _ in range(80)]
    rows = [
        (unit, f"w{number}", value) for unit, values in enumerate(said) for number, value in enumerate(values)
    ]
    judge = alpha_krippendorff(pd.DataFrame(rows, columns=["task", "worker", "label"]))
    assert krippendorff_alpha(said) == pytest.approx(judge)


def test_perfect_agreement_is_one_and_contradiction_less_than_chance() -> None:
    assert krippendorff_alpha(["aa", "bb", "aa"]) == 1
    contradiction = krippendorff_alpha(["ab", "ab", "ab"])
    assert contradiction is not None and contradiction < 0


@pytest.mark.parametrize("said", [[], ["a", "b"], ["aa", "aa"]])
def test_nothing_paired_or_nothing_different_has_no_alpha(said: list[str]) -> None:
    assert krippendorff_alpha(said) is None


def test_pauses_are_no_time_spent_on_a_finding() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(seconds=second) for second in (0, 700, 12, 30)]
    assert seconds_between(moments) == [12, 18]
