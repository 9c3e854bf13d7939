"""The app's models, one module a sub-package."""

from detection.publication.models import ReaderReport, Release, ReleasePlace
from detection.review.models import Review
from detection.runs.models import Detection, DetectionRun, RunChunk, TileResult
from detection.training.models import ModelVersion

__all__ = [
    "Detection",
    "DetectionRun",
    "ModelVersion",
    "ReaderReport",
    "Release",
    "ReleasePlace",
    "Review",
    "RunChunk",
    "TileResult",
]
