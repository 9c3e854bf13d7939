"""The tile server with validators: it answers 304 to whoever has its present pictures."""

from collections.abc import Mapping

from tests.imagery.tile_server import Answer, TileServer


class CachingServer(TileServer):
    """`headers` go with pictures and with 304, of which `not_modified` counts how many were sent."""

    def __init__(self) -> None:
        super().__init__()
        self.headers = {"ETag": '"1"', "Cache-Control": "max-age=60"}
        self.not_modified = 0

    def grow_stale(self) -> None:
        """From now on answers are older than they are fresh."""
        self.headers |= {"Age": "61"}

    def respond(self, path: str, received: Mapping[str, str]) -> Answer:
        answer = super().respond(path, received)
        etag, changed = self.headers.get("ETag"), self.headers.get("Last-Modified")
        is_known = (etag and received.get("If-None-Match") == etag) or (
            changed and received.get("If-Modified-Since") == changed
        )
        if answer.status == 200 and is_known:
            self.not_modified += 1
            return Answer(304, headers=self.headers)
        return Answer(answer.status, answer.body, {**answer.headers, **self.headers})
