"""What every reader returns: an RGB picture of a tile, and its capture dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from imagery.messages import Words
from imagery.readers.fingerprints import Part
from ml.tiles import Tile


class CaptureDates(NamedTuple):
    """First and last day on which the pixels may have been taken; None when unknown."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def spanning(cls, ranges: "Iterable[CaptureDates]") -> "CaptureDates":
        """The range that covers all given ranges. Unknown ones are ignored; one that is open on a side leaves
        the result open on that side, since nobody knows how far it reaches."""
        known = [dates for dates in ranges if any(dates)]
        firsts, lasts = [dates.first for dates in known], [dates.last for dates in known]
        return cls(
            min((day for day in firsts if day), default=None) if all(firsts) else None,
            max((day for day in lasts if day), default=None) if all(lasts) else None,
        )


UNKNOWN_DATES = CaptureDates()


@dataclass(frozen=True)
class TilePicture:
    """A tile's pixels: `image` is uint8 RGB of shape (1024, 1024, 3), row 0 in the north.

    `missing_share` (0 to 1) is the part without imagery, which is black. `valid` is a bool mask of shape
    (1024, 1024), True where there is imagery; None when all of it is. `parts` describes the pictures that it
    was composed of, where a server may have sent a placeholder among them.
    """

    image: NDArray[np.uint8]
    captured_from: date | None = None
    captured_to: date | None = None
    missing_share: float = 0.0
    valid: NDArray[np.bool_] | None = None
    parts: tuple[Part, ...] = ()


class Bounds(NamedTuple):
    """Longitudes and latitudes in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class SourceFacts:
    """What a source says about itself; None or empty where it says nothing."""

    bounds: Bounds | None = None
    min_zoom: int | None = None
    max_zoom: int | None = None
    """Deepest slippy-map zoom of 256 px pictures that holds detail of its own."""
    metres_per_pixel: float | None = None
    """On the ground, of a file with pixels of one size; `max_zoom` is the nearest to it."""
    tile_px: int | None = None
    """Side of its pictures, where they are what tiles are composed of."""
    dates: CaptureDates = UNKNOWN_DATES
    attribution: str = ""
    notes: tuple[Words, ...] = ()
    """What is wrong with parts of a source that can be used all the same."""


@runtime_checkable
class SaysDates(Protocol):
    """A reader that knows when a tile's pictures were taken without reading them."""

    def dates(self, tile: Tile) -> CaptureDates:
        """Unknown where it cannot say; never raises."""
        ...


class TileReader(Protocol):
    """Reads tiles of one source."""

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile.

        Raises `NoImagery` where the source has none, `SourceUnavailable` when it cannot be read now or
        with its settings, `BadPicture` when it sends something other than a picture.
        """
        ...

    def describe(self) -> SourceFacts:
        """Extent, zooms and dates as the source gives them. Raises `SourceUnavailable` as `read` does."""
        ...
