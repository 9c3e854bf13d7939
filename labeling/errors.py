"""Errors of labelling. Their messages are shown to people."""


class LabelingError(Exception):
    """Base of this package's errors."""


class EventNotOpen(LabelingError):
    """The event has not begun, or is over."""


class EmptyFolder(LabelingError):
    """A folder that should hold crops holds no picture."""


class NotEnoughGold(LabelingError):
    """The campaign has too few expert answers for a tutorial."""


class NothingToAnswer(LabelingError):
    """A superpixel that shows no imagery, or does not exist."""


class InvalidTileRequest(LabelingError):
    """An area or a list of tiles that cannot be read, or is empty."""


class TransferStopped(LabelingError):
    """Somebody stopped an export or import while it ran."""


class InvalidLabelFile(LabelingError):
    """A file of labels that cannot be imported. The message names the lines."""
