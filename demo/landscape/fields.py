"""Crops and ploughland: sectors with parcels, furrows, tram lines, and balks and ditches between them."""

import numpy as np

from demo.landscape.canvas import Canvas, Colour
from demo.landscape.noise import FloatArray, IntArray, enlarge, hash01, smoothstep
from demo.landscape.scene import Cover, Role, Sectors

DITCHES = 0.55  # the share of the borders between sectors that have one

# colour, strength of the furrows, strength of the streaks along them
CROPS: list[tuple[Colour, float, float]] = [
    ((82, 112, 60), 0.03, 0.04),
    ((96, 118, 66), 0.04, 0.05),
    ((70, 98, 54), 0.04, 0.04),
    ((150, 136, 92), 0.03, 0.06),
    ((164, 148, 104), 0.03, 0.07),
    ((112, 92, 76), 0.07, 0.05),
    ((128, 106, 88), 0.08, 0.06),
    ((94, 78, 66), 0.06, 0.05),
    ((106, 104, 70), 0.02, 0.03),
    ((120, 116, 76), 0.03, 0.05),
    ((154, 132, 110), 0.06, 0.07),
    ((110, 122, 62), 0.03, 0.05),
]


def sector_fields(
    sectors: Sectors, near: IntArray, x: FloatArray, y: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Return for each pixel its sector, the distance to the sector's border, and a number for that border.

    Squared distances less the pixel's own square are linear in x and y, so that a sector costs one sum.
    """
    origin = np.array([x.flat[0], y.flat[0]], dtype=np.float32)
    px, py = x - origin[0], y - origin[1]
    shape = np.broadcast_shapes(px.shape, py.shape)
    best, second = np.full(shape, 1e9, dtype=np.float32), np.full(shape, 2e9, dtype=np.float32)
    owner, runner = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for index in near:
        cx, cy = sectors.centres[index] - origin
        value = (cx * cx - 2 * cx * px) + (cy * cy - 2 * cy * py)
        closer, next_closest = value < best, (value < second) & (value >= best)
        np.copyto(second, best, where=closer)
        np.copyto(runner, owner, where=closer)
        np.copyto(second, value, where=next_closest)
        runner[next_closest] = index
        np.copyto(best, value, where=closer)
        owner[closer] = index
    gaps = np.hypot(*(sectors.centres[:, None] - sectors.centres[None]).transpose(2, 0, 1)).astype(np.float32)
    border = (second - best) / (2 * np.maximum(gaps[owner, runner], 1))
    return owner, border, hash01(np.minimum(owner, runner), np.maximum(owner, runner), 17)


def near_sectors(canvas: Canvas) -> IntArray:
    centres = canvas.plan.sectors.centres
    x = np.linspace(canvas.x0, canvas.x0 + canvas.width, 17, dtype=np.float32)
    y = np.linspace(canvas.y0, canvas.y0 + canvas.height, 17, dtype=np.float32)
    points = np.stack(np.meshgrid(x, y), -1).reshape(-1, 1, 2)
    distance = np.hypot(*(points - centres[None]).transpose(2, 0, 1))
    return np.unique(np.argsort(distance, axis=1)[:, :3])


def paint_fields(canvas: Canvas) -> None:
    sectors = canvas.plan.sectors
    near = near_sectors(canvas)
    # Half the size is enough: crops keep off the borders.
    x, y = canvas.whole.x[:, ::2] + np.float32(0.5), canvas.whole.y[::2] + np.float32(0.5)
    half_owner, half_border, kind = sector_fields(sectors, near, x, y)
    owner = half_owner.astype(np.int32).repeat(2, axis=0).repeat(2, axis=1)
    border = enlarge(half_border, 2)
    woods = canvas.raster("woods")
    open_land = (woods < -0.05) & (canvas.raster("river") > 90) & (canvas.raster("village") < 0.5)
    for index in near:
        if sectors.roles[index] == Role.CROPS:
            _paint_sector(canvas, int(index), (owner == index) & open_land & (border > 9))
    _paint_borders(canvas, border + enlarge(100 * (kind > DITCHES).astype(np.float32), 2))


def _paint_sector(canvas: Canvas, index: int, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return
    sectors = canvas.plan.sectors
    cos, sin = np.cos(sectors.angles[index]), np.sin(sectors.angles[index])
    dx = columns.astype(np.float32) + np.float32(canvas.x0 - sectors.centres[index, 0])
    dy = rows.astype(np.float32) + np.float32(canvas.y0 - sectors.centres[index, 1])
    along, across = dx * cos + dy * sin, dy * cos - dx * sin
    colours, balk = parcels(along, across, sectors, index)
    fine = canvas.texture("fine")[rows, columns]
    rough = canvas.texture("rough")[rows, columns]
    colours *= 1 + 0.035 * fine + 0.05 * rough
    opacity = 0.92 * (1 - 0.8 * balk)
    for channel in range(3):
        plane = canvas.colour[channel]
        old = plane[rows, columns]
        plane[rows, columns] = old + opacity * (colours[channel] - old)
    canvas.relief[rows, columns] *= 0.35
    canvas.cover[rows, columns] = Cover.FIELD
    canvas.blocked[rows, columns] |= balk < 0.5


def parcels(
    along: FloatArray, across: FloatArray, sectors: Sectors, index: int
) -> tuple[FloatArray, FloatArray]:
    strip, length = float(sectors.strips[index]), float(sectors.lengths[index])
    lane = np.floor(across / strip).astype(np.int64)
    shift = hash01(lane, np.full_like(lane, index), 11) * length
    cut = np.floor((along + shift) / length).astype(np.int64)
    crop = (hash01(lane * 131 + cut, np.full_like(lane, index), 7) * len(CROPS)).astype(np.int64)
    table = np.array([colour for colour, _, _ in CROPS], dtype=np.float32)
    furrow = np.array([strength for _, strength, _ in CROPS], dtype=np.float32)[crop]
    streak = np.array([strength for _, _, strength in CROPS], dtype=np.float32)[crop]
    tone = 1 + furrow * np.sin(across * np.float32(2 * np.pi / 5.3))
    column = np.floor(across / 3).astype(np.int64)
    tone += streak * (hash01(column, lane, 3) + hash01(column // 5, lane, 5) - 1)
    tone -= 0.09 * _tram_lines(across) * (furrow < 0.05)
    tone *= 0.92 + 0.16 * hash01(lane * 77 + cut, np.full_like(lane, index), 13)
    edge = np.minimum(across - lane * strip, (lane + 1) * strip - across)
    end = (along + shift) - cut * length
    balk = np.maximum(smoothstep(2.6, 1.2, edge), smoothstep(4, 2, np.minimum(end, length - end)))
    return table[crop].T * tone, balk


def _tram_lines(across: FloatArray) -> FloatArray:
    position = np.abs(np.mod(across, 56) - 28)
    return smoothstep(1.4, 0.6, np.abs(position - 3))


def _paint_borders(canvas: Canvas, border: FloatArray) -> None:
    outside = (
        (canvas.raster("woods") < 0.02) & (canvas.raster("river") > 60) & (canvas.raster("village") < 0.5)
    )
    alpha = smoothstep(13, 6, border + 1.5 * canvas.texture("fine")) * outside
    canvas.blend(canvas.whole, 0.55 * alpha, (66, 84, 44))
    ditch = smoothstep(3.2, 1.6, border + 0.6 * canvas.texture("rough")) * outside
    canvas.blend(canvas.whole, 0.75 * ditch, (48, 54, 40))
    canvas.relief -= 3 * ditch


def hedge_distance(canvas: Canvas, x: FloatArray, y: FloatArray) -> FloatArray:
    _, border, kind = sector_fields(canvas.plan.sectors, near_sectors(canvas), x, y)
    return border + 100 * (kind > DITCHES)
