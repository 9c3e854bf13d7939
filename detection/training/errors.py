"""What can go wrong with retraining, in words for the person who asked for it."""

from detection.errors import DetectionError


class TrainingError(DetectionError):
    """Base of this sub-package's errors."""


class TooFewLabels(TrainingError):
    """People agree on too few superpixels of one class, or of both."""


class Stopped(TrainingError):
    """The job was stopped by a person while the worker was at it."""
