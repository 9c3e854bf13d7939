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

import pytest

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
def serving(folder: Path, *arguments: str) -> Iterator[Served]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LANDSCAR_", "DJANGO_"))
    }
    log = folder / "output.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *arguments],
            cwd=ROOT,
            env={**environment, "LANDSCAR_DATA_ROOT": str(folder / "data"), "OMP_NUM_THREADS": "1"},
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


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("serve"), "--port", "0") as one:
        yield one


def test_an_empty_installation_answers_without_any_other_service(served: Served) -> None:
    assert served.get("/") == 200
    assert served.get("/health/") == 200
    assert served.get("/static/css/base.css") == 200


def test_other_host_names_are_refused(served: Served) -> None:
    assert served.get("/", host="evil.example") == 400


def test_the_data_lie_where_the_operator_wants_them(served: Served) -> None:
    assert served.port
    assert (served.folder / "data" / "landscar.sqlite3").is_file()
    assert (served.folder / "data" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_second_one_in_the_same_folder_is_refused(served: Served) -> None:
    assert served.port
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", "0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "webapp.settings.local",
            "LANDSCAR_DATA_ROOT": str(served.folder / "data"),
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "already runs" in done.stderr


@pytest.mark.parametrize("program", ["celery", "gunicorn"])
def test_a_process_that_dies_is_started_again(served: Served, program: str) -> None:
    assert served.port
    dead = served.child_of(program)
    assert dead is not None
    os.kill(dead, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and served.child_of(program) in (None, dead):
        time.sleep(0.1)
    assert served.child_of(program) not in (None, dead)
    assert served.get("/health/") == 200


def test_stopping_it_stops_everything(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as one:
        assert one.port
        children = one.children()
        assert len(children) == 2
    assert one.process.returncode == 0
    assert "everything is stored" in one.log.read_text()
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
