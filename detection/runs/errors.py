"""What can go wrong with searches, in words for the person who started them."""

from detection.errors import DetectionError


class RunError(DetectionError):
    """Base of this sub-package's errors."""


class NoModelYet(RunError):
    """A search was asked for before anything was learnt."""


class UnfitModel(RunError):
    """The model was learnt from superpixels that were cut in another way than the campaign cuts them now."""


class BadThreshold(RunError):
    """A threshold that is no probability and no name of one."""


class FrozenInputChanged(RunError):
    """What was frozen in the run is no longer there: the imagery, the segmentation or the extractor."""


class NothingToDo(RunError):
    """Every tile of the run is finished, or none has failed."""


class ClaimLost(RunError):
    """The search was stopped, or another worker has taken the chunk over."""
