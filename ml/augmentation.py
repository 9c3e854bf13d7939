"""The same ground on another day: variants of a picture for training.

Satellite pictures of one place differ by haze, season, sensor and processing more than two superpixels of one
picture do, so a model learnt from few pictures meets colours that it never saw. Variants draw other colours,
contrast and scale over the same shapes, and are seen from another side: ground has no up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# Standard deviations of the logarithms of gamma, brightness, contrast and each band's share, and the largest
# change of scale; chosen once from what neighbouring pictures show, not searched.
GAMMA, BRIGHTNESS, CONTRAST, BAND = 0.15, 0.10, 0.12, 0.06
MAX_SCALE = 1.25
MIN_SHARE = 0.8
TURNS = ((False, 2), (True, 1))
"""Whether a variant is mirrored, and by how many right angles it is turned; further ones begin again."""

Number = TypeVar("Number", bound=np.generic)


def make_variant(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A uint8 (rows, columns, 3) crop in other light, a little larger or smaller, and cut to at least four
    fifths of each side; the size differs from the original's."""
    return _cut(recolour(_rescale(image, rng), rng), rng)


def make_variants(
    image: NDArray[np.uint8], rng: np.random.Generator, n_variants: int
) -> Iterator[NDArray[np.uint8]]:
    """Variants of a crop to learn from, each in other light and seen from another side."""
    for number in range(n_variants):
        yield turn(make_variant(image, rng), number)


def recolour(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A uint8 (rows, columns, 3) picture in other light, pixel by pixel."""
    gamma, brightness, contrast = np.exp(rng.normal(0, (GAMMA, BRIGHTNESS, CONTRAST))).astype(np.float32)
    bands = np.exp(rng.normal(0, BAND, 3)).astype(np.float32)
    # A table for the power: pictures have 256 levels and millions of pixels.
    lit = (255 * (np.arange(256, dtype=np.float32) / 255) ** gamma)[image] * bands * brightness
    mean = lit.mean(axis=(0, 1))
    shown: NDArray[np.uint8] = np.clip((lit - mean) * contrast + mean, 0, 255).astype(np.uint8)
    return shown


def turn(pixels: NDArray[Number], number: int) -> NDArray[Number]:
    """Variant `number`, from 0, of a picture (rows, columns, 3) or of its superpixels (rows, columns)."""
    mirrored, right_angles = TURNS[number % len(TURNS)]
    return np.ascontiguousarray(np.rot90(pixels[:, ::-1] if mirrored else pixels, right_angles))


def _rescale(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    scale = np.exp(rng.uniform(-np.log(MAX_SCALE), np.log(MAX_SCALE)))
    rows, columns = (max(1, round(side * scale)) for side in image.shape[:2])
    return np.asarray(Image.fromarray(image).resize((columns, rows), Image.Resampling.BILINEAR))


def _cut(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    shares = rng.uniform(MIN_SHARE, 1, 2)
    rows, columns = (max(1, int(side * share)) for side, share in zip(image.shape[:2], shares, strict=True))
    top = rng.integers(0, image.shape[0] - rows + 1)
    left = rng.integers(0, image.shape[1] - columns + 1)
    return np.ascontiguousarray(image[top : top + rows, left : left + columns])
