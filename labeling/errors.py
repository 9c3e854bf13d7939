"""What can go wrong in labelling, in words for the person who sees it."""


class LabelingError(Exception):
    """Base of this package's errors."""


class EventNotOpen(LabelingError):
    """The event behind a link has not begun, or is over."""


class EmptyFolder(LabelingError):
    """A folder that should hold crops holds no picture."""


class TooLittleGold(LabelingError):
    """The campaign's experts have not answered enough to make a tutorial of it."""


class BadTileRequest(LabelingError):
    """An area or a list of tiles that cannot be read, or names none."""


class TransferStopped(LabelingError):
    """Somebody stopped an export or import while it ran."""


class BadLabels(LabelingError):
    """A file of labels that cannot be taken in; the message names the lines."""
