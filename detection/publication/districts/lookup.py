"""In which district a point lies."""

import hashlib
import json
from collections.abc import Sequence

import shapely
import shapely.geometry

from campaigns.models import Campaign


class DistrictLookup:
    """Of districts that overlap, the first by name counts, so that every place counts once."""

    def __init__(self, campaign: Campaign) -> None:
        rows = list(campaign.districts.order_by("name").values_list("name", "geometry"))
        self.names = [name for name, _geometry in rows]
        self.shapes = [shapely.geometry.shape(geometry) for _name, geometry in rows]
        shapely.prepare(self.shapes)
        self.tree = shapely.STRtree(self.shapes)

    def names_at(self, points: Sequence[tuple[float, float]]) -> list[str]:
        """The name for each (longitude, latitude); empty outside all districts."""
        names = [""] * len(points)
        if not self.names or not points:
            return names
        found = self.tree.query([shapely.Point(point) for point in points], predicate="intersects")
        first: dict[int, int] = {}
        for point, district in found.T.tolist():
            first[point] = min(district, first.get(point, district))
        for point, district in first.items():
            names[point] = self.names[district]
        return names


def districts_key(campaign: Campaign) -> str:
    """Changes with the boundaries and their names; empty where there are none."""
    rows = list(campaign.districts.order_by("name").values_list("name", "geometry"))
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest() if rows else ""
