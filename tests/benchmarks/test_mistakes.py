import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mistakes import measure
from benchmarks.pictures import PROJECT
from benchmarks.report import CannotMeasure
from tests.ml.drawing import save_crops


def test_the_worst_mistakes_come_first(tmp_path: Path) -> None:
    positive, negative = save_crops(tmp_path / "crops")
    liar = sorted(negative.iterdir())[0]
    shutil.copy(sorted(positive.iterdir())[2], liar)  # it is called negative and looks positive
    report = measure(tmp_path / "crops", tmp_path / "page", "balanced")
    assert liar.name in report["false_alarms"][0]["crop"]
    probabilities = [row["probability"] - row["threshold"] for row in report["false_alarms"]]
    assert probabilities == sorted(probabilities, reverse=True)
    page = Path(report["page"]).read_text()
    assert liar.stem in page and (tmp_path / "page" / f"negative-{liar.stem}.png").is_file()
    assert sum(report["confusion"].values()) == 20
    assert report["confusion"]["false_positive"] == len(report["false_alarms"])


def test_a_file_name_is_escaped_in_the_page(tmp_path: Path) -> None:
    positive, negative = save_crops(tmp_path / "crops")
    odd = negative / "<b>odd_super_1.png"
    shutil.copy(sorted(positive.iterdir())[2], odd)
    page = Path(measure(tmp_path / "crops", tmp_path / "page", "balanced")["page"]).read_text()
    assert "<b>odd" not in page and "&lt;b&gt;odd" in page


def test_missing_crops_are_reported(tmp_path: Path) -> None:
    with pytest.raises(CannotMeasure, match="nowhere"):
        measure(tmp_path / "nowhere", tmp_path / "page", "balanced")
    command = [sys.executable, "-m", "benchmarks.mistakes", "--out", str(tmp_path), "--json"]
    done = subprocess.run(
        [*command, "--crops", str(tmp_path / "nowhere")], cwd=PROJECT, capture_output=True, check=True
    )
    assert json.loads(done.stdout)["measured"] is False
