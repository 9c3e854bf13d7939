"""The canvas that one block of the landscape is painted on: colour, height and cover."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.landscape.noise import FloatArray, texture_window
from demo.landscape.scene import Cover, Plan

Colour = tuple[float, float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Window:
    """A part of a canvas: its slices, and the region's x and y of its pixels, for broadcasting."""

    rows: slice
    columns: slice
    x: FloatArray
    y: FloatArray

    def frame(self, x: float, y: float, angle: float) -> tuple[FloatArray, FloatArray]:
        cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        dx, dy = self.x - np.float32(x), self.y - np.float32(y)
        return dx * cos + dy * sin, dy * cos - dx * sin


class Canvas:
    """Colour (3, rows, columns), height in pixels, cover codes, and where no tree may stand."""

    def __init__(self, plan: Plan, x0: int, y0: int, width: int, height: int) -> None:
        self.plan, self.x0, self.y0, self.width, self.height = plan, x0, y0, width, height
        self.colour = np.zeros((3, height, width), dtype=np.float32)
        self.relief = np.zeros((height, width), dtype=np.float32)
        self.cover: NDArray[np.uint8] = np.zeros((height, width), dtype=np.uint8)
        self.blocked = np.zeros((height, width), dtype=bool)
        self._cache: dict[str, FloatArray] = {}

    @property
    def whole(self) -> Window:
        x = np.arange(self.x0, self.x0 + self.width, dtype=np.float32)[None]
        y = np.arange(self.y0, self.y0 + self.height, dtype=np.float32)[:, None]
        return Window(slice(0, self.height), slice(0, self.width), x, y)

    def window(self, box: Box) -> Window | None:
        left, top = max(int(box[0]) - self.x0, 0), max(int(box[1]) - self.y0, 0)
        right, bottom = min(int(box[2]) - self.x0, self.width), min(int(box[3]) - self.y0, self.height)
        if left >= right or top >= bottom:
            return None
        whole = self.whole
        rows, columns = slice(top, bottom), slice(left, right)
        return Window(rows, columns, whole.x[:, columns], whole.y[rows])

    def texture(self, name: str, window: Window | None = None) -> FloatArray:
        if name not in self._cache:
            self._cache[name] = texture_window(
                name, self.plan.seed, self.x0, self.y0, self.width, self.height
            )
        return self._cache[name] if window is None else self._cache[name][window.rows, window.columns]

    def raster(self, name: str, window: Window | None = None) -> FloatArray:
        key = f"plan:{name}"
        if key not in self._cache:
            self._cache[key] = self.plan.window(name, self.x0, self.y0, self.width, self.height)
        return self._cache[key] if window is None else self._cache[key][window.rows, window.columns]

    def blend(self, window: Window, alpha: FloatArray, colour: Colour | FloatArray) -> None:
        """Lay a colour, or a coloured picture (3, rows, columns), over a window."""
        for channel in range(3):
            part = self.colour[channel, window.rows, window.columns]
            part += alpha * (colour[channel] - part)

    def scale(self, window: Window, factor: FloatArray) -> None:
        self.colour[:, window.rows, window.columns] *= factor

    def mark(self, window: Window, mask: NDArray[np.bool_], cover: Cover, *, blocks: bool = True) -> None:
        """Write the truth under a mask; mining is never written over."""
        part = self.cover[window.rows, window.columns]
        part[mask & (part != Cover.MINING)] = cover
        if blocks:
            self.blocked[window.rows, window.columns] |= mask


def ramp(value: FloatArray, stops: Sequence[Colour]) -> FloatArray:
    """Return a coloured picture float32 (3, rows, columns): `value` in 0..1 runs through the stops."""
    index = (np.clip(value, 0, 1) * 255).astype(np.intp)
    positions = np.linspace(0, 255, len(stops))
    steps = np.arange(256)
    picture = np.empty((3, *value.shape), dtype=np.float32)
    for channel in range(3):
        table = np.interp(steps, positions, [stop[channel] for stop in stops]).astype(np.float32)
        np.take(table, index, out=picture[channel], mode="clip")
    return picture
