"""Sunlight, shadows and haze, then the effects of the camera."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from demo.landscape.canvas import Canvas
from demo.landscape.noise import FloatArray, texture_window

# The sun stands in the south-south-east, so that shadows fall to the north-north-west: up in the picture.
SUN_X, SUN_Y = 0.42, 0.907
SUN_SLOPE = 1.4  # height that a sunbeam loses over one pixel
AMBIENT = (0.37, 0.42, 0.47)
SHADOW_STEPS = (1, 2, 4, 8, 16, 32)


def cast_shadow(relief: FloatArray) -> FloatArray:
    """Return how deep each pixel lies under the light's edge, in pixels of height (0 or less: lit).

    Doubling: after k steps the sweep has looked 2 ** k pixels towards the sun.
    """
    sweep = relief.copy()
    for step in SHADOW_STEPS:
        dx, dy = round(SUN_X * step), round(SUN_Y * step)
        nearer = sweep[dy:, dx:] - np.float32(SUN_SLOPE * step)
        part = sweep[: sweep.shape[0] - dy, : sweep.shape[1] - dx]
        sweep = sweep.copy()
        np.maximum(part, nearer, out=sweep[: part.shape[0], : part.shape[1]])
    return sweep - relief


def sunlight(relief: FloatArray) -> FloatArray:
    across, down = np.zeros_like(relief), np.zeros_like(relief)
    np.subtract(relief[:, 2:], relief[:, :-2], out=across[:, 1:-1])
    np.subtract(relief[2:], relief[:-2], out=down[1:-1])
    facing = across * np.float32(-0.5 * SUN_X) + down * np.float32(-0.5 * SUN_Y)
    np.square(across, out=across)
    np.square(down, out=down)
    across += down
    lambert = (1 + facing * np.float32(1 / SUN_SLOPE)) / np.sqrt(1 + 0.25 * across)
    shadow = np.clip(cast_shadow(relief) * np.float32(0.4), 0, 1)
    return np.asarray(np.clip(lambert, 0, 1.5) * (1 - shadow), dtype=np.float32)


def develop(canvas: Canvas, trim: int) -> NDArray[np.uint8]:
    light = sunlight(canvas.relief)
    strip = canvas.raster("strip")
    tone = 1 + 0.05 * canvas.raster("tone")
    planes = np.empty((*light.shape, 3), dtype=np.uint8)
    for channel, (ambient, warm, haze) in enumerate(
        zip(AMBIENT, (0.07, 0.0, -0.05), (9, 12, 14), strict=True)
    ):
        value = canvas.colour[channel] * (ambient + (1 - ambient) * light)
        value *= tone * (1 + np.float32(warm) * strip)
        value += haze
        planes[..., channel] = np.clip(value, 0, 255)
    soft = Image.fromarray(planes).filter(ImageFilter.BoxBlur(0.52))
    picture = np.asarray(soft)[trim:-trim, trim:-trim].astype(np.int16)
    rows, columns = picture.shape[:2]
    grain = texture_window("fine", canvas.plan.seed + 1, canvas.x0 + 311, canvas.y0 + 97, columns, rows)
    picture += (1.7 * grain).astype(np.int16)[..., None]
    return np.clip(picture, 0, 255).astype(np.uint8)
