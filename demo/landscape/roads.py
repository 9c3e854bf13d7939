"""Roads, tracks and rides: lines, painted by the distance to them."""

import numpy as np
from numpy.typing import NDArray

from demo.landscape.canvas import Canvas, Window
from demo.landscape.noise import FloatArray, smoothstep
from demo.landscape.scene import Cover, Road

Line = FloatArray | NDArray[np.float64]

REACH = 26.0
STEP = 22.0


def wander(start: FloatArray, end: FloatArray, rng: np.random.Generator, sway: float) -> FloatArray:
    points = np.stack([start, end]).astype(np.float64)
    while np.hypot(*(points[1] - points[0])) > 90:
        gap = points[1:] - points[:-1]
        normal = np.stack([-gap[:, 1], gap[:, 0]], axis=1)
        middle = (points[1:] + points[:-1]) / 2 + normal * rng.uniform(-sway, sway, (len(gap), 1))
        merged = np.empty((len(points) + len(middle), 2))
        merged[::2], merged[1::2] = points, middle
        points = merged
    return resample(smooth_line(points, 3), STEP)


def smooth_line(points: Line, times: int) -> Line:
    for _ in range(times):
        inner = 0.25 * points[:-2] + 0.5 * points[1:-1] + 0.25 * points[2:]
        points = np.concatenate([points[:1], inner, points[-1:]])
    return points


def resample(points: Line, step: float) -> FloatArray:
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    positions = np.linspace(0, length[-1], max(int(length[-1] / step), 1) + 1)
    return np.stack([np.interp(positions, length, points[:, c]) for c in (0, 1)], axis=1).astype(np.float32)


def distance_to_line(canvas: Canvas, points: FloatArray, reach: float) -> tuple[Window, FloatArray] | None:
    """Return the distance to a line inside the window around it, `reach` where it is farther."""
    inside = _segments_inside(canvas, points, reach)
    if not len(inside):
        return None
    used = np.concatenate([points[inside], points[inside + 1]])
    low, high = used.min(axis=0) - reach, used.max(axis=0) + reach
    window = canvas.window((low[0], low[1], high[0] + 1, high[1] + 1))
    if window is None:
        return None
    distance = np.full((window.y.size, window.x.size), reach, dtype=np.float32)
    for index in inside:
        _lower_to_segment(distance, window, points[index], points[index + 1], reach)
    return window, distance


def _segments_inside(
    canvas: Canvas, points: FloatArray, reach: float
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    low, high = np.minimum(points[:-1], points[1:]) - reach, np.maximum(points[:-1], points[1:]) + reach
    corner = np.array([canvas.x0, canvas.y0])
    opposite = corner + np.array([canvas.width, canvas.height])
    return np.nonzero(((high >= corner) & (low <= opposite)).all(axis=1))[0]


def _lower_to_segment(
    distance: FloatArray, window: Window, a: FloatArray, b: FloatArray, reach: float
) -> None:
    x0, y0 = float(window.x[0, 0]), float(window.y[0, 0])
    low, high = np.minimum(a, b) - reach - (x0, y0), np.maximum(a, b) + reach - (x0, y0)
    columns = slice(max(int(low[0]), 0), max(int(high[0]) + 1, 0))
    rows = slice(max(int(low[1]), 0), max(int(high[1]) + 1, 0))
    dx, dy = window.x[:, columns] - a[0], window.y[rows] - a[1]
    vx, vy = float(b[0] - a[0]), float(b[1] - a[1])
    share = np.clip((dx * vx + dy * vy) / max(vx * vx + vy * vy, 1e-6), 0, 1)
    part = distance[rows, columns]
    np.minimum(part, np.hypot(dx - share * vx, dy - share * vy), out=part)


def paint_roads(canvas: Canvas) -> None:
    order = {"ride": 0, "track": 1, "dirt": 2, "paved": 3}
    for road in sorted(canvas.plan.roads, key=lambda road: order[road.kind]):
        found = distance_to_line(canvas, road.points, REACH)
        if found is not None:
            {"ride": _paint_ride, "track": _paint_track, "dirt": _paint_dirt, "paved": _paint_paved}[
                road.kind
            ](canvas, road, *found)


def _paint_ride(canvas: Canvas, road: Road, window: Window, distance: FloatArray) -> None:
    forest = canvas.raster("woods", window) > 0.0
    edge = distance + canvas.texture("fine", window)
    alpha = smoothstep(road.half_width + 2, road.half_width - 2, edge) * forest
    canvas.blend(window, 0.7 * alpha, (86, 92, 56))
    ruts = smoothstep(1.3, 0.5, np.abs(edge - 2.4)) * forest
    canvas.blend(window, 0.4 * ruts, (126, 112, 80))
    canvas.blocked[window.rows, window.columns] |= (edge < road.half_width + 4) & forest


def _paint_track(canvas: Canvas, road: Road, window: Window, distance: FloatArray) -> None:
    rough = canvas.texture("rough", window)
    edge = distance + 0.5 * canvas.texture("fine", window)
    wear = smoothstep(road.half_width + 2.5, road.half_width - 1, edge)
    canvas.blend(window, 0.35 * wear, (122, 110, 76))
    sand = wear * smoothstep(0.6, 1.6, rough)
    canvas.blend(window, 0.8 * sand, (200, 184, 146))
    ruts = smoothstep(1.5, 0.6, np.abs(edge - 2.5))
    canvas.blend(window, 0.75 * ruts, (178, 158, 120))
    canvas.relief[window.rows, window.columns] -= 0.8 * ruts
    canvas.mark(window, edge < road.half_width, Cover.ROAD)
    canvas.blocked[window.rows, window.columns] |= edge < road.half_width + 5


def _paint_dirt(canvas: Canvas, road: Road, window: Window, distance: FloatArray) -> None:
    rough, fine = canvas.texture("rough", window), canvas.texture("fine", window)
    edge = distance + 0.7 * fine + 0.8 * rough
    shoulder = smoothstep(road.half_width + 6, road.half_width, edge)
    canvas.blend(window, 0.5 * shoulder, (122, 112, 78))
    lane = smoothstep(road.half_width + 1, road.half_width - 1.2, edge)
    canvas.blend(window, 0.9 * lane, (178, 160, 124))
    canvas.blend(window, 0.55 * smoothstep(1.6, 0.8, np.abs(distance - 3.2)) * lane, (206, 190, 156))
    crown = smoothstep(1.6, 0.6, distance) * smoothstep(-0.5, 0.6, rough)
    canvas.blend(window, 0.5 * crown, (122, 118, 80))
    canvas.mark(window, edge < road.half_width, Cover.ROAD)
    canvas.blocked[window.rows, window.columns] |= edge < road.half_width + 6
    _flatten(canvas, window, edge < road.half_width)


def _paint_paved(canvas: Canvas, road: Road, window: Window, distance: FloatArray) -> None:
    rough, fine = canvas.texture("rough", window), canvas.texture("fine", window)
    verge = smoothstep(road.half_width + 14, road.half_width + 3, distance + 1.2 * fine)
    canvas.blend(window, 0.5 * verge, (98, 106, 62))
    gravel = smoothstep(road.half_width + 4, road.half_width + 1.5, distance + 0.8 * fine)
    canvas.blend(window, 0.8 * gravel, (172, 160, 134))
    asphalt = smoothstep(road.half_width + 0.7, road.half_width - 0.7, distance)
    canvas.blend(window, asphalt, (152, 150, 146))
    canvas.blend(window, 0.25 * asphalt * smoothstep(0.7, 1.2, rough), (112, 112, 112))
    canvas.blend(window, 0.3 * smoothstep(1.3, 0.5, np.abs(distance - 3.6)) * asphalt, (132, 130, 128))
    canvas.blend(window, 0.35 * smoothstep(0.8, 0.2, distance), (206, 206, 200))
    canvas.mark(window, distance < road.half_width + 2, Cover.ROAD)
    canvas.blocked[window.rows, window.columns] |= distance < road.half_width + 12
    _flatten(canvas, window, distance < road.half_width + 2)


def _flatten(canvas: Canvas, window: Window, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
    canvas.relief[window.rows, window.columns][mask] = 0
