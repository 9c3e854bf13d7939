import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

import benchmarks.__main__ as everything
from benchmarks.__main__ import BENCHMARKS, Figure, describe, read_report


def make_report(name: str) -> dict[str, Any]:
    report: dict[str, Any] = {"measured": True}
    for figure in BENCHMARKS[name]:
        *outer, last = figure.keys.split(".")
        place = report
        for key in outer:
            place = place.setdefault(key, {})
        place[last] = 1.0
    return report


def test_a_bar_is_reached_from_the_right_side() -> None:
    assert Figure("a.b", "ratio", 8).row({"a": {"b": 8.2}}) == ["ratio", "8.2", "≥ 8.0", "yes"]
    assert Figure("a", "ms", 80, at_most=True, digits=0).row({"a": 81}) == ["ms", "81", "≤ 80", "NO"]


def test_one_table_has_every_figure() -> None:
    lines = describe({name: make_report(name) for name in BENCHMARKS})
    assert len(lines) == 1 + sum(len(figures) for figures in BENCHMARKS.values())


def test_missing_reports_are_listed() -> None:
    lines = describe({"gpu": {"measured": False, "reason": "there is no GPU."}})
    assert lines == ["Not measured, gpu: there is no GPU."]


def test_accuracy_without_crops_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everything, "NEEDED", {"accuracy": everything.PROJECT / "nowhere"})
    assert everything.run("accuracy")["measured"] is False


def test_a_failed_benchmark_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        failed = "benchmarks.rescore" in command
        return subprocess.CompletedProcess(command, 0, "" if failed else json.dumps(make_report("gpu")))

    monkeypatch.setattr(everything.subprocess, "run", run)
    assert everything.run("rescore")["failed"] is True
    assert everything.run("gpu")["efficientnet"]["tiles_per_s"] == 1


def test_every_benchmark_of_the_table_exists() -> None:
    folder = Path(everything.__file__).parent
    assert all((folder / f"{name}.py").is_file() for name in BENCHMARKS)


def test_wrongly_judged_tiles_are_counted() -> None:
    report = read_report([{"right": True}, {"right": False}])
    assert BENCHMARKS["whole_tiles"][0].row(report)[1:] == ["0.50", "≥ 1.00", "NO"]


def test_a_report_of_missing_data_is_not_measured() -> None:
    assert read_report({"missing": "../shared/amber"})["measured"] is False
