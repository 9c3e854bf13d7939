"""`make demo` and `make demo-check`."""

import os
import shutil
import signal
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from demo.chain import Chain
from demo.console import Console, table
from demo.lock import FolderInUse, hold
from demo.people import PASSWORD, SIGN_INS
from demo.processes import (
    ProcessFailed,
    free_port,
    running,
    server_arguments,
    wait_until_served,
    worker_arguments,
)
from demo.report import broken_links, report_rows


class Command(BaseCommand):
    help = "Runs the whole chain on a drawn landscape, from pixels to the public map, and serves it."
    requires_system_checks: tuple[str, ...] = ()  # `make lint` runs them; here they would cost seconds, twice

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="run the chain afresh, print a table, serve nothing"
        )
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--tiles", type=int, default=12, help="tiles along each side of the region")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            _restart_in_own_folder()
        _end_like_ctrl_c(signal.SIGINT, signal.SIGTERM)
        try:
            with hold(Path(settings.DATA_ROOT) / "demo.lock"):
                self._run(check=options["check"], port=options["port"], n_tiles=options["tiles"])
        except (FolderInUse, ProcessFailed) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. What was done is kept; run it again to go on.")

    def _run(self, *, check: bool, port: int, n_tiles: int) -> None:
        console = Console(sys.stdout, n_stages=len(Chain.STAGES) + 1)
        with console.stage("Prepare the database"):
            call_command("migrate", verbosity=0)
        with ExitStack() as processes:
            worker = processes.enter_context(running("worker", *worker_arguments()))
            chain = Chain(console=console, worker=worker, n_tiles=n_tiles)
            if check:
                chain.run()
                self._print_check(chain, console)
                return
            self._serve(chain, console, processes, free_port(port))

    def _serve(self, chain: Chain, console: Console, processes: ExitStack, port: int) -> None:
        server = processes.enter_context(running("web", *server_arguments(port)))
        chain.run()
        address = f"http://127.0.0.1:{port}"
        wait_until_served(f"{address}/health/", server)
        console.say(_welcome(address))
        server.wait()
        raise ProcessFailed("The web server ended. var/logs/web.log says why.")

    def _print_check(self, chain: Chain, console: Console) -> None:
        rows, problems = report_rows(chain, console.seconds), broken_links(chain)
        console.say("\n" + table(rows))
        if problems:
            raise CommandError("The chain is broken:\n" + "\n".join(f"  - {problem}" for problem in problems))
        console.say("\nThe chain holds, from pixels to the public map.")


def _end_like_ctrl_c(*numbers: signal.Signals) -> None:
    """Also where a shell lets Ctrl+C be ignored, as it does in the background: the children must end too."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, interrupt)


def _restart_in_own_folder() -> None:
    """The check must not touch what `make demo` stored: the same command again, with a folder of its own."""
    if os.environ.get("LANDSCAR_DEMO_CHECK"):
        return
    own = Path(settings.DATA_ROOT) / "demo-check"
    os.environ.update(
        LANDSCAR_DEMO_CHECK="1", LANDSCAR_DATA_ROOT=str(own), LANDSCAR_RASTER_ROOT=str(settings.RASTER_ROOT)
    )
    shutil.rmtree(own, ignore_errors=True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - our own command line once more


def _welcome(address: str) -> str:
    faces = [
        ("Labelling (the link for volunteers)", f"{address}/join/DEMO24/"),
        ("Board for the wall", f"{address}/events/DEMO24/board/"),
        ("Overview, retraining, search", f"{address}/c/demo/"),
        ("Review", f"{address}/c/demo/review/"),
        ("Public map", f"{address}/c/demo/map/"),
        ("Administration", f"{address}/admin/"),
        ("API documentation", f"{address}/api/docs/"),
    ]
    people = ", ".join(SIGN_INS)
    sign_ins = f"Sign in as {people}; the password is {PASSWORD}"
    return f"\nLandscar is running.\n\n{table(faces, figures=False)}\n\n{sign_ins}\nCtrl+C stops it."
