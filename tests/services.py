"""Real Redis and PostgreSQL for the tests that need them: those named in the environment, or throw-away ones.

`LANDSCAR_TEST_REDIS_URL` and `LANDSCAR_TEST_POSTGRES_URL` name servers that already run (scripts/run_tests.py
starts one of each for the whole run). A server that cannot be started fails the test: nothing is skipped.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

REDIS_VARIABLE = "LANDSCAR_TEST_REDIS_URL"
POSTGRES_VARIABLE = "LANDSCAR_TEST_POSTGRES_URL"
START_SECONDS = 60
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
SERVICE_FIXTURES = {"redis_server", "postgres_server"}


class ServiceMissing(RuntimeError):
    """A program that the tests run for real is not installed, or did not start."""


def find_program(*names: str) -> str:
    """The path of the first program found on the PATH or in Debian's PostgreSQL folders (newest first)."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for name in names:
        if found := shutil.which(name) or shutil.which(name, path=":".join(map(str, debian))):
            return found
    raise ServiceMissing(f"{' or '.join(names)} is not installed; run scripts/ensure_services.sh")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(answers: Callable[[], object], process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once `answers` no longer raises; raise ServiceMissing with its log when it never does."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            answers()
        except (OSError, redis.RedisError, psycopg.Error) as error:
            if process.poll() is not None or time.monotonic() > deadline:
                tail = log.read_text(errors="replace")[-2000:]
                raise ServiceMissing(f"{log.name} did not start: {error}\n{tail}") from error
            time.sleep(0.1)
        else:
            return


@contextmanager
def stopped_at_end(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        # SIGINT: PostgreSQL's fast shutdown, which does not wait for clients; Redis takes it as well.
        process.send_signal(2)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def running_redis() -> Iterator[str]:
    """A Redis on a free port that writes nothing to disk; gives its URL."""
    port, program = free_port(), find_program("redis-server")
    with tempfile.TemporaryDirectory(prefix="landscar-redis-") as folder:
        log = Path(folder) / "redis.log"
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with log.open("wb") as output:
            process = subprocess.Popen([*command, "--dir", folder], stdout=output, stderr=output)
        url = f"redis://127.0.0.1:{port}"
        with stopped_at_end(process):
            wait_until(redis.Redis.from_url(url).ping, process, log)
            yield url


def _as_postgres_user(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: there it runs as the user that its package made."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


@contextmanager
def running_postgres() -> Iterator[str]:
    """A cluster of its own in a temporary folder, on a free port; gives the URL of its first database."""
    port, initdb, server = free_port(), find_program("initdb"), find_program("postgres")
    with tempfile.TemporaryDirectory(prefix="landscar-postgres-") as name:
        folder = Path(name)
        run_as = _as_postgres_user(folder)
        data, log = folder / "data", folder / "postgres.log"
        options = [
            "-U",
            "landscar",
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--no-sync",
        ]
        made = subprocess.run([initdb, "-D", str(data), *options], capture_output=True, cwd=folder, **run_as)
        if made.returncode:
            raise ServiceMissing(f"initdb failed: {made.stderr.decode(errors='replace')}")
        # Nothing here outlives the tests, so nothing has to reach the disk.
        settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100"]
        settings += ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
        command = [
            server,
            "-D",
            str(data),
            "-p",
            str(port),
            *(part for one in settings for part in ("-c", one)),
        ]
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, **run_as)
        url = f"postgresql://landscar@127.0.0.1:{port}/postgres"
        with stopped_at_end(process):
            wait_until(lambda: psycopg.connect(url, connect_timeout=2).close(), process, log)
            yield url


def _worker_number() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    if given := os.environ.get(REDIS_VARIABLE):
        yield given
        return
    with running_redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> Iterator[str]:
    """An empty Redis database, one for each test process."""
    url = f"{redis_server.rstrip('/')}/{_worker_number() % 16}"
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    if given := os.environ.get(POSTGRES_VARIABLE):
        yield given
        return
    with running_postgres() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database, dropped after the test."""
    name = f"services_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield urlsplit(postgres_server)._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="session")
def chromium_path() -> str:
    return find_program("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by what a test asks for: scripts/run_tests.py groups by it, and nobody has to remember."""
    for item in items:
        wants = set(getattr(item, "fixturenames", ()))
        if wants & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if wants & SERVICE_FIXTURES:
            item.add_marker(pytest.mark.services)
        if {"e2e", "js"} & set(item.path.parts):
            item.add_marker(pytest.mark.e2e)
