"""The consensus, superpixel by superpixel, with outlines in degrees."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby
from typing import Any

import shapely
from shapely.geometry.polygon import orient

from campaigns.models import Campaign
from imagery.files import Rings
from imagery.outlines import read_outlines
from labeling.models import Consensus, LabelTile
from ml.labels import POSITIVE_FROM
from ml.tiles import TILE_SIZE, Tile, pixel_to_lnglat

ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Superpixel:
    label_tile: LabelTile
    consensus: Consensus
    rings: Rings
    """In pixels, (column, row), filled by the even-odd rule."""

    @property
    def captured(self) -> tuple[date | None, date | None]:
        tile, source = self.label_tile.tile, self.label_tile.tile.source
        return tile.captured_from or source.captured_from, tile.captured_to or source.captured_to

    @property
    def label(self) -> str:
        probability = self.consensus.probability
        return "" if probability is None else "positive" if probability >= POSITIVE_FROM else "negative"

    def shape(self) -> Any:
        return _fill([_on_earth(ring, self.label_tile.tile.address) for ring in self.rings])

    def properties(self) -> dict[str, Any]:
        tile, consensus = self.label_tile.tile, self.consensus
        earliest, latest = self.captured
        return {
            "z": tile.z,
            "x": tile.x,
            "y": tile.y,
            "superpixel": consensus.superpixel,
            "label": self.label,
            "probability": consensus.probability,
            "majority": consensus.majority,
            "weight": consensus.weight,
            "state": consensus.state,
            "n_votes": consensus.n_votes,
            "is_random": self.label_tile.is_random,
            "captured_from": earliest.isoformat() if earliest else None,
            "captured_to": latest.isoformat() if latest else None,
            "segmentation": self.label_tile.segmentation.settings_key,
            "picture_sha256": tile.sha256,
        }


def superpixels_of(campaign: Campaign) -> Iterator[Superpixel]:
    rows = Consensus.objects.filter(label_tile__campaign=campaign).order_by("label_tile", "superpixel")
    rows = rows.select_related("label_tile__tile__source", "label_tile__segmentation__tile")
    for tile, found in groupby(rows.iterator(ROWS_AT_ONCE), key=lambda row: row.label_tile):
        outlines = read_outlines(tile.segmentation)
        for row in found:
            if row.superpixel in outlines:
                yield Superpixel(tile, row, outlines[row.superpixel])


def _on_earth(ring: list[tuple[float, float]], tile: Tile) -> list[tuple[float, float]]:
    return [pixel_to_lnglat(tile, row, column, TILE_SIZE) for column, row in ring]


def _fill(rings: list[list[tuple[float, float]]]) -> Any:
    parts = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings if len(ring) >= 4]
    filled = reduce(shapely.symmetric_difference, parts, shapely.Polygon())
    polygons = [part for part in shapely.get_parts(filled) if part.geom_type == "Polygon"]
    whole = [orient(polygon) for polygon in polygons]
    return whole[0] if len(whole) == 1 else shapely.MultiPolygon(whole)
