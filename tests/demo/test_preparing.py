"""The page that the demo's address shows until the demo is ready."""

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from demo.runtime.console import Console
from demo.runtime.preparing import PreparingServer, preparing_page
from webapp.serving.processes import HOST, running, wait_until_served

STEPS = {"migrate": "Prepare the database", "draw": "Draw", "search": "Search"}


@pytest.fixture
def console() -> Console:
    return Console(io.StringIO(), STEPS)


@pytest.fixture
def preparing(console: Console) -> Iterator[PreparingServer]:
    with preparing_page(0, console) as server:
        yield server


def get(server: PreparingServer, path: str = "/", language: str = "en", method: str = "GET") -> HTTPResponse:
    connection = HTTPConnection(HOST, server.server_address[1], timeout=10)
    connection.request(method, path, headers={"Accept-Language": language})
    return connection.getresponse()


def read(server: PreparingServer, language: str = "en") -> str:
    return get(server, language=language).read().decode()


@pytest.mark.parametrize("path", ["/", "/join/DEMO24/", "/api/v1/campaigns/", "/health/"])
def test_every_address_answers_503_with_the_page(preparing: PreparingServer, path: str) -> None:
    answer = get(preparing, path)
    assert answer.status == 503
    assert answer.headers["Retry-After"]
    assert "Preparing the demo" in answer.read().decode()


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_other_methods_answer_503_too(preparing: PreparingServer, method: str) -> None:
    assert get(preparing, method=method).status == 503


def test_the_page_shows_finished_current_and_waiting_steps(
    preparing: PreparingServer, console: Console
) -> None:
    with console.step("migrate"):
        pass
    with console.step("draw") as report:
        report(7, 12)
        page = read(preparing)
    states = re.findall(r'<li class="(\w+)"', page)
    assert states == ["done", "current", "waiting"]
    assert "7 / 12" in page
    assert "about 3 min" in page


def test_the_page_reloads_itself_without_a_script(preparing: PreparingServer) -> None:
    page = read(preparing)
    assert re.search(r'<meta http-equiv="refresh" content="\d+">', page)
    assert "<script" not in page


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("uk,en;q=0.5", "uk"), ("uk-UA", "uk"), ("fr, uk;q=0.8", "uk"), ("fr", "en"), ("", "en"), ("*", "en")],
)
def test_the_page_follows_the_accept_language_header(
    preparing: PreparingServer, accepted: str, language: str
) -> None:
    assert f'<html lang="{language}">' in read(preparing, accepted)


def test_the_content_security_policy_allows_one_style_sheet_and_nothing_else(
    preparing: PreparingServer,
) -> None:
    answer = get(preparing)
    policy, page = answer.headers["Content-Security-Policy"], answer.read().decode()
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    assert len(styles) == 1
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy
    assert " style=" not in page


def test_the_web_server_takes_over_the_port_without_a_refused_connection(
    preparing: PreparingServer, tmp_path: Path
) -> None:
    """A request sent between the two servers is answered by the second one."""
    (tmp_path / "ready.py").write_text(
        "def application(environ, start):\n    start('200 OK', [])\n    return [b'ready']\n"
    )
    preparing.shutdown()
    connection = HTTPConnection(HOST, preparing.server_address[1], timeout=30)
    connection.request("GET", "/")
    fd = preparing.fileno()
    command = ["gunicorn", "--chdir", str(tmp_path), "ready", "--bind", f"fd://{fd}"]
    with running("web", *command, pass_fds=[fd]) as server:
        preparing.server_close()
        wait_until_served(preparing.address, server)
        assert connection.getresponse().read() == b"ready"
