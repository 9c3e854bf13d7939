"""A search of three by three tiles whose superpixels are a grid, so that the truth is easily computed."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from campaigns.models import Campaign
from detection.models import DetectionRun, TileResult
from detection.runs.services.merge_findings import merge_findings
from imagery.models import Tile as TileRow
from imagery.models import TileSegmentation
from imagery.outlines import pack_outlines
from imagery.services.segment_tile import pack_labels
from ml.geometry import fill_rings, to_degrees
from ml.outlines import superpixel_outlines
from ml.tiles import TILE_SIZE, Tile
from tests.factories import HOME_TILE
from tests.factories_detection import make_run, make_tile_result

ACROSS = 4
"""Superpixels along each side of a tile: a grid, so that the truth is easily computed."""
SIDE = 3
"""Tiles along each side of the region."""
CELLS = ACROSS * SIDE
Cells = NDArray[np.bool_]
Scores = NDArray[np.float64]


def grid_labels() -> NDArray[np.int32]:
    block = np.arange(TILE_SIZE) * ACROSS // TILE_SIZE
    return (block[:, None] * ACROSS + block[None, :] + 1).astype(np.int32)


LABELS = pack_labels(grid_labels())
OUTLINES = superpixel_outlines(grid_labels())


def make_grid_run(campaign: Campaign, root: Path) -> DetectionRun:
    """A search of three by three tiles, all cut into a grid of four by four superpixels; `root` is the data
    folder."""
    (root / "grid.npz").write_bytes(LABELS)
    (root / "grid.json").write_bytes(pack_outlines(OUTLINES))
    found = make_run(campaign, threshold=0.5)
    for row in range(SIDE):
        for column in range(SIDE):
            make_tile(found, address(column, row))
    return found


def address(column: int, row: int) -> Tile:
    return Tile(HOME_TILE.z, HOME_TILE.x + column, HOME_TILE.y + row)


def make_tile(run: DetectionRun, place: Tile) -> TileResult:
    tile = TileRow.objects.create(
        source=run.source, source_version=run.source_version, z=place.z, x=place.x, y=place.y,
        quadkey=place.quadkey, state=TileRow.State.READY,
    )  # fmt: skip
    TileSegmentation.objects.create(
        tile=tile, settings_key=run.segmentation_key, n_superpixels=ACROSS**2, labels="grid.npz",
        outlines="grid.json",
    )  # fmt: skip
    return make_tile_result(run, place, state=TileResult.State.PENDING, tile=tile)


def finish(run: DetectionRun, cells: Cells, column: int, row: int, probability: float = 0.9) -> TileResult:
    """The tile is analysed: positive where `cells` say so."""
    return analyse(run, np.where(cells, probability, 0.1), column, row)


def analyse(run: DetectionRun, scores: Scores, column: int, row: int) -> TileResult:
    """The tile is analysed: its superpixels have the `scores` of their cells."""
    part = scores[row * ACROSS : (row + 1) * ACROSS, column * ACROSS : (column + 1) * ACROSS].ravel()
    result = run.tile_results.select_related("tile").get(x=address(column, row).x, y=address(column, row).y)
    result.state = TileResult.State.ANALYSED
    result.n_superpixels, result.n_positive = ACROSS**2, int((part >= run.threshold).sum())
    result.probabilities, result.max_probability = part.tolist(), float(part.max())
    result.save()
    return result


def search(run: DetectionRun, cells: Cells, order: list[tuple[int, int]]) -> None:
    for column, row in order:
        merge_findings(run=run, tiles=positive(finish(run, cells, column, row)))


def positive(*results: TileResult) -> list[TileResult]:
    return [result for result in results if result.n_positive]


def all_tiles() -> list[tuple[int, int]]:
    return [(column, row) for row in range(SIDE) for column in range(SIDE)]


def expected(cells: Cells, least: int) -> list[frozenset[tuple[int, int]]]:
    """Groups of at least `least` positive cells that share edges, by flooding."""
    left = {(int(row), int(column)) for row, column in zip(*np.nonzero(cells), strict=True)}
    groups = []
    while left:
        waiting, group = [left.pop()], set()
        while waiting:
            row, column = waiting.pop()
            group.add((row, column))
            near = {(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)} & left
            left -= near
            waiting.extend(near)
        groups.append(frozenset(group))
    return sorted((group for group in groups if len(group) >= least), key=sorted)


def found(run: DetectionRun) -> list[frozenset[tuple[int, int]]]:
    groups = []
    for finding in run.findings():
        group = set()
        for name, numbers in finding.superpixels.items():
            _z, x, y = (int(part) for part in name.split("/"))
            for number in numbers:
                row, column = divmod(number - 1, ACROSS)
                group.add(((y - HOME_TILE.y) * ACROSS + row, (x - HOME_TILE.x) * ACROSS + column))
        groups.append(frozenset(group))
        assert finding.n_superpixels == len(group)
    return sorted(groups, key=sorted)


def union_of(group: frozenset[tuple[int, int]]) -> shapely.Geometry:
    """The area of some cells, computed apart from the code under test's merging."""
    areas = []
    for row, column in group:
        number = (row % ACROSS) * ACROSS + column % ACROSS + 1
        corner = np.array(
            [HOME_TILE.x + column // ACROSS, HOME_TILE.y + row // ACROSS], dtype=np.float64
        ) * TILE_SIZE  # fmt: skip
        areas.append(shapely.transform(fill_rings(OUTLINES[number]), lambda points, c=corner: points + c))
    return to_degrees(shapely.union_all(areas), HOME_TILE.z)


def rows(*lines: str) -> Cells:
    """Cells of the whole region from text, # for positive; missing lines and columns are negative."""
    cells = np.zeros((CELLS, CELLS), dtype=bool)
    for row, line in enumerate(lines):
        for column, sign in enumerate(line):
            cells[row, column] = sign == "#"
    return cells
