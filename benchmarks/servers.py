"""Temporary Redis and PostgreSQL servers on free ports of this machine."""

from __future__ import annotations

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

import psycopg
import redis

START_SECONDS = 60
# A temporary cluster need not survive a crash.
UNSAFE_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class ServiceMissing(RuntimeError):
    """A server program is not installed or did not start."""


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
    """Return once `answers` no longer raises. Raises ServiceMissing when the server does not start."""
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
    """Redis on a free port, without persistence; yields its URL."""
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
    """PostgreSQL refuses to run as root, so root runs it as the user from its package."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """A cluster in a temporary folder, on a free port; yields the URL of its first database. It does not
    survive a power failure unless `durable`."""
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
        settings = [] if durable else [*UNSAFE_SETTINGS]
        settings += ["max_connections=100", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
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
