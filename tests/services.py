"""Real Redis and PostgreSQL for the tests that need them: those from the environment, or temporary ones.

`LANDSCAR_TEST_REDIS_URL` and `LANDSCAR_TEST_POSTGRES_URL` are the addresses of running servers
(scripts/run_tests.py starts one of each for the whole run). A test fails when its server cannot be started;
none is skipped.
"""

import os
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from benchmarks.servers import ServiceMissing, find_program, free_port, running_postgres, running_redis

__all__ = ["ServiceMissing", "find_program", "free_port", "running_postgres", "running_redis"]

REDIS_VARIABLE = "LANDSCAR_TEST_REDIS_URL"
POSTGRES_VARIABLE = "LANDSCAR_TEST_POSTGRES_URL"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
SERVICE_FIXTURES = {"redis_server", "postgres_server"}


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
    """Mark each test by its fixtures; scripts/run_tests.py selects by these marks."""
    for item in items:
        wants = set(getattr(item, "fixturenames", ()))
        if wants & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if wants & SERVICE_FIXTURES:
            item.add_marker(pytest.mark.services)
        if {"e2e", "js"} & set(item.path.parts):
            item.add_marker(pytest.mark.e2e)
