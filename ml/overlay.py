"""Superpixels drawn over their picture, for people to look at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ml.errors import MlError
from ml.outlines import superpixel_outlines

QUIET = (255, 255, 255, 150)
AMBER = (255, 176, 0, 255)
SHADE = (0, 0, 0, 160)


class OverlayError(MlError):
    """An overlay cannot be written."""


def draw_overlay(
    image: NDArray[np.uint8],
    labels: NDArray[np.int32],
    probabilities: NDArray[np.float32] | None = None,
    threshold: float = 0.5,
) -> Image.Image:
    """Outlines of all superpixels of a uint8 (rows, columns, 3) picture; with `probabilities` (n,) each
    carries its own in per cent, and those at `threshold` or above are outlined broadly in amber."""
    picture = Image.fromarray(image)
    canvas = ImageDraw.Draw(picture, "RGBA")
    outlines = superpixel_outlines(labels)
    positive = set() if probabilities is None else set(np.flatnonzero(probabilities >= threshold) + 1)
    for label in sorted(outlines, key=lambda number: number in positive):
        colour, width = (AMBER, 5) if label in positive else (QUIET, 1)
        for ring in outlines[label]:
            canvas.line(ring, fill=colour, width=width, joint="curve")
    if probabilities is not None:
        _write_probabilities(canvas, labels, probabilities)
    return picture


def _write_probabilities(
    canvas: ImageDraw.ImageDraw, labels: NDArray[np.int32], probabilities: NDArray[np.float32]
) -> None:
    font = ImageFont.load_default(size=max(12, labels.shape[0] // 50))
    counts = np.bincount(labels.ravel())
    rows, columns = (
        np.broadcast_to(axis, labels.shape).ravel() for axis in np.ogrid[: labels.shape[0], : labels.shape[1]]
    )
    sums = [np.bincount(labels.ravel(), weights=axis) for axis in (columns, rows)]
    for number, probability in enumerate(probabilities, start=1):
        place = (sums[0][number] / counts[number], sums[1][number] / counts[number])
        text = f"{probability:.0%}"
        canvas.rectangle(canvas.textbbox(place, text, font=font, anchor="mm"), fill=SHADE)
        canvas.text(place, text, font=font, anchor="mm", fill=(255, 255, 255, 255))


def save_overlay(picture: Image.Image, path: Path) -> None:
    """Write an overlay, making its folder; the ending of `path` names the format. Raises `OverlayError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path)
    except (OSError, ValueError) as error:
        raise OverlayError(
            f"The overlay {path} cannot be written ({error}); give a path that ends in .png."
        ) from error
