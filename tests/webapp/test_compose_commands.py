"""Each service's command from docker-compose.yml, run with a real Redis and PostgreSQL."""

import json
import os
import shlex
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from benchmarks.compose import ROOT, read_compose_file, service_environment
from tests.services import free_port

WAIT_S = 90
SERVICES = read_compose_file()["services"]


@pytest.fixture(scope="module")
def database(postgres_server: str) -> Iterator[str]:
    name = f"compose_{os.getpid()}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield urlsplit(postgres_server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def environment(database: str, redis_url: str, tmp_path: Path) -> Callable[[str], dict[str, str]]:
    def of(name: str) -> dict[str, str]:
        return service_environment(
            SERVICES[name],
            LANDSCAR_DATABASE_URL=database,
            LANDSCAR_BROKER_URL=redis_url,
            LANDSCAR_DATA_ROOT=str(tmp_path),
            LANDSCAR_SWEEP_SECONDS="1",
            HOSTNAME=socket.gethostname(),
        )

    return of


@pytest.fixture
def migrated(environment: Callable[[str], dict[str, str]]) -> None:
    done = subprocess.run(
        SERVICES["migrate"]["command"], cwd=ROOT, env=environment("migrate"), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process, which is stopped with SIGTERM, as Docker does, and must exit cleanly."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0, log.read_text()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def wait_for(passes: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + WAIT_S
    while not passes():
        assert process.poll() is None, f"ended with {process.returncode}:\n{log.read_text()}"
        assert time.monotonic() < deadline, f"not healthy within {WAIT_S} s:\n{log.read_text()}"
        time.sleep(0.5)


def health_check(service: dict[str, Any], port: int = 8000) -> list[str]:
    kind, *command = service["healthcheck"]["test"]
    if kind == "CMD-SHELL":
        return ["sh", "-c", command[0]]
    return [part.replace(":8000", f":{port}") for part in command]


def processes_seen(database: str) -> list[str]:
    """What operators see: the kinds of process that have shown that they are alive."""
    with psycopg.connect(database) as connection:
        return [kind for (kind,) in connection.execute("SELECT kind FROM webapp_processseen").fetchall()]


def events_in(log: Path) -> list[dict[str, Any]]:
    """Every line is JSON."""
    return [json.loads(line) for line in log.read_text().splitlines()]


def succeeds(command: list[str], environment: dict[str, str]) -> bool:
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode == 0


def test_migrate_makes_every_table(migrated: None, database: str) -> None:
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert {"campaigns_campaign", "imagery_tile", "labeling_vote", "detection_detectionrun"} <= {
        row[0] for row in rows
    }


def test_web_serves_and_answers_its_health_check(
    migrated: None, environment: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    port, log, variables = free_port(), tmp_path / "web.log", environment("web")
    command = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in SERVICES["web"]["command"]]
    with running(command, variables, log) as process:
        check = health_check(SERVICES["web"], port)
        wait_for(lambda: succeeds(check, variables), process, log)
        host = variables["LANDSCAR_ALLOWED_HOSTS"]
        headers = {"Host": host, "X-Forwarded-Proto": "https"}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/schema/", headers=headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            assert response.status == 200
            assert "max-age=" in response.headers["Strict-Transport-Security"]
            request_id = response.headers["X-Request-ID"]
    lines = events_in(log)
    assert {"gunicorn.error", "webapp.requests"} <= {line["logger"] for line in lines}
    assert request_id in {line.get("request_id") for line in lines}


@pytest.mark.parametrize("name", ["worker", "gpu-worker"])
def test_a_worker_answers_its_health_check(
    migrated: None,
    environment: Callable[[str], dict[str, str]],
    tmp_path: Path,
    database: str,
    name: str,
) -> None:
    log, variables = tmp_path / f"{name}.log", environment(name)
    with running(SERVICES[name]["command"], variables, log) as process:
        wait_for(lambda: succeeds(health_check(SERVICES[name]), variables), process, log)
        wait_for(lambda: "worker" in processes_seen(database), process, log)
        assert any(event["message"].endswith("ready.") for event in events_in(log))
    assert "worker" not in processes_seen(database)


def test_beat_hands_out_what_is_due(
    migrated: None,
    environment: Callable[[str], dict[str, str]],
    tmp_path: Path,
    redis_url: str,
    database: str,
) -> None:
    log, variables = tmp_path / "beat.log", environment("beat")
    with (
        redis.Redis.from_url(redis_url) as client,
        running(SERVICES["beat"]["command"], variables, log) as process,
    ):
        wait_for(lambda: bool(client.keys("default") or client.keys("gpu")), process, log)
        wait_for(lambda: "beat" in processes_seen(database), process, log)
        assert succeeds(health_check(SERVICES["beat"]), variables)


def test_a_health_check_fails_while_nothing_listens(environment: Callable[[str], dict[str, str]]) -> None:
    variables = environment("web")
    assert not succeeds(health_check(SERVICES["web"], free_port()), variables), shlex.join(
        health_check(SERVICES["web"])
    )
