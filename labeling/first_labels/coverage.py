"""How much of each superpixel a place covers."""

from functools import reduce

import shapely
from pyproj import Transformer

from imagery.files import Rings
from ml.tiles import TILE_SIZE, Tile

MIN_SHARE = 0.05
"""A polygon that covers less of a superpixel than this, 0..1, only touches it."""
TO_MERCATOR = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)


def shares_on(tile: Tile, place: shapely.Geometry, outlines: dict[int, Rings]) -> dict[int, float]:
    """The covered share of the superpixels that the place, in degrees, lies on; 0 for those that its points
    and lines lie in. A polygon smaller than that lies on the superpixel that it overlaps most."""
    shape = _in_pixels(tile, place)
    areas = {number: _fill(rings) for number, rings in outlines.items()}
    if shape.area == 0:
        return {number: 0.0 for number, area in areas.items() if area.intersects(shape)}
    shares = {
        number: area.intersection(shape).area / area.area
        for number, area in areas.items()
        if area.area and area.intersects(shape)
    }
    found = {number: round(min(share, 1.0), 3) for number, share in shares.items() if share >= MIN_SHARE}
    if found or not shares:
        return found
    most = max(shares, key=lambda number: shares[number])
    return {most: round(shares[most], 3)}


def _in_pixels(tile: Tile, place: shapely.Geometry) -> shapely.Geometry:
    """Column and row in the tile's picture."""
    west, _south, east, north = tile.mercator_bounds
    metres = shapely.transform(place, TO_MERCATOR.transform, interleaved=False)
    scale = TILE_SIZE / (east - west)
    return shapely.transform(metres, lambda points: (points - [west, north]) * [scale, -scale])


def _fill(rings: Rings) -> shapely.Geometry:
    parts = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings if len(ring) >= 4]
    return reduce(shapely.symmetric_difference, parts, shapely.Polygon())
