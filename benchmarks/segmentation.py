"""Speed and quality of the segmentation: `python -m benchmarks.segmentation`.

Protocol. Each tile is segmented by `ml.segmentation` and by scikit-image's SLIC at full size with the same
settings, on one core. `ms_per_tile` is the median over the tiles of the best of three. `boundary_recall` is
the share of full-size SLIC's border pixels that have a border of ours within two pixels (in
`boundary_recall_wide` within 0.3 % of the picture's diagonal, as is usual in the literature).
`mean_best_iou` is the mean over its superpixels of the largest intersection over union with one of ours.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt
from skimage.segmentation import find_boundaries
from threadpoolctl import threadpool_limits

from benchmarks.notebook_pipeline import segment_full_size
from benchmarks.pictures import find_pictures
from benchmarks.report import Report, run_benchmark
from benchmarks.timing import best_seconds
from ml.pictures import open_picture
from ml.segmentation import segment_tile

N_TRIES = 3
NEAR_PX = 2.0
WIDE_SHARE = 0.003


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.segmentation", description="Superpixels.")
    return run_benchmark(parser, lambda options: measure(), describe)


def measure() -> Report:
    """Keys: as said above, and `slic_ms_per_tile`, `ratio`, `n_tiles`, `pictures`."""
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        pictures = find_pictures(Path(folder))
        rows = [_compare(open_picture(path)) for path in pictures.paths]
    ours, theirs = (median(row[name] for row in rows) for name in ("seconds", "slic_seconds"))
    return {
        "ms_per_tile": 1000 * ours,
        "slic_ms_per_tile": 1000 * theirs,
        "ratio": theirs / ours,
        **{
            name: fmean(row[name] for row in rows)
            for name in ("boundary_recall", "boundary_recall_wide", "mean_best_iou", "n_superpixels")
        },
        "n_tiles": len(rows),
        "pictures": pictures.origin,
    }


def _compare(image: NDArray[np.uint8]) -> dict[str, float]:
    mine, theirs = segment_tile(image), segment_full_size(image)
    return {
        "seconds": best_seconds(lambda: segment_tile(image), N_TRIES),
        "slic_seconds": best_seconds(lambda: segment_full_size(image), N_TRIES),
        "boundary_recall": boundary_recall(mine, theirs, NEAR_PX),
        "boundary_recall_wide": boundary_recall(mine, theirs, WIDE_SHARE * float(np.hypot(*mine.shape))),
        "mean_best_iou": mean_best_iou(mine, theirs),
        "n_superpixels": float(mine.max()),
    }


def boundary_recall(mine: NDArray[Any], reference: NDArray[Any], reach: float) -> float:
    """The share of the reference's border pixels that lie within `reach` pixels of a border of `mine`."""
    wanted = _borders(reference)
    if not wanted.any():
        return 1.0
    borders = _borders(mine)
    if not borders.any():
        return 0.0
    return float((distance_transform_edt(~borders)[wanted] <= reach).mean())


def _borders(labels: NDArray[Any]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = find_boundaries(labels, mode="inner")  # type: ignore[no-untyped-call]  # scikit-image
    return found


def mean_best_iou(mine: NDArray[Any], reference: NDArray[Any]) -> float:
    """How well the best of `mine` covers each superpixel of the reference, 0 to 1; numbered from 1."""
    n_mine, n_reference = int(mine.max()), int(reference.max())
    pairs = np.bincount(
        ((reference.astype(np.int64) - 1) * n_mine + mine - 1).ravel(), minlength=n_mine * n_reference
    ).reshape(n_reference, n_mine)
    union = pairs.sum(axis=1, keepdims=True) + pairs.sum(axis=0, keepdims=True) - pairs
    found = pairs.sum(axis=1) > 0
    return float((pairs / np.maximum(union, 1)).max(axis=1)[found].mean())


def describe(report: Report) -> list[str]:
    return [
        f"Segmentation: {report['ms_per_tile']:.0f} ms a tile on one core, full-size SLIC "
        f"{report['slic_ms_per_tile']:.0f} ms ({report['ratio']:.0f} times; {report['pictures']})",
        f"  boundary recall {report['boundary_recall']:.3f} within {NEAR_PX:.0f} px, "
        f"{report['boundary_recall_wide']:.3f} within {1000 * WIDE_SHARE:.0f} thousandths of the diagonal; "
        f"mean best IoU {report['mean_best_iou']:.3f}",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
