"""Tile servers. A tile's picture is composed of smaller ones from a deeper zoom."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from imagery.emptiness import MAX_MISSING_SHARE, missing_share
from imagery.errors import BadPicture, NoImagery, SourceUnavailable
from imagery.messages import message as _
from imagery.messages import words_of
from imagery.models import ImagerySource
from imagery.readers.base import CaptureDates, SourceFacts, TilePicture, require_imagery
from imagery.readers.capture_dates import dates_from_picture, first_known
from imagery.readers.fingerprints import Part, compose, describe_part, repeated_in
from imagery.readers.tile_client import FetchedPicture, FetchLimits, client_for
from imagery.readers.url_template import check_template, fill_template
from ml.errors import PictureError
from ml.pictures import is_blank, open_picture
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
        self._part_px = source.tile_px
        self._default_dates = CaptureDates(source.captured_from, source.captured_to)
        self._client = client_for(source, limits)

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3).

        Raises `NoImagery`, `SourceUnavailable` or `BadPicture` as `TileReader.read` says.
        """
        addresses = tile.children(self._part_zoom(tile))
        fetched = self._fetch_all(addresses)
        images = _without_blank({address: _open(picture) for address, picture in fetched.items()})
        parts = [describe_part(address, fetched[address].content, image) for address, image in images.items()]
        for address in repeated_in(parts):
            del images[address]
        self._require_enough(tile, 1 - len(images) / len(addresses), parts)
        self._check_sizes(images.values())
        image, valid = compose(tile, [(address, images.get(address)) for address in addresses])
        require_imagery(image, tile, valid)
        dates = self._dates([fetched[address] for address in images])
        return TilePicture(image, dates.first, dates.last, missing_share(valid), valid, tuple(parts))

    def _require_enough(self, tile: Tile, missing: float, parts: list[Part]) -> None:
        if missing > MAX_MISSING_SHARE:
            words = _("The source has no imagery for %(share).0f%% of tile %(tile)s.")
            raise NoImagery(words % {"share": 100 * missing, "tile": tile}, parts)

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

    def _fetch_all(self, parts: list[Tile]) -> dict[Tile, FetchedPicture]:
        """The pictures of those parts that have one. The first failure cancels the rest."""
        with _threads() as threads:
            fetched = zip(parts, threads.map(self._fetch, parts), strict=True)
            return {part: picture for part, picture in fetched if picture is not None}

    def _fetch(self, part: Tile) -> FetchedPicture | None:
        check_template(self._source.url, self._source.subdomains)
        return self._client.fetch(fill_template(self._source.url, part, self._source.subdomains))

    def _check_sizes(self, images: Iterable[NDArray[np.uint8]]) -> None:
        for image in images:
            rows, columns = image.shape[:2]
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


def _without_blank(images: dict[Tile, NDArray[np.uint8]]) -> dict[Tile, NDArray[np.uint8]]:
    return {address: image for address, image in images.items() if not is_blank(image)}


def _open(picture: FetchedPicture) -> NDArray[np.uint8]:
    try:
        return open_picture(picture.content, name="A tile server's picture", max_pixels=TILE_SIZE**2)
    except PictureError as error:
        raise BadPicture(words_of(error)) from error


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    executor = ThreadPoolExecutor(THREADS, thread_name_prefix="tile")
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)
