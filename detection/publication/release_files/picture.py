"""The picture that is shown where the address of the map is shared: the searched area and the places."""

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from imagery.files import data_path

SIZE = (1200, 630)
"""Pixels, as the Open Graph protocol recommends."""
SCALE = 2
"""Drawn larger and made smaller, for smooth edges."""
MARGIN = 60
PAPER, AREA, AREA_EDGE = "#c9c6bb", "#f6f5f1", "#8b8a82"
PLACE, PLACE_EDGE = "#f2a33a", "#7a4700"
RADIUS = 7

Point = tuple[float, float]


def write_picture(features: Iterable[dict[str, Any]], coverage: str, target: Path) -> None:
    """`coverage` is the path of the release's coverage below DATA_ROOT."""
    outlines = [
        ring
        for feature in json.loads(data_path(coverage).read_text(encoding="utf-8"))["features"]
        for ring in _outer_rings(feature["geometry"])
    ]
    points = [(one["properties"]["lng"], one["properties"]["lat"]) for one in features]
    to_pixel = _projection([*points, *(corner for ring in outlines for corner in ring)])
    image = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    for ring in outlines:
        draw.polygon([to_pixel(corner) for corner in ring], fill=AREA, outline=AREA_EDGE, width=2 * SCALE)
    for point in points:
        x, y = to_pixel(point)
        r = RADIUS * SCALE
        draw.ellipse((x - r, y - r, x + r, y + r), fill=PLACE, outline=PLACE_EDGE, width=2 * SCALE)
    image.resize(SIZE, Image.Resampling.LANCZOS).save(target, format="PNG", optimize=True)


def _outer_rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield [(corner[0], corner[1]) for corner in polygon[0]]


def _projection(points: list[Point]) -> Any:
    """From degrees to pixels of the picture, in web mercator, with a margin round all points."""
    flat = [_mercator(point) for point in points] or [(0.0, 0.0)]
    west, east = min(x for x, _ in flat), max(x for x, _ in flat)
    north, south = max(y for _, y in flat), min(y for _, y in flat)
    room = [(side - 2 * MARGIN) * SCALE for side in SIZE]
    scale = min(room[0] / max(east - west, 1e-6), room[1] / max(north - south, 1e-6))
    middle = ((west + east) / 2, (north + south) / 2)

    def to_pixel(point: Point) -> Point:
        x, y = _mercator(point)
        return (
            SIZE[0] * SCALE / 2 + (x - middle[0]) * scale,
            SIZE[1] * SCALE / 2 - (y - middle[1]) * scale,
        )

    return to_pixel


def _mercator(point: Point) -> Point:
    latitude = math.radians(max(-85.0, min(85.0, point[1])))
    return math.radians(point[0]), math.log(math.tan(math.pi / 4 + latitude / 2))
