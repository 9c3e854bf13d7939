"""Makers of searches and findings, and of the files that pages show: picture, superpixels, outlines."""

import hashlib
import io
import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import count
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from django.contrib.auth.models import User
from numpy.typing import NDArray
from PIL import Image

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, FindingSet, ModelVersion, Review, RunChunk, TileResult
from detection.review.services.record_review import record_review
from imagery.files import write_atomically
from imagery.models import Tile, TileSegmentation
from ml import tiles
from ml.outlines import superpixel_outlines
from tests.factories import HOME_TILE

_serial = count(1)
COLUMNS, ROWS = 6, 5
N_SUPERPIXELS = COLUMNS * ROWS


def make_model_version(campaign: Campaign, **changes: Any) -> ModelVersion:
    fields: dict[str, Any] = {
        "number": ModelVersion.objects.filter(campaign=campaign).count() + 1,
        "extractor": "texture",
        "extractor_version": "1",
        "segmentation_key": campaign.segmentation.key,
        "folder": "models/none",
        "training_set_sha256": "5e" * 32,
        "n_positive": 180,
        "n_negative": 600,
        "metrics": {"f1": 0.83, "precision": 0.86, "recall": 0.8},
        "thresholds": {"balanced": 0.52, "precise": 0.71},
    }
    return ModelVersion.objects.create(campaign=campaign, **(fields | changes))


def make_run(campaign: Campaign, **changes: Any) -> DetectionRun:
    model = changes.pop("model_version", None) or make_model_version(campaign)
    fields: dict[str, Any] = {
        "number": DetectionRun.objects.filter(campaign=campaign).count() + 1,
        "source": campaign.source,
        "source_version": campaign.source.version,
        "region": campaign.region,
        "zoom": campaign.zoom,
        "segmentation": {"n_segments": campaign.n_segments},
        "segmentation_key": campaign.segmentation.key,
        "threshold": 0.71,
    }
    run = DetectionRun.objects.create(campaign=campaign, model_version=model, **(fields | changes))
    FindingSet.objects.begin(run)
    return run


def make_tile_result(run: DetectionRun, address: tiles.Tile, **changes: Any) -> TileResult:
    chunk, _ = RunChunk.objects.get_or_create(run=run, quadkey=address.quadkey[:-2])
    fields: dict[str, Any] = {"state": TileResult.State.ANALYSED, "n_superpixels": N_SUPERPIXELS}
    return TileResult.objects.create(
        run=run, chunk=chunk, z=address.z, x=address.x, y=address.y, **(fields | changes)
    )


def make_detection(
    run: DetectionRun,
    *,
    address: tiles.Tile | None = None,
    superpixels: Sequence[int] = (8, 9, 14, 15),
    captured: tuple[date | None, date | None] = (date(2018, 4, 3), date(2018, 4, 20)),
    files: bool = False,
    **changes: Any,
) -> Detection:
    """A finding in a tile of its own; with `files` also the tile's picture and superpixels."""
    address = address or tiles.Tile(HOME_TILE.z, HOME_TILE.x + next(_serial), HOME_TILE.y)
    tile = make_tile_files(run, address, superpixels) if files else None
    score = changes.pop("score", 0.9)
    result = make_tile_result(
        run, address, tile=tile, n_positive=len(superpixels), probabilities=probabilities(superpixels, score)
    )
    geometry = polygon_of(address, superpixels)
    west, south, east, north = shapely.geometry.shape(geometry).bounds
    fields: dict[str, Any] = {
        "geometry": geometry,
        "superpixels": {str(address): list(superpixels)},
        "n_superpixels": len(superpixels),
        "score": score,
        "area_ha": 0.4 * len(superpixels),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "captured_from": captured[0],
        "captured_to": captured[1],
    }
    fields |= {"finding_set": run.finding_set, "tile_result": result}
    return Detection.objects.create(run=run, **(fields | changes))


def confirm(detection: Detection, *editors: User) -> Detection:
    for editor in editors:
        record_review(detection=detection, editor=editor, decision=Review.Decision.CONFIRMED)
    return detection


def probabilities(superpixels: Sequence[int], score: float) -> list[float]:
    """The first positive superpixel has the score, the other positive ones a little less, the rest almost
    0."""
    scores = [0.02 + number % 7 / 100 for number in range(1, N_SUPERPIXELS + 1)]
    for rank, number in enumerate(superpixels):
        scores[number - 1] = round(score - rank * 0.01, 3)
    return scores


def make_tile_files(run: DetectionRun, address: tiles.Tile, superpixels: Sequence[int]) -> Tile:
    picture = _picture(tuple(superpixels))
    sha256 = hashlib.sha256(picture).hexdigest()
    stem = f"drawn/{address.z}-{address.x}-{address.y}"
    write_atomically(f"{stem}.webp", picture)
    write_atomically(f"{stem}.npz", _packed_labels())
    write_atomically(f"{stem}.json", _packed_outlines())
    tile, _ = Tile.objects.get_or_create(
        source=run.source,
        source_version=run.source_version,
        z=address.z,
        x=address.x,
        y=address.y,
        defaults={
            "quadkey": address.quadkey,
            "state": Tile.State.READY,
            "picture": f"{stem}.webp",
            "sha256": sha256,
            "captured_from": date(2018, 4, 3),
            "captured_to": date(2018, 4, 20),
        },
    )
    TileSegmentation.objects.get_or_create(
        tile=tile,
        settings_key=run.segmentation_key,
        defaults={"n_superpixels": N_SUPERPIXELS, "labels": f"{stem}.npz", "outlines": f"{stem}.json"},
    )
    return tile


@lru_cache
def labels() -> NDArray[np.int32]:
    """1024 x 1024 px cut into 6 x 5 uneven cells, numbered row by row."""
    random = np.random.default_rng(7)
    step_x, step_y = 1024 / COLUMNS, 1024 / ROWS
    rows, columns = np.mgrid[0:1024:8, 0:1024:8] + 4
    nearest = np.full(rows.shape, np.inf)
    labels_at = np.zeros(rows.shape, dtype=np.int32)
    for number in range(N_SUPERPIXELS):
        x = (number % COLUMNS + 0.5 + random.uniform(-0.2, 0.2)) * step_x
        y = (number // COLUMNS + 0.5 + random.uniform(-0.2, 0.2)) * step_y
        distance = (columns - x) ** 2 + (rows - y) ** 2
        labels_at[distance < nearest] = number + 1
        nearest = np.minimum(nearest, distance)
    return labels_at.repeat(8, axis=0).repeat(8, axis=1)


@lru_cache
def outlines() -> dict[int, list[list[tuple[float, float]]]]:
    return superpixel_outlines(labels())


def polygon_of(address: tiles.Tile, superpixels: Sequence[int]) -> dict[str, Any]:
    rings = [shapely.Polygon(outlines()[number][0]) for number in superpixels]
    merged = shapely.union_all(rings)
    west, south, east, north = address.bounds

    def to_degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
        share = points / 1024
        return np.column_stack([west + (east - west) * share[:, 0], north - (north - south) * share[:, 1]])

    parts = [part for part in shapely.get_parts(shapely.transform(merged, to_degrees)) if part.area]
    return dict(shapely.geometry.mapping(shapely.MultiPolygon(parts)))


@lru_cache
def _packed_labels() -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, labels=labels().astype(np.uint8))
    return buffer.getvalue()


@lru_cache
def _packed_outlines() -> bytes:
    return json.dumps(outlines()).encode()


@lru_cache
def _picture(superpixels: tuple[int, ...]) -> bytes:
    """Mottled green, with pale ground and dark pits where the superpixels are positive."""
    random = np.random.default_rng(11)
    mottle = random.normal(0, 9, (128, 128)).repeat(8, axis=0).repeat(8, axis=1)
    image = np.stack([70 + mottle, 92 + mottle, 62 + mottle], axis=-1) + random.normal(0, 6, (1024, 1024, 3))
    positive = np.isin(labels(), superpixels)
    image[positive] += (95, 70, 55)
    rows, columns = np.mgrid[0:1024, 0:1024]
    pits = ((rows % 37 - 18) ** 2 + (columns % 41 - 20) ** 2 < 90) & positive
    image[pits] -= 80
    buffer = io.BytesIO()
    Image.fromarray(image.clip(0, 255).astype(np.uint8)).save(buffer, "WEBP", quality=80)
    return buffer.getvalue()
