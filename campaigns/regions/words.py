"""What several parts of this feature say."""

from imagery.messages import message as _

KILLED = _(
    "The worker that read the file has died. Simplify the outline, or save the region in another format, and "
    "upload it once more."
)
NO_WORKER = _(
    "The queue that hands work to the workers cannot be reached, so the file was not read. Try again once "
    "the "
    "broker (Redis) is up."
)
