"""Tile servers. A tile's picture is composed of smaller ones from a deeper zoom."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from imagery.errors import BadPicture
from imagery.messages import message as _
from imagery.models import ImagerySource
from imagery.readers.assembling import require_most, server_picture
from imagery.readers.base import CaptureDates, SourceFacts, TilePicture
from imagery.readers.capture_dates import dates_from_picture, first_known
from imagery.readers.decoding import decode
from imagery.readers.fingerprints import describe_part, repeated_in
from imagery.readers.parts import DecodedPart, compose, zoom_of_parts
from imagery.readers.tile_client import FetchedPicture, FetchLimits, client_for
from imagery.readers.url_template import check_template, fill_template
from ml.tiles import TILE_SIZE, Tile

THREADS = 4


class XyzReader:
    """Reads tiles from a URL template.

    A 1024 px tile at zoom z is composed of 16 pictures of 256 px at z + 2, or 4 of 512 px at z + 1, fetched a
    few at a time and no faster than the source allows. Missing parts are black; when more than half of the
    tile is missing, it has no imagery. Placeholders count as missing: a part of one colour, and a picture
    that is sent for several parts. Those sent for parts of other tiles too are found later, see
    `TilePicture.parts`."""

    def __init__(self, source: ImagerySource, limits: FetchLimits | None = None) -> None:
        self._source = source
        self._default_dates = CaptureDates(source.captured_from, source.captured_to)
        self._client = client_for(source, limits)

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3).

        Raises `NoImagery`, `SourceUnavailable` or `BadPicture` as `TileReader.read` says.
        """
        addresses = tile.children(self._part_zoom(tile))
        fetched = self._fetch_all(addresses)
        pictures = _without_blank({address: _open(picture) for address, picture in fetched.items()})
        parts = [
            describe_part(address, fetched[address].content, picture.image)
            for address, picture in pictures.items()
        ]
        for address in repeated_in(parts):
            del pictures[address]
        # Before sizes are looked at: a picture that says “nothing here” may have another one.
        require_most(tile, 1 - len(pictures) / len(addresses), parts)
        self._check_sizes(pictures.values())
        image, valid = compose(tile, pictures)
        return server_picture(image, valid, tile, self._dates([fetched[one] for one in pictures]), parts)

    def describe(self) -> SourceFacts:
        """What is known without asking: a tile server says nothing about itself. Raises nothing."""
        return SourceFacts(
            min_zoom=self._source.min_zoom,
            max_zoom=self._source.max_zoom + (self._part_px // 256).bit_length() - 1,
            dates=self._default_dates,
            attribution=self._source.attribution,
        )

    @property
    def _part_px(self) -> int:
        return self._source.tile_px

    def _part_zoom(self, tile: Tile) -> int:
        return zoom_of_parts(tile, self._part_px, *self._zooms())

    def _zooms(self) -> tuple[int, int]:
        return self._source.min_zoom, self._source.max_zoom

    def _fetch_all(self, parts: list[Tile]) -> dict[Tile, FetchedPicture]:
        """The pictures of those parts that have one. The first failure cancels the rest."""
        with _threads() as threads:
            fetched = zip(parts, threads.map(self._fetch, parts), strict=True)
            return {part: picture for part, picture in fetched if picture is not None}

    def _fetch(self, part: Tile) -> FetchedPicture | None:
        check_template(self._source.url, self._source.subdomains)
        return self._client.fetch(fill_template(self._source.url, part, self._source.subdomains))

    def _check_sizes(self, pictures: Iterable[DecodedPart]) -> None:
        for picture in pictures:
            rows, columns = picture.valid.shape
            if (rows, columns) != (self._part_px, self._part_px):
                raise BadPicture(
                    _(
                        "The tile server sends pictures of %(columns)d x %(rows)d px where "
                        "%(wanted)d x %(wanted)d were expected; set the source's tile size."
                    )
                    % {"columns": columns, "rows": rows, "wanted": self._part_px}
                )

    def _dates(self, fetched: list[FetchedPicture]) -> CaptureDates:
        return CaptureDates.spanning(self._dates_of(picture) for picture in fetched)

    def _dates_of(self, picture: FetchedPicture) -> CaptureDates:
        return first_known(picture.dates, dates_from_picture(picture.content), self._default_dates)


def _without_blank(pictures: dict[Tile, DecodedPart]) -> dict[Tile, DecodedPart]:
    return {address: picture for address, picture in pictures.items() if not picture.is_blank}


def _open(picture: FetchedPicture) -> DecodedPart:
    return DecodedPart(*decode(picture.content, "A tile server's picture", TILE_SIZE**2))


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    executor = ThreadPoolExecutor(THREADS, thread_name_prefix="tile")
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)
