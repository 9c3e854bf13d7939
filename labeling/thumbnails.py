"""Tiles as small pictures for editors: where, when, and which superpixels are meant."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imagery.errors import ImageryError
from imagery.files import Rings
from imagery.outlines import read_outlines
from labeling.models import LabelTile

Marks = Mapping[str, Collection[int]]
"""Numbers of superpixels by what they are marked as: `positive`, `expert` or `known`."""


@dataclass(frozen=True)
class Thumbnail:
    label_tile: LabelTile
    """With its tile, the tile's source, and its segmentation."""
    outlines: dict[str, str] = field(default_factory=dict)
    """SVG path data in the picture's pixels, even-odd rule, by mark."""

    @property
    def address(self) -> str:
        return reverse("api-thumbnail", args=self._args) + self._version

    @property
    def picture(self) -> str:
        return reverse("api-label-picture", args=self._args) + self._version

    @property
    def outlines_address(self) -> str:
        return reverse("api-label-outlines", args=self._args) + self._version

    @property
    def place(self) -> str:
        west, south, east, north = self.label_tile.tile.address.bounds
        return place_in_words((south + north) / 2, (west + east) / 2)

    @property
    def captured(self) -> str:
        tile, source = self.label_tile.tile, self.label_tile.tile.source
        return dates_in_words(
            tile.captured_from or source.captured_from, tile.captured_to or source.captured_to
        )

    @property
    def words(self) -> str:
        return _("Picture of %(place)s, %(captured)s") % {"place": self.place, "captured": self.captured}

    @property
    def _args(self) -> list[str | int]:
        return [self.label_tile.campaign.slug, self.label_tile.pk]

    @property
    def _version(self) -> str:
        return f"?v={self.label_tile.tile.sha256[:12]}-{self.label_tile.segmentation_id}"


def thumbnails_of(
    tiles: Iterable[LabelTile], marks: Mapping[int, Marks] | None = None
) -> dict[int, Thumbnail]:
    """By label tile. The tiles are read with `tile__source` and `segmentation`; outlines are read from disk
    only where something is marked."""
    marks = marks or {}
    return {tile.pk: Thumbnail(tile, _outlines(tile, marks.get(tile.pk, {}))) for tile in tiles}


def place_in_words(lat: float, lng: float) -> str:
    """Latitude and longitude to about ten metres, written as every map's search box takes them."""
    return f"{lat:.4f}, {lng:.4f}"


def dates_in_words(earliest: date | None, latest: date | None) -> str:
    if earliest is None and latest is None:
        return _("date unknown")
    shown = [date_format(day, "DATE_FORMAT") for day in (earliest, latest) if day]
    return shown[0] if shown[0] == shown[-1] else f"{shown[0]} – {shown[-1]}"


def path_of(rings: Rings) -> str:
    """SVG path data."""
    return " ".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring) + "Z" for ring in rings)


def _outlines(tile: LabelTile, marks: Marks) -> dict[str, str]:
    if not any(marks.values()):
        return {}
    try:
        stored = read_outlines(tile.segmentation)
    except ImageryError:
        return {}
    return {
        name: " ".join(path_of(stored[number]) for number in sorted(numbers) if number in stored)
        for name, numbers in marks.items()
        if numbers
    }
