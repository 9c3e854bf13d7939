"""When a worker is killed during a search, or PostgreSQL or Redis is away, nothing is lost or done twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from tests.detection.drawn_tiles import strip_of_tiles

ROOT = Path(__file__).parents[2]
N_TILES = 9
MINED = [0, 4, 8]
PATIENCE_S = 120
IN_THE_MIDDLE = """
SELECT count(*) FROM (
    SELECT chunk.id FROM detection_runchunk chunk
    JOIN detection_tileresult result ON result.chunk_id = chunk.id
    WHERE chunk.state = 'claimed' GROUP BY chunk.id
    HAVING count(*) FILTER (WHERE result.state <> 'pending') >= 1
       AND count(*) FILTER (WHERE result.state = 'pending') >= 2
) begun
"""
"""Number of chunks that a worker has started and that still have at least two pending tiles."""


UNDER_WAY = "SELECT count(*) FROM campaigns_job WHERE state IN ('queued', 'running')"
FINISHED = "SELECT count(*) FROM detection_tileresult WHERE state <> 'pending'"


@pytest.fixture
def environment(tmp_path: Path, postgres_url: str, redis_url: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "webapp.settings.demo",
        "LANDSCAR_DATA_ROOT": str(tmp_path),
        "LANDSCAR_DATABASE_URL": postgres_url,
        "LANDSCAR_BROKER_URL": redis_url,
        "LANDSCAR_WORKER_SILENCE_SECONDS": "3",
        "LANDSCAR_RESUME_SECONDS": "1",
        "LANDSCAR_SWEEP_SECONDS": "1",
        "PYTHONPATH": str(ROOT),
    }


def call(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def report(environment: dict[str, str]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(
        call(environment, "-m", "tests.detection.killed_worker_stage", "report")
    )
    return answer


@contextmanager
def worker(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`celery worker` as an operator runs it, in a process group of its own."""
    command = [sys.executable, "-m", "celery", "-A", "webapp", "worker", "-B", "--concurrency", "1"]
    schedule = ["--schedule", f"{log}.beat", "--loglevel", "WARNING"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *schedule],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(question: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not question():
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.05)


def count_in(database: psycopg.Connection[Any], query: str) -> int:
    row = database.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def no_database(server: str, url: str) -> Iterator[None]:
    """Cut every connection to the database and refuse new ones while the block runs."""
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(server, autocommit=True) as outside:
        outside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        outside.execute(b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            outside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())


@pytest.mark.services
def test_a_search_survives_outages_of_postgresql_and_redis(
    environment: dict[str, str], postgres_server: str, postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    call(environment, "manage.py", "migrate", "--verbosity", "0")
    call(environment, "-m", "tests.detection.killed_worker_stage", "stage")
    log = tmp_path / "worker.log"
    with worker(environment, log):
        with psycopg.connect(postgres_url, autocommit=True) as database:
            wait_for(lambda: count_in(database, IN_THE_MIDDLE) > 0, log)
        with no_database(postgres_server, postgres_url):
            time.sleep(2)
        with redis.Redis.from_url(redis_url) as broker:
            broker.flushdb()
        with psycopg.connect(postgres_url, autocommit=True) as database:
            assert count_in(database, FINISHED) < N_TILES
            wait_for(lambda: count_in(database, UNDER_WAY) == 0, log)
    end = report(environment)
    west = strip_of_tiles(1)[0].x
    assert (end["state"], end["failure"], end["states"]) == ("succeeded", "", ["analysed"])
    assert (end["done"], end["total"], len(end["finished"])) == (N_TILES, N_TILES, N_TILES)
    assert end["detections"] == [west + number for number in MINED]


@pytest.mark.services
def test_a_search_survives_a_killed_worker(
    environment: dict[str, str], postgres_url: str, tmp_path: Path
) -> None:
    call(environment, "manage.py", "migrate", "--verbosity", "0")
    call(environment, "-m", "tests.detection.killed_worker_stage", "stage")
    database = psycopg.connect(postgres_url, autocommit=True)

    def count(query: str) -> int:
        return count_in(database, query)

    first, second = tmp_path / "first.log", tmp_path / "second.log"
    with worker(environment, first) as victim:
        wait_for(lambda: count(IN_THE_MIDDLE) > 0, first)
        kill(victim)
    halfway = report(environment)
    assert 1 <= len(halfway["finished"]) < N_TILES and halfway["state"] == "running"
    assert "claimed" in {state for state, _ in halfway["chunks"]}

    with worker(environment, second):
        wait_for(lambda: count(UNDER_WAY) == 0, second)
    end = report(environment)
    database.close()

    west = strip_of_tiles(1)[0].x
    assert (end["state"], end["failure"], end["states"]) == ("succeeded", "", ["analysed"])
    assert (end["done"], end["total"], len(end["finished"])) == (N_TILES, N_TILES, N_TILES)
    assert end["detections"] == [west + number for number in MINED]
    assert halfway["finished"].items() <= end["finished"].items()
    assert {state for state, _ in end["chunks"]} == {"done"}
    assert max(n_claims for _, n_claims in end["chunks"]) >= 2
