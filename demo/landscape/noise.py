"""Seeded noise that is the same wherever a block of the landscape starts, so that no seam shows."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

# name: (period in pixels, exponent of the power spectrum, longest wave as a share of the period).
# The periods share few factors, so a mixture of two textures does not visibly repeat.
TEXTURES = {
    "fine": (1080, 0.9, 0.12),
    "rough": (1296, 2.0, 0.25),
    "broad": (1500, 2.8, 0.4),
}


def hash01(ix: IntArray, iy: IntArray, salt: int) -> FloatArray:
    """Return a number in 0..1 for each pair of whole numbers: same shape as `ix` and `iy` broadcast."""
    value = (ix.astype(np.uint32) * np.uint32(0x9E3779B1)) ^ (iy.astype(np.uint32) * np.uint32(0x85EBCA77))
    value ^= np.uint32((salt * 0xC2B2AE3D + 0x27D4EB2F) & 0xFFFFFFFF)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        value ^= value >> np.uint32(shift)
        value *= np.uint32(factor)
    value ^= value >> np.uint32(15)
    return (value * np.float32(1 / 2**32)).astype(np.float32)


def spectral_noise(
    shape: tuple[int, int], rng: np.random.Generator, exponent: float, lowest: float
) -> FloatArray:
    """Return float32 noise of mean 0 and deviation 1 whose power falls as frequency ** -exponent.

    `lowest` is the smallest frequency kept, in cycles a pixel. The result is periodic in both directions.
    """
    spectrum = np.fft.rfft2(rng.standard_normal(shape, dtype=np.float32))
    frequency = np.hypot(np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])[None])
    gain = np.where(frequency >= lowest, np.maximum(frequency, 1e-9) ** (-exponent / 2), 0)
    noise = np.fft.irfft2(spectrum * gain, s=shape).astype(np.float32)
    return np.asarray((noise - noise.mean()) / noise.std(), dtype=np.float32)


@lru_cache(maxsize=16)
def texture(name: str, seed: int) -> FloatArray:
    period, exponent, longest = TEXTURES[name]
    rng = np.random.default_rng([seed, sum(name.encode())])
    return spectral_noise((period, period), rng, exponent, 1 / (period * longest))


def texture_window(name: str, seed: int, x0: int, y0: int, width: int, height: int) -> FloatArray:
    whole = texture(name, seed)
    rows = (np.arange(height) + y0) % whole.shape[0]
    columns = (np.arange(width) + x0) % whole.shape[1]
    return np.asarray(whole[rows].take(columns, axis=1), dtype=np.float32)


def texture_at(name: str, seed: int, x: FloatArray, y: FloatArray) -> FloatArray:
    whole = texture(name, seed)
    rows = np.floor(y).astype(np.int64) % whole.shape[0]
    columns = np.floor(x).astype(np.int64) % whole.shape[1]
    return np.asarray(whole[rows, columns], dtype=np.float32)


def enlarge(cells: FloatArray, factor: int) -> FloatArray:
    size = (cells.shape[1] * factor, cells.shape[0] * factor)
    picture = Image.fromarray(np.ascontiguousarray(cells, dtype=np.float32))
    return np.array(picture.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)


def smoothstep(low: float, high: float, value: FloatArray) -> FloatArray:
    """Return 0 below `low`, 1 above `high` and a smooth step between: float32 of the same shape."""
    share = np.subtract(value, np.float32(low), dtype=np.float32)
    share *= np.float32(1 / (high - low))
    np.clip(share, 0, 1, out=share)
    rest = np.float32(3) - 2 * share
    share *= share
    share *= rest
    return share
