"""How queued tiles are cut."""

from campaigns.models import Campaign
from labeling.models import LabelTile

Cut = tuple[str, str]
"""Version of the imagery, and key of the segmentation."""


def queued_cuts(campaign: Campaign) -> tuple[set[Cut], set[Cut]]:
    """Those in the campaign's queue, and those in all other queues."""
    names = ("tile__source_version", "segmentation__settings_key")
    own = LabelTile.objects.filter(campaign=campaign).values_list(*names).distinct()
    others = LabelTile.objects.exclude(campaign=campaign).values_list(*names).distinct()
    return set(own), set(others)
