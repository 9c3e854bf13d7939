"""Errors of retraining. Their messages are shown to the person who started it."""

from detection.errors import DetectionError


class TrainingError(DetectionError):
    """Base of the errors of retraining."""


class TooFewLabels(TrainingError):
    """Volunteers agree on too few superpixels of one class, or of both."""


class Stopped(TrainingError):
    """An admin stopped the job while the worker was training."""
