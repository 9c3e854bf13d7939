"""Whether the disk holds what a search stores."""

from django.template.defaultfilters import filesizeformat

from campaigns.models import Campaign
from detection.runs.errors import TooLittleDisk
from detection.runs.preflight import Outlook, disk_free, outlook_for
from detection.training.models import ModelVersion
from imagery.messages import message as _

LEFT_FREE = 0.05
"""Share of the free space that a search should leave."""


def is_short(outlook: Outlook | None, free: int) -> bool:
    needed = outlook.bytes_needed if outlook is not None else None
    return needed is not None and needed > (1 - LEFT_FREE) * free


def require_disk(campaign: Campaign, model: ModelVersion) -> None:
    """Raises TooLittleDisk where a look ahead has shown it."""
    outlook, free = outlook_for(campaign, model), disk_free()
    if outlook is None or not is_short(outlook, free):
        return
    raise TooLittleDisk(
        _(
            "The search needs about %(needed)s of disk, and %(free)s are free. Free some, or tick that it "
            "may begin all the same: it stops when the disk is full, and can be continued."
        )
        % {"needed": filesizeformat(outlook.bytes_needed or 0), "free": filesizeformat(free)}
    )
