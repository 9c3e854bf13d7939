"""`make serve`: an installation on one machine, without Docker."""

import os
import sys
from argparse import ArgumentParser
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from webapp.accounts.services.first_admin import make_first_admin_link
from webapp.serving.lock import FolderInUse, hold_lock
from webapp.serving.network import PortTaken, listen, names_of
from webapp.serving.processes import ProcessFailed, server_arguments, wait_until_served, worker_arguments
from webapp.serving.stopping import stop_on_signals
from webapp.serving.supervision import Child, supervise


class Command(BaseCommand):
    help = (
        "Runs the web server, a worker and the scheduler on this machine and keeps them running. Without "
        "LANDSCAR_DATABASE_URL and LANDSCAR_BROKER_URL it needs no other service."
    )
    requires_system_checks: tuple[str, ...] = ()  # they would open the database before it is migrated

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host",
            default=os.environ.get("HOST") or "127.0.0.1",
            help="address to listen at; 0.0.0.0 lets phones in the same network join (default: 127.0.0.1)",
        )
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = stop_on_signals()
        try:
            with hold_lock(Path(settings.DATA_ROOT) / "serve.lock"):
                self._serve(options["host"], options["port"], stopped)
        except (FolderInUse, PortTaken, ProcessFailed) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\nStopped. Run it again to continue: everything is stored.")

    def _serve(self, host: str, port: int, stopped: Event) -> None:
        names = names_of(host)
        # For the child processes; an operator's own list wins.
        os.environ.setdefault("LANDSCAR_ALLOWED_HOSTS", ",".join(names))
        with ExitStack() as stack:
            listener = stack.enter_context(closing(listen(host, port)))
            self._say("Preparing the database …")
            call_command("migrate", verbosity=0)
            fd = listener.fileno()
            web = Child("web", server_arguments(fd), pass_fds=[fd])
            worker = Child("worker", worker_arguments())
            for child in (worker, web):
                stack.callback(child.close)
            worker.start()
            port = listener.getsockname()[1]
            wait_until_served(f"http://127.0.0.1:{port}/health/", web.start(), stopped)
            if not stopped.is_set():
                self._welcome([f"http://{name}:{port}" for name in names])
            supervise([web, worker], self._say, stopped)

    def _welcome(self, addresses: list[str]) -> None:
        self._say(f"\nLandscar runs at {addresses[0]}/")
        if len(addresses) > 3:
            self._say("In this network also at " + ", ".join(f"{one}/" for one in addresses[1:-2]))
        self._say(f"Data: {settings.DATA_ROOT}    Imagery files: {settings.RASTER_ROOT}")
        self._say(f"Logs: {Path(settings.DATA_ROOT) / 'logs'}")
        if path := make_first_admin_link():
            self._say("\nNobody can sign in yet. Make the first admin's account here, once:")
            self._say(f"{addresses[0]}{path}\n")
        self._say("Ctrl+C stops it.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        sys.stdout.flush()
