"""Tile servers. A tile's picture is composed of smaller ones from a deeper zoom."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from imagery.errors import BadPicture, NoImagery, SourceUnavailable
from imagery.messages import message as _
from imagery.messages import words_of
from imagery.models import ImagerySource
from imagery.readers.base import CaptureDates, SourceFacts, TilePicture, require_imagery
from imagery.readers.tile_client import FetchedPicture, FetchLimits, client_for
from imagery.readers.url_template import check_template, fill_template
from ml.errors import PictureError
from ml.pictures import is_blank, open_picture
from ml.tiles import TILE_SIZE, Tile

MAX_MISSING_SHARE = 0.5
THREADS = 4


class XyzReader:
    """Reads tiles from a URL template.

    A 1024 px tile at zoom z is composed of 16 pictures of 256 px at z + 2, or 4 of 512 px at z + 1, fetched a
    few at a time and no faster than the source allows. Missing parts are black; when more than half of the
    tile is missing, it has no imagery. Placeholders count as missing: a part of one colour, and identical
    bytes sent for several parts.
    """

    def __init__(self, source: ImagerySource, limits: FetchLimits | None = None) -> None:
        self._source = source
        self._part_px = source.tile_px
        self._default_dates = CaptureDates(source.captured_from, source.captured_to)
        self._client = client_for(source, limits)

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3).

        Raises `NoImagery`, `SourceUnavailable` or `BadPicture` as `TileReader.read` says.
        """
        zoom = self._part_zoom(tile)
        fetched = _drop_repeated(self._fetch_all(tile.children(zoom)))
        parts = [self._decode(picture) for picture in fetched]
        missing = sum(part is None for part in parts) / len(parts)
        if missing > MAX_MISSING_SHARE:
            raise NoImagery(
                _("The source has no imagery for %(share).0f%% of tile %(tile)s.")
                % {"share": 100 * missing, "tile": tile}
            )
        image = _compose(parts, self._part_px)
        require_imagery(image, tile)
        dates = self._dates([picture for picture in fetched if picture])
        return TilePicture(image, dates.first, dates.last, missing)

    def describe(self) -> SourceFacts:
        """What is known without asking: a tile server says nothing about itself. Raises nothing."""
        return SourceFacts(
            min_zoom=self._source.min_zoom,
            max_zoom=self._source.max_zoom + (self._part_px // 256).bit_length() - 1,
            dates=self._default_dates,
            attribution=self._source.attribution,
        )

    def _part_zoom(self, tile: Tile) -> int:
        zoom = tile.z + (TILE_SIZE // self._part_px).bit_length() - 1
        lowest, highest = self._zooms()
        if not lowest <= zoom <= highest:
            raise SourceUnavailable(
                _(
                    "Tile %(tile)s is made of pictures at zoom %(zoom)d, and the source has zooms "
                    "%(lowest)d to %(highest)d; change the campaign's zoom, or the source's if it has more."
                )
                % {
                    "tile": tile,
                    "zoom": zoom,
                    "lowest": lowest,
                    "highest": highest,
                }
            )
        return zoom

    def _zooms(self) -> tuple[int, int]:
        return self._source.min_zoom, self._source.max_zoom

    def _fetch_all(self, parts: list[Tile]) -> list[FetchedPicture | None]:
        """The pictures of the parts, in order. The first failure cancels the rest."""
        with _threads() as threads:
            return list(threads.map(self._fetch, parts))

    def _fetch(self, part: Tile) -> FetchedPicture | None:
        check_template(self._source.url, self._source.subdomains)
        return self._client.fetch(fill_template(self._source.url, part, self._source.subdomains))

    def _decode(self, picture: FetchedPicture | None) -> NDArray[np.uint8] | None:
        if picture is None:
            return None
        try:
            image = open_picture(picture.content, name="A tile server's picture", max_pixels=TILE_SIZE**2)
        except PictureError as error:
            raise BadPicture(words_of(error)) from error
        rows, columns = image.shape[:2]
        if (rows, columns) != (self._part_px, self._part_px):
            raise BadPicture(
                _(
                    "The tile server sends pictures of %(columns)d x %(rows)d px where "
                    "%(wanted)d x %(wanted)d were expected; set the source's tile size."
                )
                % {"columns": columns, "rows": rows, "wanted": self._part_px}
            )
        return None if is_blank(image) else image

    def _dates(self, fetched: list[FetchedPicture]) -> CaptureDates:
        dates = [picture.dates if any(picture.dates) else self._default_dates for picture in fetched]
        return CaptureDates.spanning(dates)


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    executor = ThreadPoolExecutor(THREADS, thread_name_prefix="tile")
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def _drop_repeated(fetched: list[FetchedPicture | None]) -> list[FetchedPicture | None]:
    """None in place of pictures that were sent for more than one part."""
    times = Counter(picture.content for picture in fetched if picture)
    return [picture if picture and times[picture.content] == 1 else None for picture in fetched]


def _compose(parts: list[NDArray[np.uint8] | None], size: int) -> NDArray[np.uint8]:
    """One picture from square parts, row by row; missing parts are black."""
    image = np.zeros((TILE_SIZE, TILE_SIZE, 3), dtype=np.uint8)
    columns = TILE_SIZE // size
    for index, part in enumerate(parts):
        if part is not None:
            row, column = (index // columns) * size, (index % columns) * size
            image[row : row + size, column : column + size] = part
    return image
