"""What a change of a campaign's settings does, told before it is made."""

from typing import Any

from campaigns.dependents import DEPENDENTS, Change, Consequence
from campaigns.models import Campaign
from ml.segmentation_settings import SegmentationSettings

CUT = ("n_segments", "compactness", "sigma")


def change_of(campaign: Campaign, fields: dict[str, Any]) -> Change:
    """The part of new `fields` that concerns pictures, superpixels, region and model."""
    cut = {name: fields.get(name, getattr(campaign, name)) for name in CUT}
    return Change(
        campaign=campaign,
        source=fields.get("source"),
        region=fields.get("region"),
        zoom=fields.get("zoom"),
        segmentation=SegmentationSettings(**cut),
        extractor=fields.get("extractor"),
        confirmations=fields.get("confirmations_to_publish"),
    )


def consequences_of(campaign: Campaign, fields: dict[str, Any]) -> list[Consequence]:
    """For the person who is about to save `fields`, in numbers; empty when nothing else changes."""
    change = change_of(campaign, fields)
    return [one for dependent in DEPENDENTS for one in dependent.consequences(change)]
