"""A real tile server on loopback that draws its tiles and can be made to misbehave.

with TileServer() as server:
    source = make_source(kind="xyz", url=server.url_template)
    server.misbehave(Answer.busy(retry_after=0), times=2)
"""

import contextlib
import io
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.tiles import Tile

Draw = Callable[[Tile, int], NDArray[np.uint8]]


def draw_tile(tile: Tile, size: int = 256) -> NDArray[np.uint8]:
    """Noise over a colour, both different for each tile."""
    random = np.random.default_rng([tile.z, tile.x, tile.y])
    noise = random.integers(-20, 20, (size, size, 3))
    return np.clip(random.integers(60, 200, 3) + noise, 0, 255).astype(np.uint8)


def encode(image: NDArray[np.uint8], kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, kind, compress_level=1)
    return buffer.getvalue()


@dataclass(frozen=True)
class Answer:
    """What the server sends instead of a tile."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hold: bool = False
    """Send nothing until the server is closed."""
    cut_after: int | None = None
    """Announce the whole body and close the connection after this many bytes."""

    @classmethod
    def html(cls) -> "Answer":
        page = b"<!DOCTYPE html><html><body>Please sign in</body></html>"
        return cls(body=page, headers={"Content-Type": "text/html; charset=utf-8"})

    @classmethod
    def busy(cls, retry_after: str | int) -> "Answer":
        return cls(status=429, headers={"Retry-After": str(retry_after)})

    @classmethod
    def huge(cls, size: int) -> "Answer":
        return cls(body=b"\xff\xd8\xff" + bytes(size), headers={"Content-Type": "image/jpeg"})

    @classmethod
    def picture(cls, image: NDArray[np.uint8], kind: str = "PNG", **headers: str) -> "Answer":
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(body=encode(image, kind), headers={"Content-Type": f"image/{kind.lower()}", **named})


class TileServer:
    """Serves `/{z}/{x}/{y}.png`; `draw` makes each tile's picture, `headers` are sent with every picture."""

    def __init__(self, draw: Draw = draw_tile, size: int = 256, kind: str = "PNG") -> None:
        self.draw, self.size, self.kind = draw, size, kind
        self.headers: dict[str, str] = {}
        self.requests: list[str] = []
        self.received: Mapping[str, str] = {}
        """Headers of the last request."""
        self._files: dict[str, bytes] = {}
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._overrides: dict[Tile, Answer] = {}
        self._bad_answer: Answer | None = None
        self._bad_times = 0
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.tiles = self

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url_template(self) -> str:
        return self.address + "/{z}/{x}/{y}.png"

    def misbehave(self, answer: Answer, times: int = 1_000_000) -> None:
        """Send this response to the next requests, for any tile."""
        with self._lock:
            self._bad_answer, self._bad_times = answer, times

    def recover(self) -> None:
        self._bad_times = 0

    def forget(self) -> None:
        """Send drawn tiles again."""
        self.recover()
        self._overrides.clear()

    def override(self, tile: Tile, answer: Answer) -> None:
        self._overrides[tile] = answer

    def serve(self, path: str, content: bytes) -> None:
        """Serve a file, whole or by ranges."""
        self._files[path] = content

    def answer(self, path: str, received: Mapping[str, str]) -> Answer:
        with self._lock:
            self.requests.append(path)
            self.received = received
            if self._bad_answer and self._bad_times > 0:
                self._bad_times -= 1
                return self._bad_answer
        return self.respond(path, received)

    def respond(self, path: str, received: Mapping[str, str]) -> Answer:
        """What the server sends when it behaves."""
        if path in self._files:
            return _file_answer(self._files[path], received.get("Range", ""))
        tile = _tile_in(path)
        if tile is None:
            return Answer(status=404)
        if tile in self._overrides:
            return self._overrides[tile]
        picture = encode(self.draw(tile, self.size), self.kind)
        kind = f"image/{self.kind.lower()}"
        return Answer(body=picture, headers={"Content-Type": kind, **self.headers})

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _file_answer(content: bytes, wanted: str) -> Answer:
    if not wanted:
        return Answer(body=content)
    first, last = (int(number) for number in wanted.removeprefix("bytes=").split("-"))
    part = content[first : last + 1]
    if not part:
        return Answer(416, headers={"Content-Range": f"bytes */{len(content)}"})
    sent = f"bytes {first}-{first + len(part) - 1}/{len(content)}"
    return Answer(206, part, {"Content-Range": sent})


def _tile_in(path: str) -> Tile | None:
    try:
        z, x, y = path.partition("?")[0].removesuffix(".png").strip("/").split("/")
        return Tile(int(z), int(x), int(y))
    except ValueError:
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    tiles: TileServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        tiles = self.server.tiles
        answer = tiles.answer(self.path, dict(self.headers))
        if answer.hold:
            tiles.closing.wait(30)
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(answer.body[: answer.cut_after])

    def log_message(self, format: str, *args: Any) -> None:
        pass
