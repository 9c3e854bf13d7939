"""Coordinates that are not longitude and latitude as RFC 7946 wants them: told, and put right where that is
certain."""

import numpy as np
import shapely

from campaigns.errors import InvalidRegion
from campaigns.regions.geojson import Points, Rings
from imagery.messages import Words
from imagery.messages import message as _

MERCATOR_EDGE = 85.0511
"""Latitude at which the tiles of web maps end."""
SHORTEST_JUMP = 240
"""Degrees between neighbouring points from which a line is taken to cross the antimeridian."""


def put_right(polygons: list[Rings]) -> tuple[list[Rings], list[Words]]:
    """Polygons in degrees, longitude first, each outline in one piece: over the antimeridian longitudes go on
    beyond 180. Raises `InvalidRegion`."""
    everything = np.concatenate([ring for rings in polygons for ring in rings])
    if not np.isfinite(everything).all():
        raise InvalidRegion(
            _("A coordinate is not a number (NaN or infinity). Save the region anew and try again.")
        )
    notes: list[Words] = []
    if _are_swapped(everything):
        polygons = [[ring[:, ::-1] for ring in rings] for rings in polygons]
        everything = everything[:, ::-1]
        notes.append(
            _("Latitude came first. We put longitude first, as GeoJSON wants it: check the place on the map.")
        )
    _refuse_what_is_not_degrees(everything)
    return [_unwrapped(rings) for rings in polygons], notes


def _are_swapped(points: Points) -> bool:
    first, second = np.abs(points).max(axis=0)
    return bool(second > 90 and second <= 360 and first <= 90)


def _refuse_what_is_not_degrees(points: Points) -> None:
    first, second = np.abs(points).max(axis=0)
    if max(first, second) > 360:
        raise InvalidRegion(
            _(
                "These look like metres, not degrees. Save the region as WGS 84 (EPSG:4326), or upload the "
                "file together with its .prj."
            )
        )
    if second > 90:
        raise InvalidRegion(
            _(
                "There is a latitude of %(latitude)s; latitudes run from −90 to 90. Longitude comes first, "
                "then latitude."
            )
            % {"latitude": f"{points[np.abs(points[:, 1]).argmax(), 1]:.5g}"}
        )


def _unwrapped(rings: Rings) -> Rings:
    """One polygon without jumps, its outline's middle within -180 to 180, its holes beside it."""
    outline, *holes = [_without_jumps(ring) for ring in rings]
    outline = outline - np.array([_turns(outline), 0.0])
    return [outline, *(_moved_into(hole, outline) for hole in holes)]


def _without_jumps(ring: Points) -> Points:
    closed = ring if len(ring) and (ring[0] == ring[-1]).all() else np.concatenate([ring, ring[:1]])
    steps = np.diff(closed[:, 0])
    jumps = np.where((np.abs(steps) >= SHORTEST_JUMP) & (np.abs(steps) < 360), -360 * np.sign(steps), 0)
    if not jumps.any():
        return closed
    if jumps.sum() != 0:
        raise InvalidRegion(
            _("The outline goes round a pole. Web maps end before the poles: cut the region there.")
        )
    continuous = closed.copy()
    continuous[1:, 0] += np.cumsum(jumps)
    return continuous


def _turns(ring: Points) -> float:
    middle = (ring[:, 0].min() + ring[:, 0].max()) / 2
    return float(360 * np.floor((middle + 180) / 360)) if abs(middle) > 180 else 0.0


def _moved_into(hole: Points, outline: Points) -> Points:
    west, east = outline[:, 0].min(), outline[:, 0].max()
    shifts = [0.0, 360.0, -360.0]
    fitting = [
        shift for shift in shifts if west <= hole[:, 0].min() + shift and hole[:, 0].max() + shift <= east
    ]
    moved: Points = hole + np.array([fitting[0] if fitting else 0.0, 0.0])
    return moved


def cut_at_edges(region: shapely.Geometry) -> tuple[shapely.Geometry, list[Words]]:
    """Cut at the antimeridian, as RFC 7946 says, and where web maps end."""
    west, south, east, north = region.bounds
    notes: list[Words] = []
    if west < -180 or east > 180:
        region = shapely.union_all([_in_world(region, turn) for turn in (-360, 0, 360)])
        notes.append(_("The region crosses the 180th meridian and was cut there in two."))
    if south < -MERCATOR_EDGE or north > MERCATOR_EDGE:
        region = shapely.intersection(region, shapely.box(-180, -MERCATOR_EDGE, 180, MERCATOR_EDGE))
        notes.append(_("Web maps end at 85 degrees north and south. What lies beyond was cut off."))
    return region, notes


def _in_world(region: shapely.Geometry, turn: int) -> shapely.Geometry:
    part = shapely.intersection(region, shapely.box(-180 + turn, -90, 180 + turn, 90))
    return shapely.transform(part, lambda points: points - [turn, 0])
