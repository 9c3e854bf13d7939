"""The types that the plan and the painters share. Lengths are in pixels of the picture."""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from demo.landscape.noise import FloatArray, enlarge

CELL = 8  # the plan's rasters hold one value for 8 x 8 pixels
PAD = 256  # the plan extends beyond the region's edge, for the shadows and trees that reach in
METRES_PER_PIXEL = 0.373


class Cover(IntEnum):
    """Codes of the truth mask."""

    BACKGROUND = 0
    MINING = 1
    CEMETERY = 2
    QUARRY = 3
    CLEAR_CUT = 4
    SNOW = 5
    BUILDING_SITE = 6
    RIVER = 7
    ROAD = 8
    FIELD = 9
    VILLAGE = 10
    FOREST = 11


class Role(IntEnum):
    """What a sector of the land is used for."""

    FOREST = 0
    CROPS = 1
    MEADOW = 2
    WETLAND = 3


@dataclass(frozen=True)
class Road:
    """A road of the kind `paved`, `dirt`, `track` or `ride`; points are float32 (n, 2) as x, y."""

    kind: str
    points: FloatArray
    half_width: float


@dataclass(frozen=True)
class Mine:
    """One mining site: lobes are float32 (n, 5) as x, y, half length, half width, angle."""

    x: float
    y: float
    lobes: FloatArray
    style: str
    pitch: float
    water: float
    salt: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        reach = self.lobes[:, 2:4].max(axis=1) * 1.3 + 50
        low, high = self.lobes[:, :2] - reach[:, None], self.lobes[:, :2] + reach[:, None]
        return (*low.min(axis=0).tolist(), *high.max(axis=0).tolist())


@dataclass(frozen=True)
class Spot:
    """A patch of ground of one kind, as a rectangle turned by `angle` around its centre."""

    kind: str
    x: float
    y: float
    angle: float
    half_length: float
    half_width: float
    salt: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        reach = float(np.hypot(self.half_length, self.half_width)) + 24
        return self.x - reach, self.y - reach, self.x + reach, self.y + reach


@dataclass(frozen=True)
class House:
    """A building with a gable roof."""

    x: float
    y: float
    angle: float
    half_length: float
    half_width: float
    eaves: float
    roof: int


@dataclass(frozen=True)
class Sectors:
    """The land's division into parcels of one use; all arrays have one entry a sector."""

    centres: FloatArray
    roles: NDArray[np.int64]
    angles: FloatArray
    strips: FloatArray
    lengths: FloatArray


@dataclass(frozen=True)
class Plan:
    """Everything that is decided before a pixel is drawn."""

    seed: int
    size: int
    sectors: Sectors
    rasters: dict[str, FloatArray]
    roads: list[Road] = field(default_factory=list)
    mines: list[Mine] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)

    def window(self, name: str, x0: int, y0: int, width: int, height: int) -> FloatArray:
        row, column = (y0 + PAD) // CELL, (x0 + PAD) // CELL
        cells = self.rasters[name][row : row + height // CELL, column : column + width // CELL]
        return enlarge(cells, CELL)

    def at(self, name: str, x: FloatArray, y: FloatArray) -> FloatArray:
        raster = self.rasters[name]
        rows = np.clip(((y + PAD) / CELL).astype(np.int64), 0, raster.shape[0] - 1)
        columns = np.clip(((x + PAD) / CELL).astype(np.int64), 0, raster.shape[1] - 1)
        return np.asarray(raster[rows, columns], dtype=np.float32)
