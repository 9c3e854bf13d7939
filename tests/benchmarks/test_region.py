"""A small version of the region in benchmarks.region."""

import json
import subprocess
import sys

import pytest

from benchmarks.pictures import PROJECT
from benchmarks.region import BARS, describe


@pytest.mark.services
def test_a_small_region_is_planned_and_shown() -> None:
    command = [sys.executable, "-m", "benchmarks.region", "--tiles", "5000", "--json"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["measured"] and 4500 < report["tiles"] < 5500
    assert all(report[key] > 0 for key in BARS)
    assert len(describe(report)) == len(BARS) + 1
