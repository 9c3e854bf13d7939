"""The plan's rasters (forest, wetness, river) and its sectors of land use."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, gaussian_filter
from scipy.spatial import cKDTree

from demo.landscape.noise import FloatArray, spectral_noise
from demo.landscape.roads import resample
from demo.landscape.scene import CELL, PAD, Role, Sectors

FAR = 2000.0
SECTOR_SPACING = 880


@dataclass(frozen=True)
class Grid:
    """The middles of the cells, in pixels of the region, for broadcasting."""

    x: FloatArray
    y: FloatArray

    @property
    def shape(self) -> tuple[int, int]:
        return self.y.size, self.x.size

    def distance_to(self, x: float, y: float) -> FloatArray:
        return np.asarray(np.hypot(self.x - x, self.y - y), dtype=np.float32)


def make_grid(size: int) -> Grid:
    positions = np.arange(-PAD + CELL / 2, size + PAD, CELL, dtype=np.float32)
    return Grid(positions[None], positions[:, None])


def cell_noise(grid: Grid, seed: int, index: int, exponent: float, longest: float) -> FloatArray:
    rng = np.random.default_rng([seed, 900 + index])
    side = int(2 ** np.ceil(np.log2(max(grid.shape[0] + 64, 1.2 * longest / CELL))))
    whole = spectral_noise((side, side), rng, exponent, CELL / longest)
    return whole[: grid.shape[0], : grid.shape[1]]


def meander(size: int, rng: np.random.Generator) -> FloatArray:
    """Return the river's middle line from west to east: a sine-generated curve (Langbein and Leopold)."""
    step = 14.0
    n = int(3.2 * (size + 4 * PAD) / step)
    pace, swing, lean = (gaussian_filter(rng.normal(0, 1, n), width, mode="wrap") for width in (45, 60, 90))
    phase = np.cumsum(
        2 * np.pi * step / 1350 * np.exp(0.3 * np.clip(pace / pace.std(), -2, 1.3))
    ) + rng.uniform(0, 6)
    heading = np.clip(1.1 + 0.45 * swing / swing.std(), 0.2, 1.75) * np.sin(phase) + 0.42 * lean / lean.std()
    x = -2 * PAD + np.cumsum(np.cos(heading)) * step
    y = np.cumsum(np.sin(heading)) * step
    inside = (x > -2 * PAD - 1) & (x < size + 2 * PAD)
    y += 0.68 * size - y[inside].mean()
    return np.stack([x, y], axis=1)[inside].astype(np.float32)


def river_rasters(grid: Grid, line: FloatArray) -> dict[str, FloatArray]:
    """Return the distance to the river's middle, and how far inside a bend each cell lies (about -1..1)."""
    dense = resample(line, 4)
    tangent = np.gradient(dense, axis=0)
    heading = np.unwrap(np.arctan2(tangent[:, 1], tangent[:, 0]))
    bend = gaussian_filter(np.gradient(heading), 20, mode="nearest") * 60
    points = np.stack(np.broadcast_arrays(grid.x, grid.y), -1).reshape(-1, 2)
    distance, nearest = cKDTree(dense).query(points, distance_upper_bound=FAR / 4)
    found = np.isfinite(distance)
    offset = points[found] - dense[nearest[found]]
    along = tangent[nearest[found]]
    side = np.sign(along[:, 0] * offset[:, 1] - along[:, 1] * offset[:, 0])
    inner = np.zeros(len(points), dtype=np.float32)
    inner[found] = np.clip(side * bend[nearest[found]], -1.5, 1.5)
    distance = np.where(found, distance, FAR).astype(np.float32).reshape(grid.shape)
    return {"river": distance, "bend": gaussian_filter(inner.reshape(grid.shape), 1.5).astype(np.float32)}


def oxbow_raster(grid: Grid, line: FloatArray, rng: np.random.Generator) -> FloatArray:
    lines = np.ones(grid.shape, dtype=bool)
    for _ in range(max(1, len(line) // 160)):
        x, y = line[rng.integers(len(line))] + rng.choice([-1, 1], 2) * rng.uniform(150, 260, 2)
        start, radius = rng.uniform(0, 6.3), rng.uniform(70, 150)
        turn = start + np.linspace(0, rng.uniform(2.2, 4.4), 200)
        columns = ((x + radius * np.cos(turn) + PAD) / CELL).astype(int)
        rows = ((y + 0.75 * radius * np.sin(turn) + PAD) / CELL).astype(int)
        inside = (rows >= 0) & (columns >= 0) & (rows < grid.shape[0]) & (columns < grid.shape[1])
        lines[rows[inside], columns[inside]] = False
    if lines.all():
        return np.full(grid.shape, FAR, dtype=np.float32)
    return np.asarray(gaussian_filter((distance_transform_edt(lines) * CELL).astype(np.float32), 1))


def make_sectors(
    size: int, rng: np.random.Generator, village: tuple[float, float], river: FloatArray
) -> Sectors:
    positions = np.arange(
        -0.3 * size - PAD - SECTOR_SPACING, 1.3 * size + PAD + SECTOR_SPACING, SECTOR_SPACING
    )
    x, y = (part.ravel() for part in np.meshgrid(positions, positions))
    u, v = np.stack([x, y]) + rng.uniform(-0.27, 0.27, (2, len(x))) * SECTOR_SPACING
    turn = rng.uniform(0.1, 0.3)
    middle = size / 2
    centres = np.stack(
        [
            middle + (u - middle) * np.cos(turn) - (v - middle) * np.sin(turn),
            middle + (u - middle) * np.sin(turn) + (v - middle) * np.cos(turn),
        ],
        axis=1,
    )
    near = np.hypot(*(centres - village).T)
    water = cKDTree(river).query(centres)[0]
    wild = _smooth_over(centres, rng.normal(0, 1, len(centres))) + 0.35 * rng.normal(0, 1, len(centres))
    wild += np.clip((near - 0.20 * size - 700) / 2200, -1.4, 0.25)
    use = rng.uniform(0, 1, len(centres))
    roles = np.select(
        [near < 950, wild > 0.02, (water < 420) & (use < 0.5), use < 0.5, use < 0.8],
        [Role.CROPS, Role.FOREST, Role.WETLAND, Role.CROPS, Role.MEADOW],
        Role.WETLAND,
    )
    angles = (turn + 0.12 * rng.normal(0, 1, len(centres)) + rng.choice([0, np.pi / 2], len(centres))).astype(
        np.float32
    )
    narrow = rng.uniform(0, 1, len(centres)) < np.where(near < 2200, 0.75, 0.25)
    strips = np.where(narrow, rng.uniform(34, 90, len(centres)), rng.uniform(260, 620, len(centres)))
    lengths = np.where(narrow, rng.uniform(260, 520, len(centres)), rng.uniform(800, 1900, len(centres)))
    return Sectors(
        centres.astype(np.float32), roles, angles, strips.astype(np.float32), lengths.astype(np.float32)
    )


def _smooth_over(centres: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    # Averaged over the neighbours, so that forests are larger than one sector.
    near = cKDTree(centres).query(centres, k=min(6, len(centres)))[1]
    mean = values[near].mean(axis=1)
    return np.asarray((mean - mean.mean()) / max(float(mean.std()), 1e-6))


def land_rasters(grid: Grid, seed: int, sectors: Sectors, river: FloatArray) -> dict[str, FloatArray]:
    # The forest's edges wander off the sectors' straight borders.
    stray = [110 * cell_noise(grid, seed, index, 3.2, 1500) for index in (5, 6)]
    points = np.stack([grid.x + stray[0], grid.y + stray[1]], -1).reshape(-1, 2)
    owner = cKDTree(sectors.centres).query(points)[1].reshape(grid.shape)
    forest = (sectors.roles == Role.FOREST).astype(np.float32)
    wet = np.select([sectors.roles == Role.WETLAND, sectors.roles == Role.CROPS], [0.85, 0.0], 0.25)
    lowland = np.exp(-((river / 420) ** 2))
    woods = 0.58 * gaussian_filter(forest[owner] - 0.5, 0.8) + 0.19 * cell_noise(grid, seed, 1, 2.5, 1900)
    woods -= 0.9 * np.exp(-((river / 130) ** 2))
    wetness = gaussian_filter(wet[owner], 4) + 0.3 * lowland + 0.16 * cell_noise(grid, seed, 2, 2.6, 2600)
    slope = grid.x * 0.96 + grid.y * 0.28
    strip = 0.5 + 0.5 * np.sign(np.sin(slope / 2350 + 0.7 + 0.4 * (seed % 5)))
    return {
        "woods": woods.astype(np.float32),
        "wet": np.clip(wetness, 0, 1).astype(np.float32),
        "tone": cell_noise(grid, seed, 3, 3.0, 6000) * np.float32(0.7),
        "strip": gaussian_filter(strip, 5).astype(np.float32),
    }
