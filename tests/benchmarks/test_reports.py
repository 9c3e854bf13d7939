import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import labeled_crops, learning_curve
from benchmarks.pictures import find_pictures
from benchmarks.report import CannotMeasure, Report, run_benchmark, table


def fail(_: argparse.Namespace) -> Report:
    raise CannotMeasure("the data are missing.")


def test_missing_data_are_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmark", "--json"])
    assert run_benchmark(argparse.ArgumentParser(), fail, lambda report: []) == 0
    assert json.loads(capsys.readouterr().out) == {"measured": False, "reason": "the data are missing."}


def test_missing_data_are_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmark"])
    run_benchmark(argparse.ArgumentParser(), fail, lambda report: [])
    assert capsys.readouterr().out == "Not measured: the data are missing.\n"


def test_without_crops_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(labeled_crops, "CROPS", tmp_path / "nowhere")
    with pytest.raises(CannotMeasure, match="crops"):
        labeled_crops.load_crops()


def test_real_tiles_come_before_drawn_ones(tmp_path: Path) -> None:
    Image.fromarray(np.zeros((8, 8, 3), dtype=np.uint8)).save(tmp_path / "a.webp")
    assert find_pictures(tmp_path, tmp_path).paths == [tmp_path / "a.webp"]


def test_columns_are_aligned() -> None:
    assert table([["", "a"], ["long", "1.5"]]) == ["        a", "long  1.5"]


def test_the_curve_is_drawn_from_left_to_right() -> None:
    points = [
        {"n_labels": n, "f1": f1, "f1_lowest": f1 - 0.1, "f1_highest": 0.95}
        for n, f1 in [(60, 0.7), (600, 0.9)]
    ]
    drawn = learning_curve.draw(points)
    (line,) = [part for part in drawn.split("<") if part.startswith("polyline")]
    (x1, y1), (x2, y2) = (map(float, place.split(",")) for place in line.split('"')[1].split())
    assert x1 < x2
    assert y1 > y2  # SVG counts downwards
