"""The simulation of rarer positives, on probabilities whose answer is known."""

import json
from pathlib import Path

import pytest

from benchmarks import labeled_crops, prevalence
from tests.ml.test_prevalence import make_record


def test_thresholds_that_are_corrected_hold_where_those_of_the_labels_do_not() -> None:
    report = prevalence.simulate(make_record(4000), n_divisions=6, n_region=2000)

    for name, share in (("10", 0.1), ("2", 0.02)):
        found = report["per_cent"][name]
        assert found["by_counts"]["mean"] == pytest.approx(share, rel=0.3)
        precise = found["precise"]
        assert precise["corrected"]["precision"] > precise["uncorrected"]["precision"]
        assert found["expected"]["low"] <= found["expected"]["value"] <= found["expected"]["high"]
    assert report["per_cent"]["10"]["precise"]["corrected"]["precision"] > 0.9


def test_the_table_shows_every_share() -> None:
    report = prevalence.simulate(make_record(1000), n_divisions=2, n_region=500)
    counts = {"n_positive": 250, "n_negative": 750, "n_blocks": 100}

    shown = prevalence.describe({"extractor": "texture", "extractor_version": "6", **counts, **report})

    assert [line.split()[0] for line in shown if line.split()[1:2] == ["%"]] == ["10", "5", "2", "1"] * 4


def test_crops_that_are_not_there_are_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(labeled_crops, "CROPS", tmp_path / "crops")
    monkeypatch.setattr("sys.argv", ["prevalence", "--json"])

    assert prevalence.main() == 0

    found = json.loads(capsys.readouterr().out)
    assert found["measured"] is False and "shared/amber/crops" in found["reason"]
