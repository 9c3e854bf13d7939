"""Superpixel outlines as rings for a map, without gaps or overlaps between neighbours."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ml.errors import SegmentationError

Ring = list[tuple[float, float]]


def superpixel_outlines(labels: NDArray[np.int32], simplify_px: float = 1.0) -> dict[int, list[Ring]]:
    """Trace each superpixel of a label array.

    `labels` is (rows, columns), numbered from 1. Returns for each label its rings, each a closed list of
    (column, row) in pixels, (0, 0) being the upper left corner of the first pixel; holes are rings of their
    own, so fill by the even-odd rule. `simplify_px` is the size in pixels of the bends that may be dropped,
    0 keeps every step. Borders are simplified once for both sides (Visvalingam-Whyatt over the coverage),
    so neighbours keep sharing them. Raises `SegmentationError` for an array that is not two-dimensional.
    """
    if labels.ndim != 2 or labels.size == 0:
        raise SegmentationError(
            f"Labels of shape {labels.shape} have no outlines; give a (rows, columns) array."
        )
    faces = _faces(labels)
    face_labels = _labels_of(faces, labels)
    if simplify_px > 0:
        faces = shapely.coverage_simplify(faces, simplify_px, simplify_boundary=False)
    return _rings_by_label(faces, face_labels)


def _faces(labels: NDArray[np.int32]) -> NDArray[np.object_]:
    """The plane cut along every border between labels, as shapely polygons."""
    segments = np.concatenate([_horizontal(labels), _horizontal(labels.T)[:, :, ::-1]])
    network = shapely.node(shapely.multilinestrings(shapely.linestrings(segments)))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(network)))
    return np.asarray(faces)


def _horizontal(labels: NDArray[np.int32]) -> NDArray[np.float64]:
    """Straight runs of border between rows, as (n, 2, 2) arrays of (column, row) ends."""
    rows, columns = labels.shape
    border = np.ones((rows + 1, columns), dtype=np.int8)
    border[1:-1] = labels[1:] != labels[:-1]
    edges = np.diff(border, axis=1, prepend=0, append=0)
    start_row, start_column = np.nonzero(edges == 1)
    _, end_column = np.nonzero(edges == -1)
    starts = np.stack([start_column, start_row], axis=-1)
    ends = np.stack([end_column, start_row], axis=-1)
    return np.stack([starts, ends], axis=1).astype(np.float64)


def _rings_by_label(faces: NDArray[np.object_], labels: NDArray[np.int32]) -> dict[int, list[Ring]]:
    outlines: dict[int, list[Ring]] = {int(label): [] for label in np.unique(labels)}
    for face, label in zip(faces, labels, strict=True):
        for ring in (face.exterior, *face.interiors):
            outlines[int(label)].append([(x, y) for x, y in shapely.get_coordinates(ring).tolist()])
    return outlines


def _labels_of(faces: NDArray[np.object_], labels: NDArray[np.int32]) -> NDArray[np.int32]:
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    columns = np.clip(inside[:, 0].astype(int), 0, labels.shape[1] - 1)
    rows = np.clip(inside[:, 1].astype(int), 0, labels.shape[0] - 1)
    found: NDArray[np.int32] = labels[rows, columns]
    return found
