"""`make demo` and `make demo-check`."""

import os
import shutil
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from demo.campaign import JOIN_CODE
from demo.chain import STEPS, Chain
from demo.check import find_failures, report_rows
from demo.people.accounts import PASSWORD, SIGN_INS
from demo.runtime.console import Console, table
from demo.runtime.preparing import EXPECTED_MINUTES, PreparingServer, preparing_page
from webapp.serving.lock import FolderInUse, hold_lock
from webapp.serving.processes import (
    ProcessFailed,
    free_port,
    running,
    server_arguments,
    wait_until_served,
    worker_arguments,
)
from webapp.serving.stopping import stop_on_signals
from webapp.serving.supervision import POLL_S


class Command(BaseCommand):
    help = "Runs the whole chain on a drawn landscape, from pixels to the public map, and serves it."
    requires_system_checks: tuple[str, ...] = ()  # `make lint` runs them; here they would cost seconds

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="run the chain in an empty folder, print a table and serve nothing",
        )
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--tiles", type=int, default=12, help="tiles along each side of the region")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            _restart_in_own_folder()
        stopped = stop_on_signals(interrupt=True)
        try:
            with hold_lock(Path(settings.DATA_ROOT) / "demo.lock"):
                self._run(stopped, check=options["check"], port=options["port"], n_tiles=options["tiles"])
        except (FolderInUse, ProcessFailed) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. Run it again to continue from what is stored.")

    def _run(self, stopped: Event, *, check: bool, port: int, n_tiles: int) -> None:
        console = Console(sys.stdout, {"migrate": _("Prepare the database"), **STEPS})
        duration = f"about {EXPECTED_MINUTES} minutes on two cores"
        with ExitStack() as stack:
            if check:
                console.say(f"This takes {duration}.")
                self._print_check(self._prepare(console, stack, n_tiles))
                return
            preparing = stack.enter_context(preparing_page(free_port(port), console))
            console.say(
                f"The first start takes {duration}; later starts continue from what is stored.\n"
                f"{preparing.address}/ shows the progress, and then the demo."
            )
            self._prepare(console, stack, n_tiles)
            self._serve(preparing, console, stack, stopped)

    def _prepare(self, console: Console, stack: ExitStack, n_tiles: int) -> Chain:
        with console.step("migrate"):
            call_command("migrate", verbosity=0)
        worker = stack.enter_context(running("worker", *worker_arguments()))
        chain = Chain(console=console, worker=worker, n_tiles=n_tiles)
        chain.run()
        return chain

    def _serve(self, preparing: PreparingServer, console: Console, stack: ExitStack, stopped: Event) -> None:
        """Requests that arrive while the web server starts wait in the socket's queue."""
        preparing.shutdown()
        fd = preparing.fileno()
        server = stack.enter_context(running("web", *server_arguments(fd), pass_fds=[fd]))
        preparing.server_close()
        wait_until_served(f"{preparing.address}/health/", server, stopped)
        console.say(_welcome(preparing.address))
        while server.poll() is None:
            if stopped.wait(POLL_S):
                raise KeyboardInterrupt
        raise ProcessFailed("The web server ended. var/logs/web.log says why.")

    def _print_check(self, chain: Chain) -> None:
        chain.console.say("\n" + table(report_rows(chain)))
        if failures := find_failures(chain):
            raise CommandError("The chain is broken:\n" + "\n".join(f"  - {failure}" for failure in failures))
        chain.console.say("\nThe chain holds, from pixels to the public map.")


def _restart_in_own_folder() -> None:
    """Run the same command again with a folder of its own, so that the check leaves the demo's data alone."""
    if os.environ.get("LANDSCAR_DEMO_CHECK"):
        return
    own = Path(settings.DATA_ROOT) / "demo-check"
    os.environ.update(
        LANDSCAR_DEMO_CHECK="1", LANDSCAR_DATA_ROOT=str(own), LANDSCAR_RASTER_ROOT=str(settings.RASTER_ROOT)
    )
    shutil.rmtree(own, ignore_errors=True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - our own command line


def _welcome(address: str) -> str:
    faces = [
        ("Labelling (the link for volunteers)", f"{address}/join/{JOIN_CODE}/"),
        ("Board for the wall", f"{address}/events/{JOIN_CODE}/board/"),
        ("Overview, retraining, search", f"{address}/c/demo/"),
        ("Review", f"{address}/c/demo/review/"),
        ("Public map", f"{address}/c/demo/map/"),
        ("Administration", f"{address}/admin/"),
        ("API documentation", f"{address}/api/docs/"),
    ]
    people = ", ".join(SIGN_INS)
    sign_ins = f"Sign in as {people}; the password is {PASSWORD}"
    return f"\nLandscar is running.\n\n{table(faces, figures=False)}\n\n{sign_ins}\nCtrl+C stops it."
