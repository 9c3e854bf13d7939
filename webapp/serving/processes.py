"""Child processes of the demo and of `serve`: a Celery worker with beat, and a web server. They end with
their parent."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.request import urlopen

from django.conf import settings

HOST = "127.0.0.1"
START_SECONDS = 60


class ProcessFailed(Exception):
    """A child process ended or did not answer; the message names its log."""


def free_port(wanted: int) -> int:
    for port in range(wanted, wanted + 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex((HOST, port)) != 0:
                return port
    raise ProcessFailed(f"The ports {wanted} to {wanted + 19} are all taken; choose another with PORT=…")


@contextmanager
def running(name: str, *arguments: str, pass_fds: Sequence[int] = ()) -> Iterator[subprocess.Popen[bytes]]:
    log = log_path(name)
    log.parent.mkdir(parents=True, exist_ok=True)
    # One thread per process: the worker has as many processes as there are cores.
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **os.environ}
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter with arguments written in this module
            [sys.executable, "-m", *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=settings.BASE_DIR,
            env=environment,
            pass_fds=pass_fds,
        )
        try:
            yield process
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Escalate from SIGTERM to SIGKILL. Nothing is lost: another worker takes up unfinished work."""
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


def server_arguments(listening_fd: int) -> list[str]:
    """gunicorn on an inherited socket that listens already."""
    return [
        "gunicorn", "webapp.wsgi", "--bind", f"fd://{listening_fd}", "--workers", "2", "--threads", "4",
        "--logger-class", "webapp.logs.gunicorn_logger.GunicornLogger",
    ]  # fmt: skip


def wait_until_served(address: str, process: subprocess.Popen[bytes], stopped: Event | None = None) -> None:
    """Until the server answers, or until `stopped`. Raises ProcessFailed when the server ends or does not
    answer in time."""
    stopped = stopped or Event()
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if stopped.is_set():
            return
        if process.poll() is not None:
            break
        try:
            with urlopen(address, timeout=2):  # noqa: S310 - an http address on loopback that this module made
                return
        except OSError:
            stopped.wait(0.2)
    raise ProcessFailed(f"The web server did not start. {log_path('web')} says why.")
