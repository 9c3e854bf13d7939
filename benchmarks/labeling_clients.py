"""Volunteers without browsers: one process, one persistent connection each.

Reads its settings as JSON from standard input, prints `ready` once all have joined, starts at the next line
on standard input, and prints its observations as JSON.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID, uuid4

SENT_TWICE = 0.02
"""Share of finish requests sent again, as after a lost response."""
MAX_REFUSALS = 5
POSITIVE, ERROR_RATE = 0.05, 0.01
"""Shares of superpixels that are positive, and that a volunteer answers wrongly."""


@dataclass(frozen=True)
class ClientSettings:
    port: int
    host: str
    code: str
    slug: str
    clients: int
    seconds: float
    pause: float
    pictures: bool
    seed: int


@dataclass
class Observations:
    """What the clients measured; latencies in seconds."""

    joined: int = 0
    next: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    """From the request for a tile until its picture and outlines are loaded."""
    submit: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    finished: list[tuple[str, int, int]] = field(default_factory=list)
    """Nickname, tile, number of superpixels: finished tiles that the server has acknowledged."""
    votes: list[str] = field(default_factory=list)
    """Ids of explicit votes that the server has acknowledged."""
    picture_bytes: int = 0
    ran_out: int = 0


class Refused(Exception):
    """An unexpected response."""


class Connection:
    """HTTP/1.1 with one persistent connection, reopened when the server has closed it."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host = port, host
        # One each, as every phone has: guests of one device are limited.
        self.csrf = uuid4().hex
        self.cookies = {"csrftoken": self.csrf}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def request(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        message = self._head(method, path, len(body), kind) + body
        was_open = self._streams is not None
        try:
            return await self._exchange(message)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            if not was_open:
                raise
        return await self._exchange(message)

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
        self._streams = None

    def _head(self, method: str, path: str, length: int, kind: str) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.host}",
            "X-Forwarded-Proto: https",
            f"Origin: https://{self.host}",
            f"X-CSRFToken: {self.csrf}",
            f"Cookie: {cookies}",
            f"Content-Length: {length}",
        ]
        return "\r\n".join([*lines, *([f"Content-Type: {kind}"] if kind else []), "", ""]).encode()

    async def _exchange(self, message: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        writer.write(message)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for name, _, value in (line.partition(": ") for line in head[1:]):
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                self.cookies.update({key: morsel.value for key, morsel in SimpleCookie(value).items()})
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return int(head[0].split()[1]), body


class Volunteer:
    def __init__(self, number: int, settings: ClientSettings, observed: Observations) -> None:
        self.name = f"room-{settings.seed}-volunteer-{number}"
        self.settings, self.observed = settings, observed
        self.random = random.Random(settings.seed * 1000 + number)
        self.api = f"/api/v1/campaigns/{settings.slug}/labeling/"
        self.connection = Connection(settings.port, settings.host)
        self.clock = int(time.time() * 1000)

    async def join(self) -> None:
        form = f"nickname={self.name}&csrfmiddlewaretoken={self.connection.csrf}".encode()
        kind = "application/x-www-form-urlencoded"
        status, _ = await self.connection.request("POST", f"/join/{self.settings.code}/", form, kind)
        if status != 302:
            raise Refused(f"join answered {status}")
        self.observed.joined += 1

    async def label(self, until: float) -> None:
        refusals = 0
        await asyncio.sleep(self.random.uniform(0, self.settings.pause))
        while time.perf_counter() < until and refusals < MAX_REFUSALS:
            try:
                tile = await self._next_tile()
                if tile is None:
                    self.observed.ran_out += 1
                    return
                await asyncio.sleep(self.settings.pause)
                await self._finish(tile)
            except (Refused, OSError, asyncio.IncompleteReadError) as error:
                self.observed.errors.append(f"{error!r}"[:300])
                refusals += 1

    async def _next_tile(self) -> dict[str, Any] | None:
        started = time.perf_counter()
        answer = await self._post("next/", {"count": 1, "held": []})
        self.observed.next.append(time.perf_counter() - started)
        tile: dict[str, Any] | None = answer["tiles"][0] if answer["tiles"] else None
        if tile and self.settings.pictures:
            for name in ("picture", "outlines"):
                status, body = await self.connection.request("GET", tile[name])
                if status != 200:
                    raise Refused(f"{name} answered {status}")
                self.observed.picture_bytes += len(body)
            self.observed.ready.append(time.perf_counter() - started)
        return tile

    async def _finish(self, tile: dict[str, Any]) -> None:
        """One request: some taps, the rest implied."""
        votes = [self._vote(tile, number) for number in self._taps(tile)]
        viewing = {"seconds": self.settings.pause, "max_zoom": 1}
        body = {"clock": self._tick(), "rest": "negative", "votes": votes, "viewing": viewing}
        path = f"assignments/{tile['assignment']}/finish/"
        for _ in range(2 if self.random.random() < SENT_TWICE else 1):
            started = time.perf_counter()
            answer = await self._post(path, body)
            self.observed.submit.append(time.perf_counter() - started)
            if answer["rejected"]:
                raise Refused(f"finish rejected {answer['rejected']}")
        self.observed.votes.extend(answer["stored"])
        self.observed.finished.append((self.name, tile["tile"], tile["n_superpixels"]))

    def _taps(self, tile: dict[str, Any]) -> list[int]:
        """The tile's positive superpixels, the same for everyone, and a few mistakes."""
        truth = random.Random(tile["tile"])
        numbers = range(1, tile["n_superpixels"] + 1)
        positive = {number for number in numbers if truth.random() < POSITIVE}
        return [number for number in numbers if (number in positive) ^ (self.random.random() < ERROR_RATE)]

    def _vote(self, tile: dict[str, Any], number: int) -> dict[str, Any]:
        name = str(UUID(int=self.random.getrandbits(128), version=4))
        return {
            "id": name,
            "tile": tile["tile"],
            "superpixel": number,
            "answer": "positive",
            "clock": self._tick(),
        }

    def _tick(self) -> int:
        self.clock = max(self.clock + 1, int(time.time() * 1000))
        return self.clock

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        payload = json.dumps(body).encode()
        status, answer = await self.connection.request("POST", self.api + path, payload, "application/json")
        if status != 200:
            raise Refused(f"{path} answered {status}: {answer[:200]!r}")
        read: dict[str, Any] = json.loads(answer)
        return read


async def run_clients(settings: ClientSettings) -> dict[str, Any]:
    observed = Observations()
    volunteers = [Volunteer(number, settings, observed) for number in range(settings.clients)]
    await asyncio.gather(*(volunteer.join() for volunteer in volunteers))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    started, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(volunteer.label(started + settings.seconds) for volunteer in volunteers))
    wall_s = time.perf_counter() - started
    return vars(observed) | {"wall_s": wall_s, "cpu_s": time.process_time() - cpu}


def main() -> None:
    settings = ClientSettings(**json.loads(sys.stdin.readline()))
    print(json.dumps(asyncio.run(run_clients(settings))), flush=True)


if __name__ == "__main__":
    main()
