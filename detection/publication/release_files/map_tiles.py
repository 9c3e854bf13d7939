"""The vector tiles of the public map: one PMTiles archive for each release, made by tippecanoe.

Tiles are 512 px wide on the map, so that the tiles of zoom z are shown at the map's zoom z + 1. They hold one
layer each:

- `counts`, below the map's zoom 9: a point for each square of the map with the number of places in it, `n`,
  and that of each year, `y2018`; `y0` counts those whose year is uncertain.
- `dots`, at zooms 9 to 13: a point for each place.
- `shapes`, from zoom 14: their outlines.

Places have `place`, `year` (0 where it is uncertain) and `ha`.
"""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import mercantile

from detection.publication.errors import FileNotMade
from imagery.messages import message as _

COUNTS_ZOOMS = range(2, 8)
DOTS_ZOOMS = range(8, 13)
SHAPES_ZOOM = 13
SQUARES_OF_TILE = 3
"""2**3 squares along each side of a tile: 64 px on the map."""
OPTIONS = [
    "--force",
    "--quiet",
    "--read-parallel",
    "--drop-rate=1",
    "--no-feature-limit",
    "--no-tile-size-limit",
    "--no-tiny-polygon-reduction",
    "--no-line-simplification",
    "--full-detail=13",
    "--low-detail=12",
    "--buffer=16",
    f"--minimum-zoom={COUNTS_ZOOMS.start}",
    f"--maximum-zoom={SHAPES_ZOOM}",
]


def write_map_tiles(features: Iterable[dict[str, Any]], target: Path) -> None:
    """Raises FileNotMade with what tippecanoe said."""
    lines = target.with_suffix(".lines")
    try:
        with lines.open("w", encoding="utf-8") as file:
            for feature in tile_features(features):
                file.write(json.dumps(feature, separators=(",", ":")) + "\n")
        _run_tippecanoe(lines, target)
    finally:
        lines.unlink(missing_ok=True)


def tile_features(features: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the tiles hold, as tippecanoe reads it."""
    squares: dict[mercantile.Tile, _Square] = defaultdict(_Square)
    for feature in features:
        facts = feature["properties"]
        about = {"place": facts["place"], "year": facts["year"] or 0, "ha": round(facts["area_ha"], 2)}
        point = {"type": "Point", "coordinates": [facts["lng"], facts["lat"]]}
        yield _feature("dots", DOTS_ZOOMS, point, about)
        yield _feature("shapes", range(SHAPES_ZOOM, SHAPES_ZOOM + 1), feature["shown"], about)
        smallest = mercantile.tile(facts["lng"], facts["lat"], COUNTS_ZOOMS[-1] + SQUARES_OF_TILE)
        squares[smallest].add(facts["lng"], facts["lat"], about["year"])
    for zoom in reversed(COUNTS_ZOOMS):
        for square in squares.values():
            yield _feature("counts", range(zoom, zoom + 1), square.middle(), square.counts())
        squares = _parents(squares)


class _Square:
    def __init__(self) -> None:
        self.years: Counter[int] = Counter()
        self.lng = self.lat = 0.0

    def add(self, lng: float, lat: float, year: int) -> None:
        self.years[year] += 1
        self.lng += lng
        self.lat += lat

    def merge(self, other: "_Square") -> None:
        self.years.update(other.years)
        self.lng += other.lng
        self.lat += other.lat

    def middle(self) -> dict[str, Any]:
        n = self.years.total()
        return {"type": "Point", "coordinates": [round(self.lng / n, 6), round(self.lat / n, 6)]}

    def counts(self) -> dict[str, int]:
        return {"n": self.years.total()} | {f"y{year}": n for year, n in sorted(self.years.items())}


def _parents(squares: dict[mercantile.Tile, _Square]) -> dict[mercantile.Tile, _Square]:
    parents: dict[mercantile.Tile, _Square] = defaultdict(_Square)
    for tile, square in squares.items():
        parents[mercantile.Tile(tile.x >> 1, tile.y >> 1, tile.z - 1)].merge(square)
    return parents


def _feature(
    layer: str, zooms: range, geometry: dict[str, Any], properties: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "Feature",
        "tippecanoe": {"layer": layer, "minzoom": zooms[0], "maxzoom": zooms[-1]},
        "geometry": geometry,
        "properties": properties,
    }


def _run_tippecanoe(lines: Path, target: Path) -> None:
    program = Path(sys.executable).with_name("tippecanoe")
    command = [
        str(program),
        *OPTIONS,
        f"--output={target}",
        f"--temporary-directory={target.parent}",
        str(lines),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    except FileNotFoundError as error:
        raise FileNotMade(
            _("tippecanoe is not installed. Install Landscar’s extra `worker` or `texture`.")
        ) from error
    if done.returncode:
        raise FileNotMade(_("tippecanoe failed: %(reason)s") % {"reason": done.stderr.strip()[-300:]})
