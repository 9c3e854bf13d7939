"""Runs every `*.spec.js` of this folder in a browser; modules are served from the project's root on
loopback."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SPECS = sorted(path.name for path in HERE.glob("*.spec.js"))


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of this folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/tests/js"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def tab(chromium_path: str) -> Iterator[Page]:
    path = os.environ.get("LANDSCAR_CHROMIUM") or chromium_path
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("spec", SPECS)
def test_spec(spec: str, tab: Page, served: str) -> None:
    tab.goto(f"{served}/run.html?spec={spec}")
    tab.wait_for_function("window.specResults", timeout=60_000)
    results = tab.evaluate("window.specResults")
    assert results, f"{spec} holds no test"
    failures = [f"{result['title']}\n{result['failure']}" for result in results if result["failure"]]
    assert not failures, "\n\n".join(failures)
