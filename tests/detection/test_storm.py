"""A small storm: everything around a search fails once or twice, and every tile ends as it should."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.storm_server import REFUSALS, draw_fates
from detection.runs.services.search_chunk import TILES_PER_WRITE

ROOT = Path(__file__).parents[2]
N_TILES, N_KILLS, SEED = 60, 3, 2
PATIENCE_S = 900


@pytest.mark.services
def test_a_search_comes_through_a_storm() -> None:
    command = ["--tiles", str(N_TILES), "--kills", str(N_KILLS), "--seed", str(SEED)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.storm", *command, "--requests-per-second", "60", "--json"],
        cwd=ROOT,
        env=os.environ | {"LANDSCAR_WORKER_SILENCE_SECONDS": "3", "LANDSCAR_RESUME_SECONDS": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr[-6000:]
    report = json.loads(done.stdout)
    assert report["measured"], report["reason"]
    assert {name: report[name] for name in ("lost", "duplicated", "misjudged", "kills")} == {
        "lost": 0,
        "duplicated": 0,
        "misjudged": 0,
        "kills": N_KILLS,
    }, done.stderr
    assert report["redone_max"] <= TILES_PER_WRITE
    assert len(report["stopped_with"]) == 1 and "No space left on device" in report["stopped_with"][0]
    fates = draw_fates(N_TILES, SEED)
    failed = sum(fate.bad in REFUSALS and fate.times > N_TILES for fate in fates)
    no_imagery = sum(fate.n_parts == 4 for fate in fates)
    analysed = N_TILES - failed - no_imagery
    states = {name: count for name, count in report["outcome"].items() if name != "findings"}
    assert states == {"pending": 0, "analysed": analysed, "no_imagery": no_imagery, "failed": failed}
    assert report["outcome"]["findings"] >= 1
