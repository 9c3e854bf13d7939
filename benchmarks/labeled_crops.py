"""The labelled crops of real superpixels on which accuracy is measured, if they are on this machine."""

from __future__ import annotations

from benchmarks.pictures import AMBER
from benchmarks.report import CannotMeasure, note
from ml.crops import DescribedCrops, describe_crops, find_crops
from ml.features import get_extractor

CROPS = AMBER / "crops"


def load_crops(n_variants: int = 0) -> DescribedCrops:
    """Texture features of all crops. Raises `CannotMeasure` when there are none."""
    check_crops()
    crops = find_crops(CROPS / "positive", CROPS / "negative")
    note(f"describing {len(crops)} crops")
    return describe_crops(crops, get_extractor("texture"), n_variants=n_variants)


def check_crops() -> None:
    if not CROPS.is_dir():
        raise CannotMeasure("the labelled crops (../shared/amber/crops) are not on this machine.")
