"""The pace of four workers, measured at the server: `python -m benchmarks.pace [--rate 40] [--seconds 20]`.

Four processes with four threads each fetch through `imagery.readers.tile_client` as fast as they are allowed,
with Redis and, as on a single machine, with a file. `error` is the distance of the rate at which the server
was asked from the source's requests per second. In the middle the server answers one request with 429 and
Retry-After of `--retry-after` seconds; `quiet_s` is how long nobody asked then.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.pictures import PROJECT
from benchmarks.report import CannotMeasure, Report, note, run_benchmark, table
from benchmarks.servers import ServiceMissing, running_redis

N_WORKERS, N_THREADS = 4, 4
IN_FLIGHT_S = 0.25
"""Requests that were sent before the others learnt of the pause may still come."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pace", description=__doc__)
    parser.add_argument("--rate", type=float, default=40.0, help="requests per second of the source")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--retry-after", type=int, default=3)
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    try:
        with running_redis() as url:
            by_redis = _measure_one(options, "redis", url)
    except ServiceMissing as error:
        raise CannotMeasure(str(error)) from error
    return {
        "rate": options.rate,
        "workers": N_WORKERS,
        "threads": N_THREADS,
        "redis": by_redis,
        "file": _measure_one(options, "file", "filesystem://"),
    }


@dataclass
class Arrivals:
    """What the server saw."""

    times: list[float]
    refused_at: float = 0.0


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, refuse_at: float, retry_after: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.arrivals, self.lock = Arrivals([]), threading.Lock()
        self.refuse_at, self.retry_after = refuse_at, retry_after
        buffer = io.BytesIO()
        Image.new("RGB", (8, 8)).save(buffer, "PNG")
        self.picture = buffer.getvalue()

    def refuses(self) -> bool:
        now = time.monotonic()
        with self.lock:
            self.arrivals.times.append(now)
            is_due = not self.arrivals.refused_at and now - self.arrivals.times[0] > self.refuse_at
            if is_due:
                self.arrivals.refused_at = now
        return is_due


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        is_refused = self.server.refuses()
        body = b"" if is_refused else self.server.picture
        self.send_response(429 if is_refused else 200)
        if is_refused:
            self.send_header("Retry-After", str(self.server.retry_after))
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _measure_one(options: argparse.Namespace, name: str, broker: str) -> Report:
    note(f"{N_WORKERS} workers of {N_THREADS} threads, {options.rate:g} requests/s through {name}")
    server = _Server(options.seconds / 2, options.retry_after)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="landscar-pace-") as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "webapp.settings.local",
            "LANDSCAR_BROKER_URL": broker,
            "LANDSCAR_DATA_ROOT": folder,
            "LANDSCAR_TILE_SERVER_ALLOW_PRIVATE": "1",
            "PYTHONPATH": str(PROJECT),
        }
        port = server.server_address[1]
        order = {"port": port, "rate": options.rate, "seconds": options.seconds, "go": f"{folder}/go"}
        command = [sys.executable, "-m", "benchmarks.pace", "--worker", json.dumps(order)]
        workers = [
            subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE)
            for _ in range(N_WORKERS)
        ]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        Path(order["go"]).touch()
        codes = [worker.wait() for worker in workers]
    server.shutdown()
    assert not any(codes)
    return summarise(server.arrivals, options.rate)


def summarise(arrivals: Arrivals, rate: float) -> Report:
    """The rate is that of the requests before the pause, from the first to the last of them."""
    before = [at for at in arrivals.times if at <= arrivals.refused_at]
    after = [at for at in arrivals.times if at > arrivals.refused_at + IN_FLIGHT_S]
    measured = (len(before) - 1) / (before[-1] - before[0])
    return {
        "requests": len(arrivals.times),
        "measured": measured,
        "error": abs(measured / rate - 1),
        "most_in_a_second": max(sum(start <= at < start + 1 for at in before) for start in before),
        "quiet_s": min(after) - arrivals.refused_at,
        "longest_gap_s": max(second - first for first, second in pairwise(before)),
    }


def work(order: dict[str, Any]) -> None:
    """One worker: fetch as fast as the pace allows, once all are ready."""
    import django

    django.setup()
    from types import SimpleNamespace

    from imagery.readers.tile_client import client_for

    source: Any = SimpleNamespace(pk=1, requests_per_second=order["rate"], may_cache=False)
    client = client_for(source)
    print("ready", flush=True)
    while not Path(order["go"]).exists():
        time.sleep(0.01)
    end = time.monotonic() + order["seconds"]

    def fetch_often(thread: int) -> None:
        while time.monotonic() < end:
            client.fetch(f"http://127.0.0.1:{order['port']}/{os.getpid()}/{thread}")

    with ThreadPoolExecutor(N_THREADS) as threads:
        list(threads.map(fetch_often, range(N_THREADS)))


def describe(report: Report) -> Sequence[str]:
    rows = [["", "asked", "measured", "off by", "most in 1 s", "quiet after 429"]]
    for name in ("redis", "file"):
        found = report[name]
        rows.append(
            [
                name,
                f"{report['rate']:g}/s",
                f"{found['measured']:.2f}/s",
                f"{found['error']:.1%}",
                str(found["most_in_a_second"]),
                f"{found['quiet_s']:.1f} s",
            ]
        )
    return [f"{report['workers']} workers of {report['threads']} threads.", *table(rows)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(json.loads(sys.argv[2]))
        raise SystemExit
    raise SystemExit(main())
