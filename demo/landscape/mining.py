"""Illegal amber mining: ground stripped to sand and bored with round pits, some full of water."""

from functools import lru_cache

import numpy as np

from demo.landscape.canvas import Canvas, Window, ramp
from demo.landscape.noise import FloatArray, hash01, smoothstep, spectral_noise, texture_at
from demo.landscape.scene import Cover, Mine

# style: (share of pits kept, how bare the ground between them is, brightness of the sand)
STYLES = {
    "dense": (0.92, 0.95, 1.0),
    "scattered": (0.42, 0.0, 1.03),
    "old": (0.75, 0.55, 0.86),
    "washed": (0.30, 1.0, 1.05),
}
PIT_SIZES = range(3, 9)
PIT_SHAPES = 9
POOLS = ((50, 68, 60), (70, 92, 80), (46, 54, 44), (84, 96, 78))
FLOORS = ((112, 98, 72), (92, 84, 62), (128, 112, 82), (78, 70, 52), (104, 86, 62))
Pit = tuple[FloatArray, FloatArray, FloatArray]


def lobe_field(mine: Mine, x: FloatArray, y: FloatArray) -> FloatArray:
    """Return 1 at the heart of a site's lobes, 0 on their smooth outline, less outside; shape of x and y."""
    field = np.full(np.broadcast_shapes(x.shape, y.shape), -9, dtype=np.float32)
    for cx, cy, length, width, angle in mine.lobes.tolist():
        cos, sin = np.cos(angle), np.sin(angle)
        u = ((x - cx) * cos + (y - cy) * sin) / length
        v = ((y - cy) * cos - (x - cx) * sin) / width
        np.maximum(field, 1 - np.hypot(u, v).astype(np.float32), out=field)
    return field


def ground_field(canvas: Canvas, mine: Mine, window: Window) -> FloatArray:
    field = lobe_field(mine, window.x, window.y)
    field += 0.16 * canvas.texture("rough", window) + 0.10 * canvas.texture("broad", window)
    return field


def paint_mines(canvas: Canvas) -> None:
    for mine in canvas.plan.mines:
        window = canvas.window(mine.box)
        if window is not None:
            _paint_mine(canvas, mine, window)


def _paint_mine(canvas: Canvas, mine: Mine, window: Window) -> None:
    field = ground_field(canvas, mine, window)
    _strip_ground(canvas, mine, window, field)
    mask = field > (0.05 if mine.style != "scattered" else 0.3)
    canvas.blocked[window.rows, window.columns] |= (field > -0.04) & (canvas.texture("fine", window) < 2.4)
    _dig(canvas, mine, window)
    canvas.mark(window, mask, Cover.MINING)


def _strip_ground(canvas: Canvas, mine: Mine, window: Window, field: FloatArray) -> None:
    _, bare, brightness = STYLES[mine.style]
    rough, fine, broad = (canvas.texture(name, window) for name in ("rough", "fine", "broad"))
    trampled = smoothstep(-0.22, 0.2, field + 0.1 * fine + 0.1 * rough)
    canvas.blend(
        window, 0.6 * trampled, ramp(0.5 + 0.2 * rough, [(88, 92, 56), (112, 104, 70), (132, 116, 82)])
    )
    level = canvas.relief[window.rows, window.columns]
    level *= 1 - trampled
    if not bare:
        return
    islands = (
        smoothstep(1.1, 1.7, 0.8 * rough - 0.9 * broad)
        if mine.style != "old"
        else smoothstep(0.2, 1.2, rough)
    )
    sand = bare * smoothstep(-0.02, 0.14, field + 0.06 * fine) * (1 - islands)
    tone = 0.5 + 0.16 * rough + 0.14 * broad + 0.10 * fine
    stops = [(150, 132, 100), (196, 180, 144), (222, 208, 174), (238, 229, 204)]
    canvas.blend(window, sand, ramp(tone, stops) * np.float32(brightness))
    level += trampled * (0.55 * rough + 0.16 * fine)


def pit_positions(canvas: Canvas, mine: Mine, window: Window) -> tuple[FloatArray, FloatArray, FloatArray]:
    pitch, angle = mine.pitch, 0.6 + mine.salt % 7
    cos, sin = np.cos(angle), np.sin(angle)
    corners = np.array(
        [(x, y) for x in (window.x.min(), window.x.max()) for y in (window.y.min(), window.y.max())]
    )
    along, across = corners @ (cos, sin) / pitch, corners @ (-sin, cos) / pitch
    iu = np.arange(np.floor(along.min()) - 2, np.ceil(along.max()) + 3).astype(np.int64)
    iv = np.arange(np.floor(across.min()) - 2, np.ceil(across.max()) + 3).astype(np.int64)
    gu, gv = (part.ravel() for part in np.meshgrid(iu, iv))
    u = (gu + 0.5 * (gv % 2) + 0.62 * (hash01(gu, gv, mine.salt) - 0.5)) * pitch
    v = (gv + 0.62 * (hash01(gu, gv, mine.salt + 1) - 0.5)) * pitch
    x, y = (u * cos - v * sin).astype(np.float32), (u * sin + v * cos).astype(np.float32)
    field = lobe_field(mine, x, y) + 0.16 * texture_at("rough", canvas.plan.seed, x, y)
    field += 0.10 * texture_at("broad", canvas.plan.seed, x, y)
    share = np.full_like(field, STYLES[mine.style][0])
    if mine.style == "scattered":
        share *= 0.35 + 0.8 * smoothstep(0.0, 0.5, field)
    dug = (field > 0.06) & (hash01(gu, gv, mine.salt + 2) < share)
    return x[dug], y[dug], hash01(gu, gv, mine.salt + 3)[dug]


@lru_cache(maxsize=1)
def pit_shapes() -> dict[int, list[Pit]]:
    """Return for each radius some pits: height, and how much of hole and of rim each pixel is.

    All float32 (6r + 1, 6r + 1), the hole's edge at a distance of about r.
    """
    rng = np.random.default_rng(77)
    return {radius: [_pit(radius, rng) for _ in range(PIT_SHAPES)] for radius in PIT_SIZES}


def _pit(radius: int, rng: np.random.Generator) -> Pit:
    y, x = np.mgrid[-3 * radius : 3 * radius + 1, -3 * radius : 3 * radius + 1].astype(np.float32)
    bearing = np.arctan2(y, x)
    edge, spoil = np.full_like(x, radius), np.full_like(x, rng.uniform(1.7, 2.2))
    for wave in (1, 2, 3, 5):
        edge *= 1 + rng.uniform(0.02, 0.10) * np.cos(wave * bearing + rng.uniform(0, 6.3))
        # The sand is thrown out to one side more than to the other.
        spoil *= 1 + rng.uniform(0.05, 0.17) * np.cos(wave * bearing + rng.uniform(0, 6.3))
    share = np.hypot(x, y) / edge
    hole = smoothstep(1.08, 0.66, share)
    thrown = spectral_noise(x.shape, rng, 1.2, 0.0)
    rim = smoothstep(0.70, 1.0, share) * smoothstep(0.28, -0.42, share - spoil + 0.22 * thrown)
    wall = np.exp(-(((share - 1.2) / 0.34) ** 2)) * (1 + 0.25 * thrown)
    height = -0.9 * radius * smoothstep(1.05, 0.25, share) + 0.24 * radius * wall
    return height.astype(np.float32), hole, rim


def _dig(canvas: Canvas, mine: Mine, window: Window) -> None:
    x, y, chance = pit_positions(canvas, mine, window)
    shapes = pit_shapes()
    for px, py, roll in zip(x.tolist(), y.tolist(), chance.tolist(), strict=True):
        radius = int(np.clip(mine.pitch * (0.20 + 0.19 * (roll * 7.1 % 1)), PIT_SIZES[0], PIT_SIZES[-1]))
        shape = shapes[radius][int(roll * 31.7 % 1 * PIT_SHAPES)]
        _dig_pit(canvas, mine, round(px), round(py), shape, roll)


def _dig_pit(
    canvas: Canvas,
    mine: Mine,
    px: int,
    py: int,
    shape: Pit,
    roll: float,
) -> None:
    height, hole, rim = shape
    half = height.shape[0] // 2
    window = canvas.window((px - half, py - half, px + half + 1, py + half + 1))
    if window is None or window.y.size != height.shape[0] or window.x.size != height.shape[1]:
        return
    canvas.relief[window.rows, window.columns] += height
    bright = (1.0 if mine.style != "old" else 0.84) * (0.90 + 0.14 * (roll * 3.7 % 1))
    fresh = 0.45 + 0.5 * (roll * 13.3 % 1)
    canvas.blend(window, fresh * rim, (234 * bright, 221 * bright, 190 * bright))
    wet = roll * 5.3 % 1 < mine.water
    floors = POOLS if wet else FLOORS
    canvas.blend(window, (0.9 if wet else 0.8) * hole, floors[int(roll * 91.1 % 1 * len(floors))])
    if wet:
        canvas.relief[window.rows, window.columns][hole > 0.6] = -2
    canvas.mark(window, rim + hole > 0.35, Cover.MINING)
