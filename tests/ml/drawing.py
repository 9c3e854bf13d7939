"""Tiny pictures with known answers."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]


def make_meadow(rows: int = 64, columns: int = 64, seed: int = 0) -> Picture:
    noise = np.random.default_rng(seed).normal(0, 4, (rows, columns, 1))
    return np.clip(np.array([80, 110, 60]) + noise, 0, 255).astype(np.uint8)


def make_pits(rows: int = 64, columns: int = 64, seed: int = 0) -> Picture:
    """Bright sand with dark round pits on a meadow."""
    picture = make_meadow(rows, columns, seed)
    rng = np.random.default_rng(seed)
    y, x = np.ogrid[:rows, :columns]
    for _ in range(rows * columns // 300):
        row, column = rng.integers(0, rows), rng.integers(0, columns)
        distance = np.hypot(y - row, x - column)
        picture[distance < 6] = (225, 215, 180)
        picture[distance < 3] = (40, 35, 30)
    return picture


def make_quarters(side: int = 256) -> Picture:
    """Four squares of plain colours."""
    picture = np.zeros((side, side, 3), dtype=np.uint8)
    half = side // 2
    picture[:half, :half], picture[:half, half:] = (200, 30, 30), (30, 200, 30)
    picture[half:, :half], picture[half:, half:] = (30, 30, 200), (220, 220, 60)
    return picture


def save(picture: Picture, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(path)
    return path


def save_crops(folder: Path, n: int = 10) -> tuple[Path, Path]:
    """Two folders of `n` crops each, two a tile."""
    for number in range(n):
        name = f"51.{number // 2}_26.1_09_Mar_2015_GMT_super_{number}.png"
        save(make_pits(seed=number), folder / "positive" / name)
        save(make_meadow(seed=number), folder / "negative" / name)
    return folder / "positive", folder / "negative"
