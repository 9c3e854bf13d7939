"""The app's models; each feature defines its own."""

from detection.places.models import Place, PlaceSeries
from detection.precision.models import PrecisionSample, SampledFinding
from detection.publication.districts.models import District
from detection.publication.models import (
    Release,
    ReleaseFile,
    ReleasePlace,
    ReleaseRequest,
    Withdrawal,
)
from detection.reports.models import ReaderReport
from detection.review.models import FindingClaim, Mention, Review, ReviewBatch
from detection.runs.finding_models import Detection, FindingSet, PlaceOverlap
from detection.runs.models import DetectionRun, RunChunk, TileResult
from detection.runs.preflight_models import Preflight
from detection.runs.progress_models import Acceptance, RunMinute
from detection.runs.rescoring_models import Rescoring
from detection.runs.schedule_models import SearchSchedule
from detection.thresholds.models import CandidateFile
from detection.training.models import LearningPoint, ModelVersion, RegionEstimate

__all__ = [
    "Acceptance",
    "CandidateFile",
    "Detection",
    "DetectionRun",
    "District",
    "FindingClaim",
    "FindingSet",
    "LearningPoint",
    "Mention",
    "ModelVersion",
    "Place",
    "PlaceOverlap",
    "PlaceSeries",
    "PrecisionSample",
    "Preflight",
    "ReaderReport",
    "RegionEstimate",
    "Release",
    "ReleaseFile",
    "ReleasePlace",
    "ReleaseRequest",
    "Rescoring",
    "Review",
    "ReviewBatch",
    "RunChunk",
    "RunMinute",
    "SampledFinding",
    "SearchSchedule",
    "TileResult",
    "Withdrawal",
]
