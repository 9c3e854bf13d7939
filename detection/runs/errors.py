"""Errors of searches. Their messages are shown to the person who started the search."""

from detection.errors import DetectionError


class RunError(DetectionError):
    """Base of the errors of searches."""


class NoModelYet(RunError):
    """A search needs a model, and the campaign has none."""


class UnfitModel(RunError):
    """The model was trained on superpixels cut with other settings than the campaign's."""


class BadThreshold(RunError):
    """The threshold is neither a probability nor the name of one."""


class FrozenInputChanged(RunError):
    """The imagery source or the segmentation has changed since the search began."""


class NothingToDo(RunError):
    """Every tile of the search is finished and none has failed."""


class ClaimLost(RunError):
    """The search was stopped, or another worker has claimed the chunk."""


class NotFinished(RunError):
    """Only a search whose chunks are all done can be made current."""


class TooLittleDisk(RunError):
    """The disk will not hold what the search stores."""
