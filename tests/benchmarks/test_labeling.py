"""A small version of the room of volunteers in benchmarks.labeling."""

import json
import os
import subprocess
import sys

import pytest

from benchmarks.labeling import cpu_seconds, describe, percentile_ms
from benchmarks.pictures import PROJECT


@pytest.mark.services
def test_a_small_room_loses_no_vote() -> None:
    options = ["--clients", "4", "--seconds", "2", "--pause", "0", "--json"]
    command = [sys.executable, "-m", "benchmarks.labeling", *options]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["measured"]
    assert [report[key] for key in ("errors", "lost", "over_target")] == [0, 0, 0]
    assert min(report[key] for key in ("tiles_per_s", "labels_per_s", "next_p95_ms", "submit_p95_ms")) > 0
    lines = describe(report)
    assert sum("Quoted, not measured here" in line for line in lines) == 2


def test_percentiles_are_reported_in_milliseconds() -> None:
    assert percentile_ms([number / 1000 for number in range(1, 101)], 95) == pytest.approx(95.05)
    assert percentile_ms([0.2], 95) == pytest.approx(200)
    assert percentile_ms([], 95) == 0


def test_processor_time_of_a_process_grows_as_it_works() -> None:
    before = cpu_seconds(os.getpid())
    while cpu_seconds(os.getpid()) == before:
        sum(range(100_000))
    assert cpu_seconds(os.getpid()) > before
