"""A search in a storm: `python -m benchmarks.storm [--tiles 10000] [--kills 20]`.

Two workers and beat, started by the compose file's commands over PostgreSQL and Redis of their own, search a
region through a tile server that answers with 404, 429 and Retry-After, 500, silence, half a picture, web
pages with status 200, flat pictures and signs. At moments spread over the search a worker's process group is
killed by SIGKILL (`--kills` times), Redis is killed and started again (twice) and emptied (once), PostgreSQL
is stopped in immediate mode (once), and the disk is full until the search has stopped (once). At the end
every tile is compared with the server's own record (`benchmarks.storm_check`).

Replaced, so that it ends in minutes: the extractor, by one that measures colours; superpixels are cut on a
sixteenth of the picture; an answer is waited for 2 s instead of 10; the full disk is an error that the
writing functions raise (`benchmarks.storm_replacements`). Everything else is production's.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import psycopg
import redis

from benchmarks.compose import NEEDED, read_compose_file, service_environment
from benchmarks.pictures import PROJECT
from benchmarks.report import CannotMeasure, Report, note, run_benchmark
from benchmarks.servers import Server, ServiceMissing, free_port, postgres_server, redis_server

if TYPE_CHECKING:
    from detection.models import DetectionRun

N_WORKERS, CALM, AWAY_S, PATIENCE_S = 2, 0.05, 3.0, 180.0
Answer = TypeVar("Answer")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storm", description=__doc__)
    parser.add_argument("--tiles", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests-per-second", type=float, default=500.0)
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    with tempfile.TemporaryDirectory(prefix="landscar-storm-") as folder, ExitStack() as stack:
        try:
            database = stack.enter_context(postgres_server())
            broker = stack.enter_context(redis_server(durable=True))
        except ServiceMissing as error:
            raise CannotMeasure(str(error)) from error
        return Storm(options, Path(folder), database, broker).run()


@dataclass
class Storm:
    options: argparse.Namespace
    folder: Path
    database: Server
    broker: Server
    environment: dict[str, str] = field(init=False)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: list[tuple[int, float]] = field(default_factory=list)
    """Process group and time."""
    pauses_s: dict[str, float] = field(default_factory=dict)
    """By what happened last, the longest time without a finished tile."""
    job_failures: list[str] = field(default_factory=list)
    blamed: int = 0
    """Tiles that failed for the full disk, which is not their fault."""

    def __post_init__(self) -> None:
        n_tiles = self.options.tiles
        self.rows = next(rows for rows in range(math.isqrt(n_tiles), 0, -1) if n_tiles % rows == 0)
        self.columns = n_tiles // self.rows
        self.environment = self._make_environment()
        self.random = random.Random(self.options.seed)
        self.started, self.last_event = time.monotonic(), "start"

    def run(self) -> Report:
        self._call("migrate", *read_compose_file()["services"]["migrate"]["command"])
        self.started = time.monotonic()
        with ExitStack() as stack:
            port = stack.enter_context(self._tile_server())
            run = self._stage(port)
            stack.callback(self._kill_all)
            self.workers = [self._start("worker", f"worker{number}") for number in range(N_WORKERS)]
            self.workers.append(self._start("beat", "beat"))
            self._rage(run)
        return self._report(run, time.monotonic() - self.started)

    # What the storm is made of.

    def _make_environment(self) -> dict[str, str]:
        with psycopg.connect(self.database.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE storm")
        return service_environment(
            read_compose_file()["services"]["worker"],
            DJANGO_SETTINGS_MODULE="benchmarks.storm_settings",
            LANDSCAR_DATABASE_URL=urlsplit(self.database.url)._replace(path="/storm").geturl(),
            LANDSCAR_BROKER_URL=self.broker.url,
            LANDSCAR_DATA_ROOT=str(self.folder / "data"),
            LANDSCAR_TILE_SERVER_ALLOW_PRIVATE="1",
            LANDSCAR_LOG_LEVEL="INFO",
            OMP_NUM_THREADS="1",
            **{name: value for name, value in os.environ.items() if name in TUNABLE},
        )

    def _call(self, name: str, *command: str) -> None:
        done = subprocess.run(command, cwd=PROJECT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{name} failed:\n{done.stderr}")

    def _start(self, service: str, log: str) -> subprocess.Popen[bytes]:
        """The compose file's command, in a process group of its own."""
        values = NEEDED | {"LANDSCAR_WORKER_CONCURRENCY": "1"}
        command: list[str] = read_compose_file(values)["services"][service]["command"]
        command = (
            [*command, f"--hostname={log}-{time.monotonic_ns()}@storm"] if service == "worker" else command
        )
        with (self.folder / f"{log}.log").open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=PROJECT,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @contextmanager
    def _tile_server(self) -> Iterator[int]:
        port = free_port()
        numbers = (port, self.columns, self.rows, self.options.seed)
        command = [sys.executable, "-m", "benchmarks.storm_server", *map(str, numbers), str(self.record)]
        process = subprocess.Popen(command, cwd=PROJECT)
        try:
            yield port
        finally:
            process.kill()
            process.wait()

    @property
    def record(self) -> Path:
        return self.folder / "record"

    def _stage(self, port: int) -> DetectionRun:
        """From here on this process uses Django with the storm's database."""
        import django

        os.environ.update(self.environment)
        django.setup()
        from benchmarks.storm_stage import stage

        return stage(self.columns, self.rows, port, self.options.requests_per_second)

    def _kill_all(self) -> None:
        for process in self.workers:
            _kill(process)

    # Its course.

    def _rage(self, run: DetectionRun) -> None:
        """Everything happens once the search has come so far, in random order."""
        events: list[Callable[[DetectionRun], None]] = [self._kill_a_worker] * self.options.kills
        events += [self._restart_redis] * 2 + [self._empty_redis, self._restart_postgres, self._fill_disk]
        self.random.shuffle(events)
        step = (1 - 2 * CALM) * self.options.tiles / len(events)
        for number, event in enumerate(events):
            self._wait_for_tiles(run, CALM * self.options.tiles + step * (number + self.random.random()))
            name = event.__name__.strip("_").replace("_", " ")
            note(f"{time.monotonic() - self.started:.0f} s, {_finished(run)} tiles: {name}")
            event(run)
            self.last_event = name
        self._wait_for_tiles(run, math.inf)

    def _wait_for_tiles(self, run: DetectionRun, wanted: float) -> None:
        """Until so many tiles are finished, or the search is."""
        finished, since = -1, time.monotonic()
        while True:
            now_finished, job = _finished(run), _job(run)
            if now_finished >= wanted or not job.is_active:
                break
            pause = time.monotonic() - since
            if now_finished > finished:
                finished, since = now_finished, time.monotonic()
            elif pause > PATIENCE_S or any(process.poll() is not None for process in self.workers):
                raise RuntimeError(f"No tile was finished for {pause:.0f} s.\n{self._logs()}")
            self.pauses_s[self.last_event] = max(self.pauses_s.get(self.last_event, 0.0), pause)
            time.sleep(0.1)
        if job.state == job.State.FAILED:
            raise RuntimeError(f"The search failed: {job.failure}\n{self._logs()}")

    def _kill_a_worker(self, run: DetectionRun) -> None:
        number = self.random.randrange(N_WORKERS)
        victim = self.workers[number]
        _kill(victim)
        self.kills.append((victim.pid, time.time()))
        self.workers[number] = self._start("worker", f"worker{number}")

    def _restart_redis(self, run: DetectionRun) -> None:
        self.broker.stop(signal.SIGKILL)
        time.sleep(AWAY_S)
        self.broker.start()

    def _empty_redis(self, run: DetectionRun) -> None:
        with redis.Redis.from_url(self.broker.url) as client:
            client.flushall()

    def _restart_postgres(self, run: DetectionRun) -> None:
        self.database.stop(signal.SIGQUIT)
        time.sleep(AWAY_S)
        self.database.start()

    def _fill_disk(self, run: DetectionRun) -> None:
        """Until the search has stopped in words; then somebody frees space and continues it."""
        from benchmarks.storm_replacements import FULL_MARKER
        from detection.runs.actions import continue_run

        marker = self.folder / "data" / FULL_MARKER
        marker.touch()
        deadline = time.monotonic() + PATIENCE_S
        while (job := _job(run)).is_active:
            if time.monotonic() > deadline:
                raise RuntimeError(f"A full disk does not stop the search.\n{self._logs()}")
            time.sleep(0.1)
        self.job_failures.append(job.failure)
        self.blamed += _ask(lambda: sum("No space" in tile.failure for tile in run.tile_results.failed()))
        marker.unlink()
        _ask(lambda: continue_run(run=type(run).objects.get(pk=run.pk), started_by=None))

    def _report(self, run: DetectionRun, seconds: float) -> Report:
        from benchmarks.storm_check import judge, read_record, redone_by, sent_twice, summary
        from benchmarks.storm_server import CORNER, ZOOM
        from ml.tiles import Tile

        record = read_record(self.record)
        cells = [(column, row) for row in range(self.rows) for column in range(self.columns)]
        verdict = judge(
            type(run).objects.get(pk=run.pk),
            record,
            [Tile(ZOOM, CORNER.x + column, CORNER.y + row) for column, row in cells],
        )
        for words in ("lost", "duplicated", "misjudged"):
            for name in getattr(verdict, words)[:5]:
                note(f"  {words}: {name}")
        redone = redone_by(self.kills)
        return {
            "lost": len(verdict.lost),
            "duplicated": len(verdict.duplicated),
            "misjudged": len(verdict.misjudged) + self.blamed,
            "redone_max": max(redone, default=0),
            "kills": len(self.kills),
            "tiles": len(cells),
            "seconds": seconds,
            "pauses_s": self.pauses_s,
            "asked_after_end": verdict.asked_after_end,
            "pictures_sent": len(record),
            "pictures_sent_twice": sent_twice(record),
            "stopped_with": self.job_failures,
            "outcome": summary(run),
        }

    def _logs(self) -> str:
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"{path.name}:\n{path.read_text()[-3000:]}" for path in logs)


TUNABLE = {"LANDSCAR_WORKER_SILENCE_SECONDS", "LANDSCAR_RESUME_SECONDS"}
"""Settings that the environment may change; a small storm has less patience."""


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _ask(question: Callable[[], Answer]) -> Answer:
    """Ask the database, which the storm takes away from this process too."""
    from campaigns.services.outages import OUTAGES, wait_for_database

    while True:
        try:
            return question()
        except OUTAGES:
            wait_for_database()


def _finished(run: DetectionRun) -> int:
    return _ask(lambda: run.tile_results.finished().count())


def _job(run: DetectionRun) -> Any:
    from campaigns.models import Job

    return _ask(lambda: Job.objects.get(run=run.pk))


def describe(report: Report) -> Sequence[str]:
    outcome, about = report["outcome"], report
    states = ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in outcome.items())
    return [
        f"{about['tiles']:,} tiles, {about['kills']} kills, {about['seconds']:.0f} s: {states}.",
        f"Lost {about['lost']}, duplicated {about['duplicated']}, misjudged {about['misjudged']}; at most "
        f"{about['redone_max']} tiles redone for one kill.",
        f"{about['pictures_sent']:,} answers, {about['pictures_sent_twice']} pictures sent twice, "
        f"{about['asked_after_end']} answers for tiles that were finished.",
        "Longest time without a finished tile after: "
        + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in about["pauses_s"].items())
        + ".",
        *(f"The full disk stopped it: {words}" for words in about["stopped_with"]),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
