"""`manage.py serve` as an operator runs it: real processes in a folder of their own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 90


class Served:
    def __init__(self, process: subprocess.Popen[str], log: Path, folder: Path) -> None:
        self.process, self.log, self.folder = process, log, folder

    def wait_for(self, pattern: str) -> re.Match[str]:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if found := re.search(pattern, self.log.read_text()):
                return found
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise AssertionError(f"{pattern} is not in:\n{self.log.read_text()}")

    @property
    def port(self) -> int:
        return int(self.wait_for(r"Landscar runs at http://127\.0\.0\.1:(\d+)/")[1])

    def get(self, path: str, host: str = "127.0.0.1") -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status

    def children(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in found.split()]

    def child_of(self, program: str) -> int | None:
        for pid in self.children():
            with suppress(OSError):
                if program in Path(f"/proc/{pid}/cmdline").read_text():
                    return pid
        return None


@contextmanager
def serving(folder: Path, *arguments: str, **settings: str) -> Iterator[Served]:
    """An installation in a folder of its own. `settings` are LANDSCAR_<NAME>; none comes from outside."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LANDSCAR_", "DJANGO_"))
    }
    wanted = {f"LANDSCAR_{name.upper()}": value for name, value in settings.items()}
    log = folder / "output.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *arguments],
            cwd=ROOT,
            env={**environment, **wanted, "LANDSCAR_DATA_ROOT": str(folder / "data"), "OMP_NUM_THREADS": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        yield Served(process, log, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
