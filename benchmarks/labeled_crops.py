"""The labelled crops of real superpixels on which accuracy is measured, if they are on this machine."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.pictures import AMBER, PROJECT
from benchmarks.report import CannotMeasure, note
from ml.crops import VARIANTS_VERSION, Crop, DescribedCrops, describe_crops, find_crops
from ml.features import DEFAULT_EXTRACTOR, FeatureExtractor, get_extractor

CROPS = AMBER / "crops"
CACHE = Path(tempfile.gettempdir()) / "landscar-described-crops"
DESCRIBING = ("ml/features/*", "ml/runtimes/*.py", "ml/augmentation.py", "ml/crops.py", "ml/pictures.py")
"""What a description depends on besides the crops."""


def load_crops(n_variants: int = 0, extractor: str = DEFAULT_EXTRACTOR) -> DescribedCrops:
    """Features of all crops. Raises `CannotMeasure` when there are none."""
    check_crops()
    return describe_folder(CROPS, get_extractor(extractor), n_variants)


def check_crops() -> None:
    if not CROPS.is_dir():
        raise CannotMeasure("the labelled crops (../shared/amber/crops) are not on this machine.")


def describe_folder(folder: Path, extractor: FeatureExtractor, n_variants: int) -> DescribedCrops:
    """Features of the crops in its folders `positive` and `negative`, described once and then read from a
    temporary file until a crop or the code changes."""
    crops = find_crops(folder / "positive", folder / "negative")
    stored = CACHE / f"{_fingerprint(crops, extractor, n_variants)}.npz"
    if stored.is_file():
        note(f"{len(crops)} crops of {folder} were described before")
        return _read(stored, crops, extractor)
    note(f"describing {len(crops)} crops of {folder}")
    described = describe_crops(crops, extractor, n_variants=n_variants)
    for reason in described.skipped.values():
        note(f"skipped: {reason}")
    if not described.skipped:
        CACHE.mkdir(exist_ok=True)
        np.savez(stored, features=described.features, variants=described.variants)
    return described


def _read(stored: Path, crops: list[Crop], extractor: FeatureExtractor) -> DescribedCrops:
    with np.load(stored, allow_pickle=False) as arrays:
        return DescribedCrops(crops, arrays["features"], arrays["variants"], {}, extractor.blocks)


def _fingerprint(crops: list[Crop], extractor: FeatureExtractor, n_variants: int) -> str:
    found = hashlib.sha256(f"{extractor.name} {extractor.version} {VARIANTS_VERSION} {n_variants}".encode())
    for crop in crops:
        state = crop.path.stat()
        found.update(f"{crop.path} {crop.positive} {state.st_size} {state.st_mtime_ns}".encode())
    for path in sorted(path for pattern in DESCRIBING for path in PROJECT.glob(pattern) if path.is_file()):
        found.update(path.read_bytes())
    return found.hexdigest()[:32]
