"""The search of `benchmarks.storm`: its campaign, model and region. Needs Django."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import transaction

from benchmarks.storm_replacements import EXTRACTOR, JOURNALS, ColourExtractor
from benchmarks.storm_server import CORNER, PART_PX, ZOOM
from campaigns.models import Campaign
from detection.models import DetectionRun, ModelVersion
from detection.runs.actions import start_run
from imagery.files import data_path
from imagery.models import ImagerySource
from ml.bundle import ModelBundle
from ml.classifier import train_classifier
from ml.segmentation_settings import SegmentationSettings
from ml.tiles import Tile

SEGMENTATION = SegmentationSettings(n_segments=16, reduction=16)
"""Coarse: a tile is cut in 25 ms instead of 90."""
N_LESSONS = 60


def stage(columns: int, rows: int, port: int, requests_per_second: float) -> DetectionRun:
    """Start the search; its first message is at the broker when this returns."""
    (Path(settings.DATA_ROOT) / JOURNALS).mkdir(parents=True)
    source = ImagerySource.objects.create(
        slug="storm",
        name="Storm",
        kind=ImagerySource.Kind.XYZ,
        url=f"http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.jpg",
        tile_px=PART_PX,
        requests_per_second=requests_per_second,
        captured_from=date(2024, 6, 1),
        captured_to=date(2024, 6, 30),
    )
    campaign = Campaign.objects.create(
        slug="storm",
        name="Storm",
        question="Is this a mine?",
        positive_name="Mine",
        negative_name="Land",
        source=source,
        zoom=ZOOM,
        region=_box(columns, rows),
        n_segments=SEGMENTATION.n_segments,
    )
    _make_model(campaign)
    with transaction.atomic():
        run = start_run(campaign=campaign, started_by=None)
        run.segmentation, run.segmentation_key = asdict(SEGMENTATION), SEGMENTATION.key
        run.save(update_fields=["segmentation", "segmentation_key"])
    return run


def _box(columns: int, rows: int) -> dict[str, Any]:
    """A polygon just inside the outermost tiles."""
    west, _south, _east, north = CORNER.bounds
    _west, south, east, _north = Tile(ZOOM, CORNER.x + columns - 1, CORNER.y + rows - 1).bounds
    inset = (CORNER.bounds.east - west) * 0.1
    west, south, east, north = west + inset, south + inset, east - inset, north - inset
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _make_model(campaign: Campaign) -> ModelVersion:
    """Trained on the colours of the two kinds of ground that the server draws."""
    random = np.random.default_rng(0)
    is_mine = np.arange(2 * N_LESSONS) % 2 == 1
    shape = (len(is_mine), 3)
    colours = np.where(is_mine[:, None], (190, 160, 120), (60, 90, 50)) + random.normal(0, 8, shape)
    lessons = np.hstack([colours, random.normal(13, 2, shape)]).astype(np.float32)
    groups = [f"{number // 4}" for number in range(len(is_mine))]
    trained = train_classifier(lessons, is_mine.astype(float), groups=groups)
    bundle, folder = ModelBundle.from_training(trained, ColourExtractor()), "models/storm"
    bundle.save(data_path(folder))
    return ModelVersion.objects.create(
        campaign=campaign,
        number=1,
        extractor=EXTRACTOR,
        extractor_version=bundle.extractor_version,
        segmentation_key=campaign.segmentation.key,
        folder=folder,
        training_set_sha256="5e" * 32,
        n_positive=N_LESSONS,
        n_negative=N_LESSONS,
        metrics=bundle.card()["metrics"],
        thresholds=bundle.card()["thresholds"],
    )
