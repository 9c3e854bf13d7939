"""The page that the demo's address shows until the demo is ready."""

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from demo.runtime.console import Console
from webapp.serving.processes import HOST

EXPECTED_MINUTES = 3
"""Of a first start, on two cores."""
REFRESH_S = 3
# In the page itself: nothing serves static files yet. The policy allows this one style sheet by its hash.
STYLE = (Path(__file__).with_name("preparing.css")).read_text()
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Retry-After": str(REFRESH_S),
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
}


class PreparingServer(ThreadingTCPServer):
    """Answers every address with 503 and the page, which reloads itself and keeps its address."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, console: Console) -> None:
        super().__init__((HOST, port), _Handler)
        self.console = console
        self.started = time.monotonic()

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"

    def page(self, language: str) -> bytes:
        with translation.override(language):
            context = {
                "language": language,
                "style": STYLE,
                "refresh_s": REFRESH_S,
                "expected_minutes": EXPECTED_MINUTES,
                "minutes": int((time.monotonic() - self.started) // 60),
                "steps": list(self._steps()),
            }
            return render_to_string("demo/preparing.html", context).encode()

    def _steps(self) -> Iterator[dict[str, Any]]:
        done, total = self.console.progress
        for key, title in self.console.steps.items():
            if (seconds := self.console.seconds.get(key)) is not None:
                yield {"title": title, "state": "done", "seconds": seconds}
            elif key == self.console.current:
                yield {"title": title, "state": "current", "done": done, "total": total}
            else:
                yield {"title": title, "state": "waiting"}


class _Handler(BaseHTTPRequestHandler):
    server: PreparingServer

    def do_GET(self) -> None:
        page = self.server.page(best_language(self.headers.get("Accept-Language", "")))
        self.send_response(HTTPStatus.SERVICE_UNAVAILABLE)
        for name, value in {**HEADERS, "Content-Length": str(len(page))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    do_HEAD = do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass  # the terminal shows the demo's progress


def best_language(accepted: str) -> str:
    for name, _quality in parse_accept_lang_header(accepted):
        try:
            return translation.get_supported_language_variant(name)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@contextmanager
def preparing_page(port: int, console: Console) -> Iterator[PreparingServer]:
    """Serve the page in a thread. After `shutdown()` the socket still listens, so that the web server can
    inherit it and no visitor meets a closed port in between."""
    with PreparingServer(port, console) as server:
        threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
