"""Trees: crowns of several shapes and colours stamped on the canvas, the tallest on top."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from demo.landscape.canvas import Canvas
from demo.landscape.fields import hedge_distance
from demo.landscape.noise import FloatArray, IntArray, hash01, texture_at
from demo.landscape.scene import Cover

GRID = 10  # one candidate tree in each 10 x 10 px
SHAPES = 6
TONES = 12
LARGEST = 13
STAND_SPACING = 620


@dataclass(frozen=True)
class Species:
    """Crown radius (smallest, largest) and tree height in pixels, colour, how domed the crown is."""

    radius: tuple[int, int]
    tall: float
    colour: tuple[float, float, float]
    dome: float


SPECIES = (
    Species((4, 7), 40, (58, 80, 55), 0.9),  # pine
    Species((6, 11), 36, (72, 100, 54), 0.75),  # oak and hornbeam
    Species((5, 8), 34, (88, 112, 62), 0.8),  # birch and aspen
    Species((5, 9), 30, (66, 92, 52), 0.8),  # alder
    Species((3, 4), 13, (74, 102, 56), 0.8),  # young planting
    Species((2, 5), 6, (76, 98, 52), 0.6),  # bushes
)
PINE, OAK, BIRCH, ALDER, YOUNG, BUSH = range(6)


@lru_cache(maxsize=1)
def crown_shapes() -> dict[int, list[FloatArray]]:
    rng = np.random.default_rng(20180)
    return {radius: [_crown(radius, rng) for _ in range(SHAPES)] for radius in range(2, LARGEST)}


def _crown(radius: int, rng: np.random.Generator) -> FloatArray:
    y, x = np.mgrid[-radius - 1 : radius + 2, -radius - 1 : radius + 2].astype(np.float32)
    bearing = np.arctan2(y, x)
    edge = np.full_like(x, radius + 0.3)
    for wave in (2, 3, 5):
        edge *= 1 + rng.uniform(0.04, 0.13) * np.cos(wave * bearing + rng.uniform(0, 6.3))
    share = np.hypot(x, y) / edge
    dome = np.sqrt(np.maximum(1 - share**2, 0)) * radius
    dome += 0.17 * radius * rng.standard_normal(x.shape) * (share < 0.9)
    return np.where(share < 1, dome, -1e4).astype(np.float32)


@lru_cache(maxsize=1)
def palette() -> FloatArray:
    """Return the colour of each crown number float32 (1 + species x tones, 3); number 0 is no crown."""
    rng = np.random.default_rng(51)
    colours = [np.zeros(3)]
    for species in SPECIES:
        for light in np.linspace(0.8, 1.24, TONES):
            tint = np.array([rng.uniform(0.93, 1.1), 1.0, rng.uniform(0.92, 1.08)])
            colours.append(np.array(species.colour) * light * tint)
    return np.array(colours, dtype=np.float32)


@dataclass(frozen=True)
class Trees:
    """Positions and kinds of trees; arrays of one length."""

    x: FloatArray
    y: FloatArray
    species: IntArray
    chance: FloatArray  # one number a tree, for its size, shape and tone
    tone: FloatArray  # 0 dark .. 1 light
    tall: FloatArray  # height as a share of the species' own

    def where(self, keep: NDArray[np.bool_]) -> "Trees":
        return Trees(
            self.x[keep],
            self.y[keep],
            self.species[keep],
            self.chance[keep],
            self.tone[keep],
            self.tall[keep],
        )


def candidates(canvas: Canvas) -> Trees:
    ix = np.arange(canvas.x0 // GRID, (canvas.x0 + canvas.width) // GRID + 1)
    iy = np.arange(canvas.y0 // GRID, (canvas.y0 + canvas.height) // GRID + 1)
    gx, gy = (part.ravel() for part in np.meshgrid(ix, iy))
    seed = canvas.plan.seed
    x = ((gx + hash01(gx, gy, seed + 1)) * GRID).astype(np.float32)
    y = ((gy + hash01(gx, gy, seed + 2)) * GRID).astype(np.float32)
    chance = hash01(gx, gy, seed + 3)
    return Trees(
        x, y, np.zeros(len(x), dtype=np.int64), chance, np.mod(chance * 23.3, 1), np.ones_like(chance)
    )


def plant_trees(canvas: Canvas) -> NDArray[np.int16]:
    trees = candidates(canvas)
    rows = (trees.y - canvas.y0).astype(np.int64)
    columns = (trees.x - canvas.x0).astype(np.int64)
    inside = (rows >= 0) & (rows < canvas.height) & (columns >= 0) & (columns < canvas.width)
    inside[inside] = ~canvas.blocked[rows[inside], columns[inside]]
    trees = trees.where(inside)
    crowns = np.zeros((canvas.height, canvas.width), dtype=np.int16)
    for group in (_forest(canvas, trees), _open_land(canvas, trees)):
        stamp(canvas, crowns, group)
    return crowns


def _forest(canvas: Canvas, trees: Trees) -> Trees:
    woods = canvas.plan.at("woods", trees.x, trees.y)
    rough = texture_at("rough", canvas.plan.seed, trees.x, trees.y)
    inside = woods + 0.05 * rough > 0.02
    trees, rough, woods = trees.where(inside), rough[inside], woods[inside]
    stand, kind, density = stands(canvas.plan.seed, trees)
    wet = canvas.plan.at("wet", trees.x, trees.y)
    species = np.where(wet > 0.55, ALDER, kind)
    other = np.mod(trees.chance * 7.3, 1)
    species = np.where(other < 0.14, BIRCH, np.where(other > 0.93, OAK, species))
    species = np.where(kind == YOUNG, YOUNG, species)
    species = np.where((woods < 0.05) & (other > 0.5), BUSH, species)
    dense = np.where(species == OAK, 0.5, np.where(species == YOUNG, 1.0, 0.72)) * density
    keep = (np.mod(trees.chance * 13.7, 1) < dense) & (rough > -1.9 + 0.4 * (stand % 3 == 0))
    tone = 0.55 * trees.tone + 0.45 * hash01(stand, stand, 29)
    return replace(trees, species=species, tone=tone).where(keep)


def stands(seed: int, trees: Trees) -> tuple[IntArray, IntArray, FloatArray]:
    warp = 40 * texture_at("broad", seed, trees.x, trees.y)
    ix = np.floor((trees.x + warp + 0.15 * trees.y) / STAND_SPACING).astype(np.int64)
    iy = np.floor((trees.y + warp - 0.15 * trees.x) / (STAND_SPACING * 0.8)).astype(np.int64)
    roll = hash01(ix, iy, seed + 21)
    kind = np.select([roll < 0.46, roll < 0.72, roll < 0.88, roll < 0.96], [PINE, OAK, BIRCH, ALDER], YOUNG)
    density = 0.72 + 0.3 * hash01(ix, iy, seed + 22)
    return ix * 31 + iy, kind, density.astype(np.float32)


def _open_land(canvas: Canvas, trees: Trees) -> Trees:
    plan = canvas.plan
    woods, river = plan.at("woods", trees.x, trees.y), plan.at("river", trees.x, trees.y)
    oxbow = plan.at("oxbow", trees.x, trees.y)
    rough = texture_at("rough", plan.seed, trees.x, trees.y)
    broad = texture_at("broad", plan.seed, trees.x, trees.y)
    border = hedge_distance(canvas, trees.x, trees.y)
    chance = np.full(len(trees.x), 0.004, dtype=np.float32)
    chance += 0.16 * np.clip(rough + 0.9 * broad - 2.0, 0, 1)
    chance += 0.10 * np.clip((woods + 0.28) / 0.28, 0, 1) ** 2
    chance += 0.10 * plan.at("wet", trees.x, trees.y) * np.clip(rough, 0, 1.5)
    chance += 0.42 * (border < 11) * (border > 3) * np.clip(0.55 + broad, 0, 1)
    chance += 0.32 * ((river < 95) | (oxbow < 40)) * np.clip(rough + 0.2, 0, 1)
    chance = np.where(plan.at("village", trees.x, trees.y) > 0.5, 0.035, chance)
    roll = np.mod(trees.chance * 11.3, 1)
    keep = (woods <= 0.04) & (roll < chance)
    kind = np.mod(trees.chance * 5.9, 1)
    species = np.select([kind < 0.55, kind < 0.72, kind < 0.88], [BUSH, BIRCH, ALDER], OAK)
    return replace(trees, species=species, tall=np.full_like(trees.tall, 0.62)).where(keep)


def stamp(canvas: Canvas, crowns: NDArray[np.int16], trees: Trees) -> None:
    shapes = crown_shapes()
    size = np.mod(trees.chance * 3.1, 1)
    low = np.array([species.radius[0] for species in SPECIES])[trees.species]
    high = np.array([species.radius[1] for species in SPECIES])[trees.species]
    radii = (low + size * (high - low + 0.99)).astype(int).tolist()
    tall = np.array([species.tall for species in SPECIES])[trees.species] * (0.72 + 0.33 * size) * trees.tall
    variant = (np.mod(trees.chance * 17.9, 1) * SHAPES).astype(int).tolist()
    number = (1 + trees.species * TONES + trees.tone * TONES).astype(int).tolist()
    rows = (np.round(trees.y) - canvas.y0).astype(int).tolist()
    columns = (np.round(trees.x) - canvas.x0).astype(int).tolist()
    for row, column, radius, height, shape, tone in zip(
        rows, columns, radii, tall.tolist(), variant, number, strict=True
    ):
        _stamp_crown(canvas, crowns, row, column, shapes[radius][shape], height, tone)


def _stamp_crown(
    canvas: Canvas,
    crowns: NDArray[np.int16],
    row: int,
    column: int,
    dome: FloatArray,
    height: float,
    tone: int,
) -> None:
    half = dome.shape[0] // 2
    top, left = row - half, column - half
    if top < 0 or left < 0 or top + dome.shape[0] > canvas.height or left + dome.shape[1] > canvas.width:
        return
    area = (slice(top, top + dome.shape[0]), slice(left, left + dome.shape[1]))
    raised = dome + np.float32(height)
    relief = canvas.relief[area]
    wins = raised > relief
    np.copyto(relief, raised, where=wins)
    np.copyto(crowns[area], np.int16(tone), where=wins)


def colour_crowns(canvas: Canvas, crowns: NDArray[np.int16]) -> None:
    mask = crowns > 0
    if not mask.any():
        return
    numbers = crowns[mask]
    grain = 1 + 0.07 * canvas.texture("fine")[mask] + 0.05 * canvas.texture("broad")[mask]
    for channel in range(3):
        canvas.colour[channel][mask] = palette()[:, channel][numbers] * grain
    canvas.mark(
        canvas.whole, mask & (canvas.cover == Cover.BACKGROUND) & (canvas.raster("woods") > 0), Cover.FOREST
    )
