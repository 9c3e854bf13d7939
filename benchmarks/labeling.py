"""A room of volunteers against the production server: `python -m benchmarks.labeling [--clients 50]`.

The server is the compose file's own `web` command over PostgreSQL with its usual care for the disk; clients,
server and database share the machine. Each client joins the event as a guest and then takes a tile, loads its
picture and outlines as a browser would, and sends one request that answers all of its superpixels.
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
LOOKING_S = 3.0
HOST = NEEDED["LANDSCAR_ALLOWED_HOSTS"]
QUOTED = {
    "Label Studio 1.23, PostgreSQL, four processes": {"labels_per_s": 9.2, "next_p95_ms": 3200},
    "Label Studio 1.23, SQLite, its default": {"labels_per_s": 2.0, "next_p95_ms": 28_000},
}
"""Measured elsewhere, on such a machine, 50 clients without a pause; one label there answers one task."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.labeling", description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each mode runs")
    parser.add_argument(
        "--pause",
        type=float,
        help=f"seconds that a volunteer looks at each tile; both 0 and {LOOKING_S:g} when not given",
    )
    parser.add_argument("--full", action="store_true", help="with a whole region and 5 million votes there")
    parser.add_argument("--no-pictures", action="store_true", help="take tiles and send votes alone")
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    tiles, votes = (FULL_TILES, FULL_VOTES) if options.full else (TILES, 0)
    with running_hall(tiles, votes) as hall:
        runs = [
            _run_room(options, hall, pause, seed)
            for seed, pause in enumerate([0.0, LOOKING_S] if options.pause is None else [options.pause])
        ]
    about = {"clients": options.clients, "tiles_there": tiles, "votes_there": votes}
    paused = {"paused": runs[1]} if len(runs) > 1 else {}
    return {**about, "pictures": not options.no_pictures, **runs[0], **paused, "quoted": QUOTED}


@dataclass(frozen=True)
class Hall:
    """A served event."""

    port: int
    code: str
    server: int
    """Process id."""


@contextmanager
def running_hall(tiles: int, votes: int, **environment: str) -> Iterator[Hall]:
    """The compose file's web server over a PostgreSQL of its own, filled; gone afterwards."""
    for program in ("redis-server", "initdb", "postgres"):
        find_here(program)
    # Ended from outside, it takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with (
        running_redis() as redis,
        running_postgres(durable=True) as postgres,
        tempfile.TemporaryDirectory(prefix="landscar-bench-") as folder,
    ):
        given = service_environment(
            read_compose_file()["services"]["web"],
            LANDSCAR_DATABASE_URL=_make_database(postgres),
            LANDSCAR_BROKER_URL=redis,
            LANDSCAR_DATA_ROOT=folder,
            **environment,
        )
        code = _make_world(given, tiles, votes)
        with _served(given, Path(folder) / "web.log") as (port, server):
            yield Hall(port, code, server)


def find_here(*names: str) -> str:
    """The path of the first of these programs; raises CannotMeasure where there is none."""
    try:
        return find_program(*names)
    except ServiceMissing as error:
        raise CannotMeasure(str(error)) from error


def _make_database(server: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE labeling")
    return urlsplit(server)._replace(path="/labeling").geturl()


def _make_world(environment: dict[str, str], tiles: int, votes: int) -> str:
    """Fill the data base; returns the code to join by. From here on this process is a Django process of the
    throw-away cluster."""
    import django

    os.environ.update(environment)
    django.setup()
    from benchmarks.labeling_world import World, make_world

    note("Filling the data base")
    return make_world(World(tiles, votes))


@contextmanager
def _served(environment: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """The compose file's `web` command; gives its port and process id once it answers."""
    port = free_port()
    command: list[str] = read_compose_file()["services"]["web"]["command"]
    command = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in command]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=output)
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/health/", headers={"Host": environment["LANDSCAR_ALLOWED_HOSTS"]}
    )
    with stopped_at_end(process):
        wait_until(lambda: urllib.request.urlopen(asked, timeout=5).close(), process, log)  # noqa: S310 - http to loopback
        yield port, process.pid


def _run_room(options: argparse.Namespace, hall: Hall, pause: float, seed: int) -> Report:
    orders = {
        "port": hall.port,
        "host": HOST,
        "code": hall.code,
        "slug": "bench",
        "clients": options.clients,
        "seconds": options.seconds,
        "pause": pause,
        "pictures": not options.no_pictures,
        "seed": seed,
    }
    note(f"{options.clients} clients, {f'looking {pause:g} s at each tile' if pause else 'without a pause'}")
    database = _postmaster()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.labeling_clients"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as room:
        assert room.stdin is not None and room.stdout is not None
        print(json.dumps(orders), file=room.stdin, flush=True)
        if room.stdout.readline().strip() != "ready":
            raise RuntimeError("The clients could not join; see above.")
        before = cpu_seconds(hall.server), cpu_seconds(database)
        print("go", file=room.stdin, flush=True)
        happened = json.loads(room.stdout.readline())
    cpu = {
        "server": cpu_seconds(hall.server) - before[0],
        "database": cpu_seconds(database) - before[1],
        "clients": happened["cpu_s"],
    }
    return {"pause_s": pause, **summarise(happened, cpu)}


def summarise(happened: dict[str, Any], cpu: dict[str, float]) -> Report:
    """The figures of one run, with what the data base says afterwards."""
    from benchmarks.labeling_world import count_lost, count_over_target

    finished, wall_s = happened["finished"], happened["wall_s"]
    n_tiles = max(len(finished), 1)
    for words in happened["errors"][:5]:
        note(f"  error: {words}")
    return {
        "tiles_per_s": len(finished) / wall_s,
        "labels_per_s": sum(superpixels for _name, _tile, superpixels in finished) / wall_s,
        "next_p50_ms": percentile_ms(happened["next"], 50),
        "next_p95_ms": percentile_ms(happened["next"], 95),
        "ready_p95_ms": percentile_ms(happened["ready"], 95),
        "submit_p50_ms": percentile_ms(happened["submit"], 50),
        "submit_p95_ms": percentile_ms(happened["submit"], 95),
        "errors": len(happened["errors"]),
        "lost": count_lost(happened),
        "over_target": count_over_target(),
        "tiles": len(finished),
        "ran_out": happened["ran_out"],
        "seconds": wall_s,
        "cpu_ms_per_tile": {name: 1000 * seconds / n_tiles for name, seconds in cpu.items()},
    }


def percentile_ms(latencies: Sequence[float], percent: int) -> float:
    """Of latencies in seconds; 0 where there are none."""
    if len(latencies) < 2:
        return 1000 * sum(latencies)
    return 1000 * statistics.quantiles(latencies, n=100, method="inclusive")[percent - 1]


def _postmaster() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(_stat(cursor.fetchone()[0])[1])


def _stat(process: int) -> list[str]:
    """Linux's fields of a process from the third on: state, parent, …"""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def cpu_seconds(process: int) -> float:
    """Processor time of a process and its children, ended ones included."""
    ticks = sum(int(field) for field in _stat(process)[11:15])
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        with contextlib.suppress(OSError):
            ticks += sum(int(field) for field in _stat(int(child))[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def describe(report: Report) -> Sequence[str]:
    runs = [report, *([report["paused"]] if "paused" in report else [])]
    head = [f"{report['clients']} clients", *(_name_of(run) for run in runs), "bar"]
    rows = [
        ["tiles/s", *(f"{run['tiles_per_s']:.1f}" for run in runs), "≥ 30 without a pause"],
        ["superpixel answers/s", *(f"{run['labels_per_s']:.0f}" for run in runs), ""],
        *(
            [words, *(f"{run[key]:.0f}" for run in runs), bar]
            for words, key, bar in (
                ("next tile, p50, ms", "next_p50_ms", ""),
                ("next tile, p95, ms", "next_p95_ms", f"≤ 200 when looking {LOOKING_S:g} s"),
                ("… with picture and outlines, p95, ms", "ready_p95_ms", ""),
                ("sending the votes, p50, ms", "submit_p50_ms", ""),
                ("sending the votes, p95, ms", "submit_p95_ms", ""),
            )
        ),
        *([key, *(str(run[key]) for run in runs), "0"] for key in ("errors", "lost", "over_target")),
        *(
            [f"processor time a tile, {who}, ms", *(f"{run['cpu_ms_per_tile'][who]:.1f}" for run in runs), ""]
            for who in report["cpu_ms_per_tile"]
        ),
    ]
    there = f"{report['tiles_there']:,} tiles and {report['votes_there']:,} votes were there before."
    return [*table([head, *rows]), there, *_what_is_fetched(report), *_ratios(report)]


def _name_of(run: Report) -> str:
    return f"looking {run['pause_s']:g} s" if run["pause_s"] else "no pause"


def _what_is_fetched(report: Report) -> list[str]:
    pictures = "its picture and outlines, " if report["pictures"] else ""
    return [
        f"Each tile: one request for the tile, {pictures}one that answers all of its superpixels "
        "(some taps, the rest implied); one finishing in fifty is sent twice."
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
