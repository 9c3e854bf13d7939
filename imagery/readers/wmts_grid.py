"""Which tiles of a WMTS cover one of ours."""

from dataclasses import dataclass

from imagery.readers.base import Bounds
from imagery.readers.canvas import MERCATOR
from imagery.readers.wmts_capabilities import Matrix, MatrixSet, WmtsLayer, WmtsService
from ml.tiles import TILE_SIZE, Tile

COARSER = 1.1
"""A level is fine enough when its pixels are up to this much larger than the tile's."""
MARGIN_PX = 2
MAX_TILES = 144
MAX_PIXELS = 4096 * 4096


@dataclass(frozen=True)
class Cover:
    """Rows and columns of a matrix, last ones included."""

    matrix: Matrix
    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def cells(self) -> list[tuple[int, int]]:
        return [
            (row, column)
            for row in range(self.first_row, self.last_row + 1)
            for column in range(self.first_column, self.last_column + 1)
        ]

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows in pixels."""
        columns = (self.last_column - self.first_column + 1) * self.matrix.tile_width
        return columns, (self.last_row - self.first_row + 1) * self.matrix.tile_height

    @property
    def edges(self) -> Bounds:
        one = self.matrix
        width, height = one.px * one.tile_width, one.px * one.tile_height
        return Bounds(
            one.west + self.first_column * width,
            one.north - (self.last_row + 1) * height,
            one.west + (self.last_column + 1) * width,
            one.north - self.first_row * height,
        )


def readable_sets(service: WmtsService, layer: WmtsLayer) -> list[MatrixSet]:
    """The layer's matrix sets whose projection is known, those in web mercator first."""
    sets = [service.matrix_sets[name] for name in layer.matrix_sets if name in service.matrix_sets]
    return sorted(sets, key=lambda one: one.crs != MERCATOR)


def fitting_matrix(matrix_set: MatrixSet, tile: Tile) -> Matrix | None:
    """The coarsest level that is fine enough for the tile; None when none is."""
    wanted = _edges_in(tile, matrix_set.crs)
    px = (wanted.east - wanted.west) / TILE_SIZE
    return next((matrix for matrix in matrix_set.matrices if matrix.px <= px * COARSER), None)


def cover(matrix: Matrix, matrix_set: MatrixSet, tile: Tile) -> Cover | None:
    """The matrix's tiles that share area with ours; None when that would be too many."""
    # A hair inside in web mercator, where edges coincide; some pixels more where it is warped.
    margin = -0.01 if matrix_set.crs == MERCATOR else MARGIN_PX
    edges = _edges_in(tile, matrix_set.crs)
    width, height = matrix.px * matrix.tile_width, matrix.px * matrix.tile_height
    x, y = margin * matrix.px, margin * matrix.px
    found = Cover(
        matrix,
        int((matrix.north - edges.north - y) // height),
        int((matrix.north - edges.south + y) // height),
        int((edges.west - x - matrix.west) // width),
        int((edges.east + x - matrix.west) // width),
    )
    columns, rows = found.size
    n_cells = (found.last_row - found.first_row + 1) * (found.last_column - found.first_column + 1)
    return found if n_cells <= MAX_TILES and columns * rows <= MAX_PIXELS else None


def _edges_in(tile: Tile, crs: str) -> Bounds:
    if crs == MERCATOR:
        return Bounds(*tile.mercator_bounds)
    if crs == "EPSG:4326":
        return Bounds(*tile.bounds)
    from rasterio.warp import transform_bounds

    return Bounds(*transform_bounds(MERCATOR, crs, *tile.mercator_bounds))
