"""Volunteers against the production server: `python -m benchmarks.labeling [--clients 50]`.

The server is the `web` command of the compose file over PostgreSQL with durable writes; clients, server and
database share the machine. Each client joins the event as a guest, leases a tile, loads its picture and
outlines like a browser, and answers all of its superpixels in one request.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from benchmarks.compose import NEEDED, read_compose_file, service_environment
from benchmarks.pictures import PROJECT
from benchmarks.report import CannotMeasure, Report, note, run_benchmark, table
from benchmarks.servers import (
    ServiceMissing,
    find_program,
    free_port,
    running_postgres,
    running_redis,
    stopped_at_end,
    wait_until,
)

TILES, FULL_TILES, FULL_VOTES = 8_000, 450_000, 5_000_000
VIEWING_S = 3.0
HOST = NEEDED["LANDSCAR_ALLOWED_HOSTS"]
QUOTED = {
    "Label Studio 1.23, PostgreSQL, four processes": {"labels_per_s": 9.2, "next_p95_ms": 3200},
    "Label Studio 1.23, SQLite, its default": {"labels_per_s": 2.0, "next_p95_ms": 28_000},
}
"""Measured elsewhere on a similar machine: 50 clients without a pause; one label there answers one task."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.labeling", description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each mode runs")
    parser.add_argument(
        "--pause",
        type=float,
        help=f"seconds that a volunteer views each tile; both 0 and {VIEWING_S:g} by default",
    )
    parser.add_argument("--full", action="store_true", help="start with a whole region and 5 million votes")
    parser.add_argument("--no-pictures", action="store_true", help="lease tiles and send votes only")
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    tiles, votes = (FULL_TILES, FULL_VOTES) if options.full else (TILES, 0)
    with running_event(tiles, votes) as event:
        runs = [
            _run_clients(options, event, pause, seed)
            for seed, pause in enumerate([0.0, VIEWING_S] if options.pause is None else [options.pause])
        ]
    about = {"clients": options.clients, "tiles_there": tiles, "votes_there": votes}
    paused = {"paused": runs[1]} if len(runs) > 1 else {}
    return {**about, "pictures": not options.no_pictures, **runs[0], **paused, "quoted": QUOTED}


@dataclass(frozen=True)
class ServedEvent:
    """A served event."""

    port: int
    code: str
    server: int
    """Process id."""


@contextmanager
def running_event(tiles: int, votes: int, **environment: str) -> Iterator[ServedEvent]:
    """The compose file's web server over a temporary PostgreSQL with data."""
    for program in ("redis-server", "initdb", "postgres"):
        find_here(program)
    # On SIGTERM the servers are stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with (
        running_redis() as redis,
        running_postgres(durable=True) as postgres,
        tempfile.TemporaryDirectory(prefix="landscar-bench-") as folder,
    ):
        given = service_environment(
            read_compose_file()["services"]["web"],
            LANDSCAR_DATABASE_URL=make_database(postgres),
            LANDSCAR_BROKER_URL=redis,
            LANDSCAR_DATA_ROOT=folder,
            **environment,
        )
        code = _fill_database(given, tiles, votes)
        with served(given, Path(folder) / "web.log") as (port, server):
            yield ServedEvent(port, code, server)


def find_here(*names: str) -> str:
    """The path of the first of these programs; raises CannotMeasure if none is installed."""
    try:
        return find_program(*names)
    except ServiceMissing as error:
        raise CannotMeasure(str(error)) from error


def make_database(server: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE labeling")
    return urlsplit(server)._replace(path="/labeling").geturl()


def _fill_database(environment: dict[str, str], tiles: int, votes: int) -> str:
    """Fill the database; returns the join code. From here on this process uses Django with that database."""
    import django

    os.environ.update(environment)
    django.setup()
    from benchmarks.labeling_data import QueueSize, fill_database

    note("Filling the database")
    return fill_database(QueueSize(tiles, votes))


@contextmanager
def served(environment: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """The compose file's `web` command; yields its port and process id once it responds."""
    port = free_port()
    command: list[str] = read_compose_file()["services"]["web"]["command"]
    command = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in command]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=output)
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/health/", headers={"Host": environment["LANDSCAR_ALLOWED_HOSTS"]}
    )
    with stopped_at_end(process):
        wait_until(lambda: urllib.request.urlopen(request, timeout=5).close(), process, log)  # noqa: S310 - http to loopback
        yield port, process.pid


def _run_clients(options: argparse.Namespace, event: ServedEvent, pause: float, seed: int) -> Report:
    settings = {
        "port": event.port,
        "host": HOST,
        "code": event.code,
        "slug": "bench",
        "clients": options.clients,
        "seconds": options.seconds,
        "pause": pause,
        "pictures": not options.no_pictures,
        "seed": seed,
    }
    note(f"{options.clients} clients, {f'viewing each tile for {pause:g} s' if pause else 'without a pause'}")
    database = _postmaster()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.labeling_clients"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as clients:
        assert clients.stdin is not None and clients.stdout is not None
        print(json.dumps(settings), file=clients.stdin, flush=True)
        if clients.stdout.readline().strip() != "ready":
            raise RuntimeError("The clients could not join; see above.")
        before = cpu_seconds(event.server), cpu_seconds(database)
        print("go", file=clients.stdin, flush=True)
        observed = json.loads(clients.stdout.readline())
    cpu = {
        "server": cpu_seconds(event.server) - before[0],
        "database": cpu_seconds(database) - before[1],
        "clients": observed["cpu_s"],
    }
    return {"pause_s": pause, **summarise(observed, cpu)}


def summarise(observed: dict[str, Any], cpu: dict[str, float]) -> Report:
    """The figures of one run, checked against the database."""
    from benchmarks.labeling_data import count_lost, count_over_target

    finished, wall_s = observed["finished"], observed["wall_s"]
    n_tiles = max(len(finished), 1)
    for words in observed["errors"][:5]:
        note(f"  error: {words}")
    return {
        "tiles_per_s": len(finished) / wall_s,
        "labels_per_s": sum(superpixels for _name, _tile, superpixels in finished) / wall_s,
        "next_p50_ms": percentile_ms(observed["next"], 50),
        "next_p95_ms": percentile_ms(observed["next"], 95),
        "ready_p95_ms": percentile_ms(observed["ready"], 95),
        "submit_p50_ms": percentile_ms(observed["submit"], 50),
        "submit_p95_ms": percentile_ms(observed["submit"], 95),
        "errors": len(observed["errors"]),
        "lost": count_lost(observed),
        "over_target": count_over_target(),
        "tiles": len(finished),
        "ran_out": observed["ran_out"],
        "seconds": wall_s,
        "cpu_ms_per_tile": {name: 1000 * seconds / n_tiles for name, seconds in cpu.items()},
    }


def percentile_ms(latencies: Sequence[float], percent: int) -> float:
    """From latencies in seconds; 0 without any."""
    if len(latencies) < 2:
        return 1000 * sum(latencies)
    return 1000 * statistics.quantiles(latencies, n=100, method="inclusive")[percent - 1]


def _postmaster() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(_stat(cursor.fetchone()[0])[1])


def _stat(process: int) -> list[str]:
    """The fields of /proc/<process>/stat from the third on: state, parent, …"""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def cpu_seconds(process: int) -> float:
    """CPU time of a process and its children, ended ones included."""
    ticks = sum(int(field) for field in _stat(process)[11:15])
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        with contextlib.suppress(OSError):
            ticks += sum(int(field) for field in _stat(int(child))[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def describe(report: Report) -> Sequence[str]:
    runs = [report, *([report["paused"]] if "paused" in report else [])]
    header = [f"{report['clients']} clients", *(_name_of(run) for run in runs), "bar"]
    rows = [
        ["tiles/s", *(f"{run['tiles_per_s']:.1f}" for run in runs), "≥ 30 without a pause"],
        ["superpixel answers/s", *(f"{run['labels_per_s']:.0f}" for run in runs), ""],
        *(
            [words, *(f"{run[key]:.0f}" for run in runs), bar]
            for words, key, bar in (
                ("next tile, p50, ms", "next_p50_ms", ""),
                ("next tile, p95, ms", "next_p95_ms", f"≤ 200 when viewing {VIEWING_S:g} s"),
                ("… with picture and outlines, p95, ms", "ready_p95_ms", ""),
                ("sending the votes, p50, ms", "submit_p50_ms", ""),
                ("sending the votes, p95, ms", "submit_p95_ms", ""),
            )
        ),
        *([key, *(str(run[key]) for run in runs), "0"] for key in ("errors", "lost", "over_target")),
        *(
            [f"CPU time per tile, {who}, ms", *(f"{run['cpu_ms_per_tile'][who]:.1f}" for run in runs), ""]
            for who in report["cpu_ms_per_tile"]
        ),
    ]
    there = f"{report['tiles_there']:,} tiles and {report['votes_there']:,} votes at the start."
    return [*table([header, *rows]), there, *_what_is_fetched(report), *_ratios(report)]


def _name_of(run: Report) -> str:
    return f"viewing {run['pause_s']:g} s" if run["pause_s"] else "no pause"


def _what_is_fetched(report: Report) -> list[str]:
    pictures = "its picture and outlines, " if report["pictures"] else ""
    return [
        f"Each tile: one request for the tile, {pictures}one that answers all of its superpixels "
        "(some taps, the rest implied); one in fifty finish requests is sent twice."
    ]


def _ratios(report: Report) -> list[str]:
    if report["pause_s"]:
        return []
    return [
        f"Quoted, not measured here: {name}: {quoted['labels_per_s']} labels/s (a label there answers a "
        f"whole task), next task p95 {quoted['next_p95_ms']:,} ms. Tiles/s here over that: "
        f"{report['tiles_per_s'] / quoted['labels_per_s']:.1f} times."
        for name, quoted in report["quoted"].items()
    ]


if __name__ == "__main__":
    raise SystemExit(main())
