"""Runs all tests with real servers, and those that use the database also on PostgreSQL.

Arguments are passed to pytest. Fails when a server cannot be started, or a test fails or is skipped.
Two lanes run at once: the browser's tests, which wait as often as they compute, and beside them all others.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import services  # noqa: E402 - only importable once the root is on the path

PROCESSES = "2"
TIMEOUT_S = "300"
"""For one test; the slowest takes half a minute."""
NOTHING_COLLECTED = 5
QUICK = "not e2e and not services"
PRINTING = threading.Lock()
# Processes fill the cores; numeric libraries with a thread a core each would wait for one another.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Phase:
    title: str
    arguments: Sequence[str]
    environment: dict[str, str]
    politely: bool = False
    """Take only the processor time that other phases leave: nothing in it waits for a deadline."""


@dataclass(frozen=True)
class Outcome:
    title: str
    passed: bool
    wall_s: float
    cpu_s: float

    def __str__(self) -> str:
        return f"{self.title}: {self.wall_s:.0f} s, {self.cpu_s:.0f} s of processor time"


def run_phase(phase: Phase) -> Outcome:
    """What pytest prints is shown when it has ended, so that phases do not talk at the same time."""
    command = [*(["nice"] if phase.politely else []), sys.executable, "-m", "pytest", "-q", "--durations=10"]
    command += ["-p", "tests.no_skips", "--timeout", TIMEOUT_S, *phase.arguments]
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | phase.environment, stdout=output, stderr=output
        )
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    passed = process.returncode in (0, NOTHING_COLLECTED)
    outcome = Outcome(phase.title, passed, time.monotonic() - started, used.ru_utime + used.ru_stime)
    with PRINTING:
        print(f"\n==> {outcome}\n{text}", flush=True)
    return outcome


def run_lane(phases: Sequence[Phase]) -> list[Outcome]:
    return [run_phase(phase) for phase in phases]


def lanes(redis_urls: tuple[str, str], postgres_url: str, more: Sequence[str]) -> list[list[Phase]]:
    """Each has a Redis of its own, which its tests empty."""
    browser, others = (
        {services.REDIS_VARIABLE: redis_url, services.POSTGRES_VARIABLE: postgres_url, **ONE_THREAD}
        for redis_url in redis_urls
    )
    # A process that crashes ends the run: a replaced one and the rest would wait for one another for ever.
    parallel = ["-n", PROCESSES, "--max-worker-restart", "0", "-p", "tests.scheduling", *more]
    on_postgres = {"LANDSCAR_DATABASE_URL": postgres_url}
    return [
        [Phase("The browser", [*more, "-m", "e2e"], browser)],
        [
            # First, and one at a time: servers start and workers are killed, which mostly waits.
            Phase(
                "Celery over Redis, PostgreSQL, the compose file's commands",
                [*more, "-m", "services and not e2e"],
                others,
            ),
            Phase("Tests on SQLite", [*parallel, "-m", QUICK], others, politely=True),
            Phase(
                "Those that touch the database, on PostgreSQL",
                [*parallel, "-m", f"database and {QUICK}"],
                others | on_postgres,
                politely=True,
            ),
        ],
    ]


def run_all(more: Sequence[str]) -> list[Outcome]:
    with (
        services.running_redis() as first,
        services.running_redis() as second,
        services.running_postgres() as postgres_url,
        ThreadPoolExecutor() as threads,
    ):
        found = threads.map(run_lane, lanes((first, second), postgres_url, more))
        return list(chain.from_iterable(found))


def main() -> int:
    started = time.monotonic()
    try:
        outcomes = run_all(sys.argv[1:])
    except services.ServiceMissing as error:
        print(f"==> A service is missing: {error}", file=sys.stderr)
        return 1
    failed = [outcome.title for outcome in outcomes if not outcome.passed]
    print("\n==> " + "\n    ".join(map(str, outcomes)))
    minutes = (time.monotonic() - started) / 60
    print(
        f"\n==> {'FAILED: ' + ', '.join(failed) if failed else 'All tests passed'} in {minutes:.1f} minutes"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
