"""The app's models; each feature defines its own."""

from detection.publication.models import ReaderReport, Release, ReleasePlace
from detection.review.models import Review
from detection.runs.models import Detection, DetectionRun, RunChunk, TileResult
from detection.training.models import LearningPoint, ModelVersion

__all__ = [
    "Detection",
    "DetectionRun",
    "LearningPoint",
    "ModelVersion",
    "ReaderReport",
    "Release",
    "ReleasePlace",
    "Review",
    "RunChunk",
    "TileResult",
]
