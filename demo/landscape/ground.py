"""The layers under everything else: meadow, wetland, forest floor and river."""

import numpy as np

from demo.landscape.canvas import Canvas, Colour, ramp
from demo.landscape.noise import smoothstep
from demo.landscape.scene import Cover

MEADOW: list[Colour] = [(74, 90, 50), (84, 101, 55), (98, 107, 63), (116, 112, 72), (136, 121, 84)]
WETLAND: list[Colour] = [(58, 66, 42), (78, 79, 50), (101, 91, 60), (92, 98, 56)]
FOREST_FLOOR: list[Colour] = [(40, 50, 34), (56, 62, 42), (78, 74, 52)]
RIVER_HALF_WIDTH = 34


def paint_meadow(canvas: Canvas) -> None:
    broad, rough, fine = (canvas.texture(name) for name in ("broad", "rough", "fine"))
    dryness = 0.42 + 0.10 * broad + 0.09 * rough + 0.05 * fine - 0.35 * canvas.raster("wet")
    canvas.colour[:] = ramp(dryness, MEADOW)
    canvas.colour *= 1 + 0.045 * fine + 0.03 * rough
    canvas.relief += 0.28 * fine + 0.5 * rough


def paint_wetland(canvas: Canvas) -> None:
    wet = canvas.raster("wet")
    if wet.max() < 0.3:
        return
    broad, rough, fine = (canvas.texture(name) for name in ("broad", "rough", "fine"))
    alpha = smoothstep(0.45, 0.85, wet + 0.12 * rough)
    canvas.blend(canvas.whole, 0.85 * alpha, ramp(0.5 + 0.2 * rough - 0.12 * broad + 0.07 * fine, WETLAND))
    pools = alpha * smoothstep(1.75, 2.0, 0.8 * rough - 0.9 * broad)
    canvas.blend(canvas.whole, 0.8 * pools, (46, 52, 46))


def paint_forest_floor(canvas: Canvas) -> None:
    woods = canvas.raster("woods") + 0.05 * canvas.texture("rough")
    if woods.max() < 0:
        return
    alpha = smoothstep(-0.06, 0.10, woods)
    mixture = 0.4 + 0.2 * canvas.texture("rough") + 0.12 * canvas.texture("fine")
    canvas.blend(canvas.whole, alpha, ramp(mixture, FOREST_FLOOR))
    canvas.mark(canvas.whole, woods > 0.0, Cover.FOREST, blocks=False)


def paint_river(canvas: Canvas) -> None:
    distance = canvas.raster("river")
    if distance.min() > 400:
        return
    rough, fine = canvas.texture("rough"), canvas.texture("fine")
    edge = distance + 3.5 * rough + 1.2 * fine
    belt = smoothstep(240, 40, edge + 25 * canvas.texture("broad"))
    canvas.blend(
        canvas.whole, 0.55 * belt, ramp(0.45 + 0.18 * rough + 0.1 * fine, [(60, 84, 42), (88, 108, 54)])
    )
    inner = canvas.raster("bend")
    bar = smoothstep(0.25, 0.6, inner + 0.06 * rough) * smoothstep(62, 46, edge)
    canvas.blend(canvas.whole, bar, ramp(0.5 + 0.2 * rough + 0.1 * fine, [(186, 168, 130), (222, 207, 170)]))
    width = np.asarray(RIVER_HALF_WIDTH - 16 * np.clip(inner, 0, 1), dtype=np.float32)
    bank = smoothstep(11, 4, edge - width + 30 * bar)
    canvas.blend(canvas.whole, 0.7 * bank, (62, 66, 42))
    water = smoothstep(2.0, -2.0, edge - width)
    depth = (width - edge) / 30 + 0.08 * canvas.texture("broad")
    canvas.blend(canvas.whole, water, ramp(depth, [(112, 112, 84), (76, 86, 68), (52, 66, 58), (44, 58, 54)]))
    wet = edge < width + 2
    canvas.relief[wet] = -2
    canvas.mark(canvas.whole, wet, Cover.RIVER)
    canvas.blocked |= (bar > 0.3) | (edge < width + 8)


def paint_oxbows(canvas: Canvas) -> None:
    distance = canvas.raster("oxbow")
    if distance.min() > 60:
        return
    edge = distance + 2.5 * canvas.texture("rough") + canvas.texture("fine")
    reeds = smoothstep(34, 18, edge)
    canvas.blend(
        canvas.whole, 0.8 * reeds, ramp(0.5 + 0.25 * canvas.texture("fine"), [(84, 92, 46), (118, 116, 66)])
    )
    canvas.blend(canvas.whole, smoothstep(15, 11, edge), (40, 52, 44))
    canvas.mark(canvas.whole, edge < 13, Cover.RIVER)
    canvas.relief[edge < 13] = -2
    canvas.blocked |= edge < 20
