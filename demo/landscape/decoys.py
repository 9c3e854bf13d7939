"""Look-alikes of mining: cemetery, sand quarry, clear-cut, snow, building site."""

from collections.abc import Callable

import numpy as np

from demo.landscape.canvas import Canvas, Colour, Window, ramp
from demo.landscape.noise import FloatArray, hash01, smoothstep
from demo.landscape.scene import Cover, Spot

SAND: list[Colour] = [(176, 158, 120), (206, 190, 152), (226, 213, 180), (238, 230, 206)]
COVERS = {
    "cemetery": Cover.CEMETERY,
    "quarry": Cover.QUARRY,
    "clear_cut": Cover.CLEAR_CUT,
    "snow": Cover.SNOW,
    "building_site": Cover.BUILDING_SITE,
}


def paint_decoys(canvas: Canvas) -> None:
    painters: dict[str, Callable[[Canvas, Spot, Window], None]] = {
        "cemetery": _paint_cemetery,
        "quarry": _paint_quarry,
        "clear_cut": _paint_clear_cut,
        "snow": _paint_snow,
        "building_site": _paint_building_site,
    }
    for spot in canvas.plan.spots:
        window = canvas.window(spot.box) if spot.kind in painters else None
        if window is not None:
            painters[spot.kind](canvas, spot, window)


def rectangle(spot: Spot, u: FloatArray, v: FloatArray) -> FloatArray:
    return np.minimum(spot.half_length - np.abs(u), spot.half_width - np.abs(v))


def _cells(u: FloatArray, v: FloatArray, across: float, down: float, salt: int) -> tuple[FloatArray, ...]:
    iu, iv = np.floor(u / across).astype(np.int64), np.floor(v / down).astype(np.int64)
    du, dv = u - (iu + 0.5) * across, v - (iv + 0.5) * down
    return (du, dv, *(hash01(iu, iv, salt + k) for k in range(3)))


def _paint_cemetery(canvas: Canvas, spot: Spot, window: Window) -> None:
    u, v = window.frame(spot.x, spot.y, spot.angle)
    inside = rectangle(spot, u, v)
    rough, fine = canvas.texture("rough", window), canvas.texture("fine", window)
    ground = smoothstep(-2, 2, inside)
    tone = 0.45 + 0.2 * rough + 0.15 * fine
    canvas.blend(window, 0.85 * ground, ramp(tone, [(86, 92, 58), (122, 114, 80), (160, 146, 112)]))
    paths = (np.abs(u) < 4) | (np.abs(v) < 4) | (np.abs(inside - 8) < 2.5)
    canvas.blend(window, 0.7 * (paths & (inside > 0)).astype(np.float32), (184, 170, 136))
    du, dv, kind, tint, present = _cells(u, v, 13, 8.5, spot.salt)
    plot = (inside > 13) & ~paths & (present < 0.93)
    slab = plot & (np.abs(du + 1.0) < 3.6) & (np.abs(dv) < 2.2)
    shade = np.stack([110 + 110 * tint, 108 + 106 * tint, 100 + 98 * tint])
    sandy = kind < 0.35
    shade[:, sandy] = np.array([[172], [154], [120]], dtype=np.float32) * (0.9 + 0.3 * tint[sandy])
    canvas.blend(window, 0.9 * slab, shade)
    stone = plot & (np.abs(du - 4.2) < 1.1) & (np.abs(dv) < 1.7)
    canvas.blend(window, 0.9 * stone, np.stack([60 + 160 * kind, 60 + 160 * kind, 62 + 156 * kind]))
    level = canvas.relief[window.rows, window.columns]
    np.copyto(level, np.where(stone, 3.4, np.where(slab, 1.0, 0.2 * fine)), where=inside > 2)
    fence = np.abs(inside) < 1.0
    canvas.blend(window, 0.6 * fence.astype(np.float32), (92, 88, 80))
    level[fence] = 3
    # A few old trees stay between the graves.
    canvas.mark(window, inside > 0, Cover.CEMETERY, blocks=False)
    canvas.blocked[window.rows, window.columns] |= (inside > -4) & ~((rough > 1.25) & ~paths)


def _paint_quarry(canvas: Canvas, spot: Spot, window: Window) -> None:
    rough, fine, broad = (canvas.texture(name, window) for name in ("rough", "fine", "broad"))
    u, v = window.frame(spot.x, spot.y, spot.angle)
    depth = 1 - np.hypot(u / spot.half_length, v / spot.half_width) + 0.07 * broad + 0.006 * rough
    edge = smoothstep(-0.03, 0.03, depth)
    stripes = 0.06 * np.sin(depth * 70 + 1.5 * broad)
    canvas.blend(window, edge, ramp(0.55 + 0.12 * broad + 0.03 * fine + stripes, SAND))
    terrace = np.zeros_like(depth)
    for at in (0.03, 0.24, 0.46):
        wobble = at + 0.02 * np.sin(np.arctan2(v, u) * 3 + spot.salt)
        terrace -= 7.0 * smoothstep(-0.012, 0.012, depth - wobble)
        step = smoothstep(0.03, 0.0, np.abs(depth - wobble))
        canvas.blend(window, 0.35 * step, (166, 140, 100))
    level = canvas.relief[window.rows, window.columns]
    np.copyto(level, terrace + 0.5 * rough, where=depth > -0.03)
    du, dv = u - 0.32 * spot.half_length, v + 0.1 * spot.half_width
    heap = np.maximum(13 - 0.62 * np.hypot(du, dv), 0) + np.maximum(10 - 0.6 * np.hypot(du + 46, dv - 22), 0)
    level += heap
    pond = smoothstep(0.62, 0.66, depth + 0.05 * rough)
    canvas.blend(window, pond, ramp(depth * 2 - 1.1, [(126, 148, 126), (78, 112, 104), (54, 84, 82)]))
    level[pond > 0.5] = -26
    tracks = smoothstep(1.5, 0.5, np.abs(np.abs(v + 14 * np.sin(u / 60)) - 3)) * edge * (1 - pond)
    canvas.blend(window, 0.45 * tracks, (184, 164, 124))
    canvas.mark(window, depth > 0, Cover.QUARRY)
    canvas.blocked[window.rows, window.columns] |= depth > -0.08


def _paint_clear_cut(canvas: Canvas, spot: Spot, window: Window) -> None:
    u, v = window.frame(spot.x, spot.y, spot.angle)
    rough, fine, broad = (canvas.texture(name, window) for name in ("rough", "fine", "broad"))
    inside = rectangle(spot, u, v) + 2 * rough
    alpha = smoothstep(-2, 3, inside)
    fresh = (spot.salt % 3) / 2
    tone = 0.45 + 0.16 * rough + 0.12 * broad + 0.12 * fine
    old: list[Colour] = [(72, 82, 48), (94, 100, 58), (118, 112, 72)]
    new: list[Colour] = [(104, 92, 68), (138, 120, 90), (170, 152, 118)]
    picture = (1 - fresh) * ramp(tone, old) + fresh * ramp(tone, new)
    canvas.blend(window, alpha, picture)
    swathe = np.abs(np.mod(v + 2.2 * rough, 25) - 12.5)
    brash = smoothstep(4.5, 2.5, swathe + 1.2 * fine) * alpha
    canvas.blend(
        window, 0.5 * brash, (148 - 50 * (1 - fresh), 136 - 36 * (1 - fresh), 112 - 50 * (1 - fresh))
    )
    haul = smoothstep(1.6, 0.6, np.abs(np.abs(np.mod(v + 12.5, 75) - 37.5) - 2.5)) * alpha
    canvas.blend(window, 0.5 * haul, (176, 156, 120))
    du, dv, size, tint, present = _cells(u + 1.5 * rough, v, 11, 8.3, spot.salt)
    stump = (np.hypot(du - 4 * (tint - 0.5), dv) < 1.0 + size) & (present < 0.55) & (inside > 3)
    canvas.blend(window, 0.7 * stump, (206, 186, 150) if fresh else (68, 84, 44))
    level = canvas.relief[window.rows, window.columns]
    np.copyto(
        level, 1.3 * brash + 0.8 * fine * brash + np.where(stump, 1.2 + 2 * (1 - fresh), 0), where=inside > 0
    )
    canvas.mark(window, inside > 0, Cover.CLEAR_CUT, blocks=False)
    canvas.blocked[window.rows, window.columns] |= (inside > -3) & ((fine < 2.3) | (inside < 12))


def _paint_snow(canvas: Canvas, spot: Spot, window: Window) -> None:
    rough, fine, broad = (canvas.texture(name, window) for name in ("rough", "fine", "broad"))
    u, v = window.frame(spot.x, spot.y, spot.angle)
    reach = 1 - np.hypot(u / spot.half_length, v / spot.half_width) + 0.12 * broad
    ground = smoothstep(0.0, 0.35, reach)
    canvas.blend(
        window, 0.75 * ground, ramp(0.5 + 0.16 * rough + 0.08 * fine, [(92, 84, 60), (128, 112, 80)])
    )
    drift = 0.8 * rough + 0.55 * broad + 0.16 * fine + 1.5 * np.minimum(reach, 0.45)
    snow = smoothstep(0.95, 1.25, drift) * smoothstep(0.02, 0.2, reach)
    canvas.blend(
        window,
        snow,
        ramp(0.6 + 0.1 * rough + 0.05 * fine, [(196, 204, 214), (236, 239, 242), (250, 250, 250)]),
    )
    canvas.relief[window.rows, window.columns] += 0.8 * snow
    canvas.mark(window, (snow > 0.4) | (reach > 0.3), Cover.SNOW)


def _paint_building_site(canvas: Canvas, spot: Spot, window: Window) -> None:
    u, v = window.frame(spot.x, spot.y, spot.angle)
    rough, fine, broad = (canvas.texture(name, window) for name in ("rough", "fine", "broad"))
    inside = rectangle(spot, u, v) + 1.5 * rough
    alpha = smoothstep(-1, 4, inside)
    earth = ramp(
        0.5 + 0.15 * rough + 0.12 * broad + 0.06 * fine, [(140, 116, 90), (182, 162, 128), (214, 200, 168)]
    )
    canvas.blend(window, alpha, earth)
    ruts = smoothstep(1.6, 0.6, np.abs(np.abs(np.mod(v + 18 * np.sin(u / 70), 64) - 32) - 3)) * alpha
    canvas.blend(window, 0.45 * ruts, (120, 100, 76))
    level = canvas.relief[window.rows, window.columns]
    np.copyto(level, 0.25 * rough, where=inside > 0)
    du, dv, kind, tint, present = _cells(u, v, 84, 66, spot.salt)
    long, wide = 22 + 9 * tint, 15 + 6 * present
    plate = np.minimum(long - np.abs(du), wide - np.abs(dv))
    room = np.minimum(np.abs(np.mod(du, 15) - 7.5), np.abs(np.mod(dv, 13) - 6.5))
    slab = (plate > 0) & (inside > 12) & (present < 0.8)
    grey = 176 + 34 * tint + 3 * fine
    canvas.blend(window, 0.95 * slab, np.stack([grey, grey - 2, grey - 8]))
    walls = slab & (kind > 0.35) & ((plate < 2.2) | (room < 0.9))
    canvas.blend(window, 0.8 * walls, (186, 128, 104))
    np.copyto(level, np.where(walls, 3 + 5 * kind, 0.8), where=slab)
    iu, iv, roll, other, stacked = _cells(u + 31, v + 17, 29, 23, spot.salt + 9)
    stack = (
        (np.abs(iu) < 3 + 4 * roll) & (np.abs(iv) < 2 + 2 * other) & (stacked < 0.16) & ~slab & (inside > 8)
    )
    canvas.blend(
        window, 0.9 * stack, np.stack([130 + 90 * roll, 118 + 84 * roll, 98 + 70 * roll + 24 * other])
    )
    np.copyto(level, 4, where=stack)
    canvas.mark(window, inside > 0, Cover.BUILDING_SITE)
    canvas.blocked[window.rows, window.columns] |= inside > -5
