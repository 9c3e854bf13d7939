"""Runs all tests with real servers, and those that use the database also on PostgreSQL.

Arguments are passed to pytest. Fails when a server cannot be started, or a test fails or is skipped.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import services  # noqa: E402 - only importable once the root is on the path

PROCESSES = "2"
NOTHING_COLLECTED = 5
# Two test processes use two cores; more threads of the numeric libraries would only compete for them.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")


def run_pytest(title: str, arguments: list[str], environment: dict[str, str]) -> bool:
    print(f"\n==> {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "--durations=8", "-p", "tests.no_skips", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode
    return code in (0, NOTHING_COLLECTED)


def run_all(redis_url: str, postgres_url: str, more: list[str]) -> dict[str, bool]:
    servers = {services.REDIS_VARIABLE: redis_url, services.POSTGRES_VARIABLE: postgres_url}
    parallel = ["-n", PROCESSES, "--dist", "loadfile", *more]
    quick = "not e2e and not services"
    on_sqlite = servers | ONE_THREAD
    on_postgres = on_sqlite | {"LANDSCAR_DATABASE_URL": postgres_url}
    return {
        "on SQLite": run_pytest("Tests on SQLite", [*parallel, "-m", quick], on_sqlite),
        "on PostgreSQL": run_pytest(
            "Database tests on PostgreSQL",
            [*parallel, "-m", f"database and {quick}"],
            on_postgres,
        ),
        # Sequentially: workers, browsers and servers share the cores, and some are killed on purpose.
        "services": run_pytest(
            "Celery over Redis, PostgreSQL, the compose file's commands",
            [*more, "-m", "services and not e2e"],
            servers,
        ),
        "browser": run_pytest("The browser", [*more, "-m", "e2e"], servers),
    }


def main() -> int:
    started = time.monotonic()
    try:
        with services.running_redis() as redis_url, services.running_postgres() as postgres_url:
            results = run_all(redis_url, postgres_url, sys.argv[1:])
    except services.ServiceMissing as error:
        print(f"==> A service is missing: {error}", file=sys.stderr)
        return 1
    failed = [name for name, passed in results.items() if not passed]
    minutes = (time.monotonic() - started) / 60
    print(
        f"\n==> {'FAILED: ' + ', '.join(failed) if failed else 'All tests passed'} in {minutes:.1f} minutes"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
