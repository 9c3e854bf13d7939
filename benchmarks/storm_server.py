"""The tile server of `benchmarks.storm`: a process of its own that misbehaves and writes down what it sent.

`python -m benchmarks.storm_server PORT COLUMNS ROWS SEED RECORD` serves parts of 512 px, four to a tile.
Each line of the record is one answer: time, z/x/y of the part, and its `Answer`.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.tiles import Tile, tile_at

ZOOM, PART_PX, N_BASES = 16, 512, 64
CORNER = tile_at(lng=27.5, lat=51.3, z=ZOOM)
STALL_S = 6.0
"""Longer than the workers wait for an answer, see `benchmarks.storm_replacements`."""
RETRY_AFTER_S = 1


class Answer(StrEnum):
    LAND = "land"
    MINE = "mine"
    MISSING = "404"
    FLAT = "flat"
    SIGN = "sign"
    BUSY = "429"
    ERROR = "500"
    STALL = "stall"
    CUT = "cut"
    HTML = "html"


PICTURES = {Answer.LAND, Answer.MINE}
NOTHING = {Answer.MISSING, Answer.FLAT, Answer.SIGN}
REFUSALS = {Answer.BUSY, Answer.ERROR, Answer.STALL, Answer.CUT, Answer.HTML}


@dataclass(frozen=True)
class Fate:
    """What a tile's parts get: `bad` for the first `n_parts` of them, the first `times` times, then
    `good`."""

    bad: Answer = Answer.LAND
    n_parts: int = 1
    times: int = 1_000_000
    good: Answer = Answer.LAND


FATES: tuple[tuple[float, Fate], ...] = (
    (0.06, Fate(Answer.MINE)),
    (0.04, Fate(Answer.MISSING, 4)),
    (0.02, Fate(Answer.MISSING, 1)),
    (0.02, Fate(Answer.FLAT, 4)),
    (0.02, Fate(Answer.SIGN, 4)),
    (0.04, Fate(Answer.SIGN, 1)),
    (0.002, Fate(Answer.BUSY, 1, times=1)),
    (0.04, Fate(Answer.ERROR, 1, times=2)),
    (0.01, Fate(Answer.ERROR, 1)),
    (0.01, Fate(Answer.STALL, 1, times=1)),
    (0.002, Fate(Answer.STALL, 1)),
    (0.02, Fate(Answer.CUT, 1, times=1)),
    (0.01, Fate(Answer.CUT, 1)),
    (0.02, Fate(Answer.HTML, 1)),
)
"""Share of the tiles, and what they get; the others are all land."""
LEAST = {Answer.SIGN: 3}
"""Tiles that get it in the smallest storm; a sign is known when it was seen at three addresses."""


def draw_fates(n_tiles: int, seed: int) -> list[Fate]:
    """In random order, each at least once, so that the smallest storm has them all."""
    fates = [
        fate
        for share, fate in FATES
        for _tile in range(max(round(share * n_tiles), LEAST.get(fate.bad, 1) if fate.n_parts == 1 else 1))
    ]
    fates += [Fate()] * (n_tiles - len(fates))
    random.Random(seed).shuffle(fates)
    return fates


@dataclass
class Landscape:
    """The tiles of the storm, in rows from the north-western corner."""

    columns: int
    rows: int
    seed: int
    fates: list[Fate] = field(init=False)

    def __post_init__(self) -> None:
        self.fates = draw_fates(self.columns * self.rows, self.seed)

    def number_of(self, tile: Tile) -> int | None:
        column, row = tile.x - CORNER.x, tile.y - CORNER.y
        is_here = tile.z == ZOOM and 0 <= column < self.columns and 0 <= row < self.rows
        return row * self.columns + column if is_here else None


@dataclass
class Pictures:
    """Pictures are drawn once. The parts of a tile are the digits of its number, and the last one repeats the
    first, which may be missing: so no two tiles are alike. A comment with the address makes every file
    another."""

    land: list[bytes] = field(default_factory=list)
    mines: list[bytes] = field(default_factory=list)
    sign: bytes = b""
    flat: bytes = b""

    def draw(self) -> None:
        self.land = [_jpeg(_ground(number, (60, 90, 50))) for number in range(N_BASES)]
        self.mines = [_jpeg(_ground(number, (190, 160, 120))) for number in range(N_BASES)]
        self.flat = _jpeg(np.full((PART_PX, PART_PX, 3), 204, dtype=np.uint8))
        self.sign = _jpeg(_sign())

    def of(self, answer: Answer, number: int, part: int, address: str) -> bytes:
        if answer == Answer.FLAT:
            return self.flat
        if answer == Answer.SIGN:
            return self.sign
        bases = self.mines if answer == Answer.MINE else self.land
        return _with_comment(bases[digit(number, part)], address)


def digit(number: int, part: int) -> int:
    divisor: int = N_BASES ** (part % 3)
    return number // divisor % N_BASES


def _ground(seed: int, colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    random_ = np.random.default_rng(seed)
    grain = random_.normal(0, 12, (PART_PX // 4, PART_PX // 4, 1)).repeat(4, axis=0).repeat(4, axis=1)
    shade = random_.normal(0, 6, 3)
    return np.clip(np.array(colour) + shade + grain, 0, 255).astype(np.uint8)


def _sign() -> NDArray[np.uint8]:
    picture = Image.new("RGB", (PART_PX, PART_PX), (235, 235, 235))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 200, 450, 310), outline=(90, 90, 90), width=6)
    draw.text((120, 235), "Map data not yet available", fill=(60, 60, 60), font_size=24)
    return np.asarray(picture)


def _jpeg(image: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _with_comment(jpeg: bytes, words: str) -> bytes:
    comment = words.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + jpeg[2:]


class StormServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, landscape: Landscape, record: TextIO) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.landscape, self.pictures, self.record = landscape, Pictures(), record
        self.lock = threading.Lock()
        self.times: dict[Tile, int] = {}
        self.pictures.draw()

    def choose(self, part: Tile) -> tuple[Answer, int, int]:
        """The answer, the tile's number, and which of its four parts this is."""
        number = self.landscape.number_of(Tile(part.z - 1, part.x // 2, part.y // 2))
        if number is None:
            return Answer.MISSING, 0, 0
        fate, index = self.landscape.fates[number], part.y % 2 * 2 + part.x % 2
        with self.lock:
            asked = self.times[part] = self.times.get(part, 0) + 1
        is_bad = index < fate.n_parts and asked <= fate.times
        return (fate.bad if is_bad else fate.good), number, index

    def write_down(self, part: Tile, answer: Answer) -> None:
        with self.lock:
            self.record.write(f"{time.time():.3f} {part} {answer}\n")
            self.record.flush()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StormServer

    def do_GET(self) -> None:
        z, x, y = map(int, self.path.removesuffix(".jpg").strip("/").split("/"))
        part = Tile(z, x, y)
        answer, number, index = self.server.choose(part)
        self.server.write_down(part, answer)
        if answer == Answer.STALL:
            time.sleep(STALL_S)
            self.close_connection = True
            return
        self._send(answer, number, index, f"{part}")

    def _send(self, answer: Answer, number: int, index: int, address: str) -> None:
        status, kind, body = 200, "image/jpeg", b""
        if answer in (Answer.MISSING, Answer.BUSY, Answer.ERROR):
            status, kind = int(answer), "text/plain"
        elif answer == Answer.HTML:
            kind, body = "text/html", b"<!DOCTYPE html><html><body>Please sign in</body></html>"
        else:
            shown = Answer.LAND if answer == Answer.CUT else answer
            body = self.server.pictures.of(shown, number, index, address)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if answer == Answer.BUSY:
            self.send_header("Retry-After", str(RETRY_AFTER_S))
        self.end_headers()
        if answer == Answer.CUT:
            body, self.close_connection = body[: len(body) // 2], True
        self.wfile.write(body)

    def handle(self) -> None:
        # The worker was killed or has given up.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def main() -> None:
    port, columns, rows, seed = map(int, sys.argv[1:5])
    with Path(sys.argv[5]).open("w") as record:
        server = StormServer(port, Landscape(columns, rows, seed), record)
        server.serve_forever()


if __name__ == "__main__":
    main()
