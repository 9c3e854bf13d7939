"""`manage.py serve` as an operator runs it: real processes in a folder of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webapp.serving.served import PATIENCE_S, ROOT, Served, serving


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
