"""The village: houses with gable roofs, yards, sheds, long gardens behind."""

import numpy as np

from demo.landscape.canvas import Canvas, Colour, Window
from demo.landscape.decoys import rectangle
from demo.landscape.fields import CROPS
from demo.landscape.noise import hash01, smoothstep
from demo.landscape.scene import Cover, House, Spot

ROOFS: list[Colour] = [
    (168, 166, 160),
    (150, 150, 146),
    (186, 184, 178),
    (142, 92, 72),
    (128, 78, 64),
    (104, 100, 98),
    (98, 120, 108),
    (134, 116, 98),
]


def paint_village(canvas: Canvas) -> None:
    for spot in canvas.plan.spots:
        window = canvas.window(spot.box) if spot.kind in ("garden", "yard") else None
        if window is not None:
            (_paint_garden if spot.kind == "garden" else _paint_yard)(canvas, spot, window)


def _paint_garden(canvas: Canvas, spot: Spot, window: Window) -> None:
    u, v = window.frame(spot.x, spot.y, spot.angle)
    inside = rectangle(spot, u, v)
    bed = np.floor((u + spot.half_length) / (40 + spot.salt % 37)).astype(np.int64)
    lane = np.floor((v + spot.half_width) / (spot.half_width + 0.1 + spot.salt % 9)).astype(np.int64)
    crop = (hash01(bed, lane, spot.salt) * len(CROPS)).astype(np.int64)
    table = np.array([colour for colour, _, _ in CROPS], dtype=np.float32)
    tone = 0.96 + 0.08 * hash01(bed, lane, spot.salt + 1) + 0.05 * canvas.texture("fine", window)
    rows = np.where(crop >= 5, np.sin(v * np.float32(2 * np.pi / 4.1)), 0)
    tone += 0.05 * rows + 0.05 * canvas.texture("rough", window)
    alpha = 0.9 * smoothstep(0.8, 2.0, inside)
    canvas.blend(window, alpha, table[crop].transpose(2, 0, 1) * tone)
    level = canvas.relief[window.rows, window.columns]
    level *= 1 - 0.6 * (inside > 0)
    canvas.mark(window, inside > -1, Cover.VILLAGE, blocks=False)
    hedge = (np.abs(inside) < 3) | (u < 26 - spot.half_length)
    canvas.blocked[window.rows, window.columns] |= (inside > -1) & ~hedge


def _paint_yard(canvas: Canvas, spot: Spot, window: Window) -> None:
    u, v = window.frame(spot.x, spot.y, spot.angle)
    inside = rectangle(spot, u, v)
    rough, fine = canvas.texture("rough", window), canvas.texture("fine", window)
    alpha = smoothstep(0, 3, inside + fine)
    canvas.blend(window, 0.6 * alpha, (104, 108, 66))
    trodden = alpha * smoothstep(0.0, 1.0, rough + 0.4)
    canvas.blend(window, 0.5 * trodden, (156, 140, 110))
    drive = smoothstep(5, 3.5, np.abs(v - spot.half_width * 0.6)) * alpha * (u < spot.half_length * 0.4)
    canvas.blend(window, 0.6 * drive, (178, 164, 136))
    canvas.mark(window, inside > 0, Cover.VILLAGE, blocks=False)


def build_houses(canvas: Canvas) -> None:
    for house in canvas.plan.houses:
        reach = house.half_length + house.half_width
        window = canvas.window((house.x - reach, house.y - reach, house.x + reach, house.y + reach))
        if window is not None:
            _build_house(canvas, house, window)


def _build_house(canvas: Canvas, house: House, window: Window) -> None:
    u, v = window.frame(house.x, house.y, house.angle)
    inside = np.minimum(house.half_length - np.abs(u), house.half_width - np.abs(v))
    mask = inside > 0
    colour = np.array(ROOFS[house.roof], dtype=np.float32)[:, None, None]
    sheets = 1 + 0.03 * np.sin(u * 1.6) + 0.03 * canvas.texture("fine", window)
    roof = colour * sheets * (1 - 0.12 * smoothstep(1.2, 0.2, np.abs(v)))
    canvas.blend(window, smoothstep(-0.4, 0.6, inside), roof)
    ridge = house.eaves + 0.55 * (house.half_width - np.abs(v))
    np.copyto(canvas.relief[window.rows, window.columns], ridge.astype(np.float32), where=mask)
    canvas.mark(window, mask, Cover.VILLAGE)
    canvas.blocked[window.rows, window.columns] |= inside > -9
