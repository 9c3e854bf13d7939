"""Temporary Redis and PostgreSQL servers on free ports of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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
        # As `Server.running`: fast, and for any program.
        process.send_signal(2)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass
class Server:
    """A server program that keeps its port and its files when it is killed and started again."""

    url: str
    command: list[str]
    log: Path
    answers: Callable[[], object]
    run_as: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, stdout=output, stderr=output, cwd=self.log.parent, **self.run_as
            )
        wait_until(self.answers, self.process, self.log)

    def stop(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @contextmanager
    def running(self) -> Iterator[Server]:
        self.start()
        try:
            yield self
        finally:
            # PostgreSQL's fast shutdown, which does not wait for clients; Redis takes it as well.
            self.stop(signal.SIGINT)


@contextmanager
def redis_server(*, durable: bool = False) -> Iterator[Server]:
    """Redis on a free port; `durable` as the compose file runs it, else without persistence."""
    port, program = free_port(), find_program("redis-server")
    with tempfile.TemporaryDirectory(prefix="landscar-redis-") as folder:
        kept = ["--save", "", "--appendonly", "yes" if durable else "no", "--dir", folder]
        command = [program, "--port", str(port), "--bind", "127.0.0.1", *kept]
        url = f"redis://127.0.0.1:{port}"
        server = Server(url, command, Path(folder) / "redis.log", redis.Redis.from_url(url).ping)
        with server.running():
            yield server


@contextmanager
def running_redis() -> Iterator[str]:
    """Redis on a free port, without persistence; yields its URL."""
    with redis_server() as server:
        yield server.url


def _as_postgres_user(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root runs it as the user from its package."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _make_cluster(data: Path, run_as: dict[str, Any]) -> None:
    options = ["-U", "landscar", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    command = [find_program("initdb"), "-D", str(data), *options]
    made = subprocess.run(command, capture_output=True, cwd=data.parent, **run_as)
    if made.returncode:
        raise ServiceMissing(f"initdb failed: {made.stderr.decode(errors='replace')}")


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[Server]:
    """A cluster in a temporary folder, on a free port. It does not survive a power failure unless
    `durable`."""
    port, program = free_port(), find_program("postgres")
    with tempfile.TemporaryDirectory(prefix="landscar-postgres-") as name:
        folder = Path(name)
        run_as = _as_postgres_user(folder)
        _make_cluster(folder / "data", run_as)
        settings = [] if durable else [*UNSAFE_SETTINGS]
        settings += ["max_connections=100", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
        options = [part for one in settings for part in ("-c", one)]
        command = [program, "-D", str(folder / "data"), "-p", str(port), *options]
        url = f"postgresql://landscar@127.0.0.1:{port}/postgres"

        def answers() -> None:
            psycopg.connect(url, connect_timeout=2).close()

        with Server(url, command, folder / "postgres.log", answers, run_as).running() as server:
            yield server


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """As `postgres_server`; yields the URL of its first database."""
    with postgres_server(durable=durable) as server:
        yield server.url
