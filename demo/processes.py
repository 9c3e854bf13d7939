"""The demo's two child processes: a Celery worker and a web server. Both end when the demo does."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings

HOST = "127.0.0.1"
START_SECONDS = 60


class ProcessFailed(Exception):
    """A child process ended or stayed silent; the message names its log."""


def free_port(wanted: int) -> int:
    """The wanted port, or the next free one of the twenty after it."""
    for port in range(wanted, wanted + 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex((HOST, port)) != 0:
                return port
    raise ProcessFailed(f"The ports {wanted} to {wanted + 19} are all taken; choose another with PORT=…")


@contextmanager
def running(name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m ARGUMENTS` in the background, its output in DATA_ROOT/logs/NAME.log, stopped at the end."""
    log = log_path(name)
    log.parent.mkdir(parents=True, exist_ok=True)
    # One thread a process: the worker has as many processes as there are cores.
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **os.environ}
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter with arguments written in this module
            [sys.executable, "-m", *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=settings.BASE_DIR,
            env=environment,
        )
        try:
            yield process
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Asks, insists, then kills. Nothing is lost: what a worker leaves undone is picked up again."""
    for number, patience in ((signal.SIGTERM, 2), (signal.SIGQUIT, 15)):
        process.send_signal(number)
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            continue
        return
    process.kill()
    process.wait()


def log_path(name: str) -> Path:
    return Path(settings.DATA_ROOT) / "logs" / f"{name}.log"


def worker_arguments() -> list[str]:
    """One process a core, with the beat that picks up what a dead worker left behind."""
    concurrency = str(max(1, os.cpu_count() or 1))
    schedule = str(Path(settings.DATA_ROOT) / "beat-schedule")
    queues = "default,imagery,gpu"
    return [
        "celery",
        "-A",
        "webapp",
        "worker",
        "-B",
        "-s",
        schedule,
        "-Q",
        queues,
        "-c",
        concurrency,
        "-l",
        "INFO",
    ]


def server_arguments(port: int) -> list[str]:
    return ["gunicorn", "webapp.wsgi", "--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4"]


def wait_until_served(address: str, process: subprocess.Popen[bytes]) -> None:
    """Returns when the address answers; raises ProcessFailed when the server ends or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urlopen(address, timeout=2):  # noqa: S310 - an http address on loopback that this module made
                return
        except OSError:
            time.sleep(0.2)
    raise ProcessFailed(f"The web server did not start. {log_path('web')} says why.")
