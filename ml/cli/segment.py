"""`segment`: cut a picture into superpixels."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.cli import common
from ml.outlines import superpixel_outlines
from ml.overlay import draw_overlay, save_overlay
from ml.pictures import open_picture
from ml.segmentation import SegmentationSettings, segment_tile


def add_parser(commands: common.Subparsers) -> None:
    parser = commands.add_parser("segment", help="cut a picture into superpixels")
    parser.add_argument("image", type=Path, metavar="IMAGE")
    parser.add_argument("--overlay", type=Path, metavar="OUT.png", help="draw the outlines there")
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    image = open_picture(options.image)
    settings = SegmentationSettings()
    labels = segment_tile(image, settings)
    if options.overlay:
        save_overlay(draw_overlay(image, labels), options.overlay)
    if options.json:
        common.print_json(_as_json(options.image, labels, settings))
    else:
        areas = np.bincount(labels.ravel())[1:]
        print(f"{options.image}: {len(areas)} superpixels of {areas.min()} to {areas.max()} pixels")
    return 0


def _as_json(path: Path, labels: NDArray[np.int32], settings: SegmentationSettings) -> dict[str, Any]:
    areas = np.bincount(labels.ravel())
    outlines = superpixel_outlines(labels)
    return {
        "image": str(path),
        "rows": labels.shape[0],
        "columns": labels.shape[1],
        "segmentation_key": settings.key,
        "n_superpixels": len(outlines),
        "superpixels": [
            {"superpixel": number, "area_px": int(areas[number]), "rings": outlines[number]}
            for number in sorted(outlines)
        ],
    }
