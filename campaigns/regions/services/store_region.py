from campaigns.models import Campaign, CampaignDraft
from campaigns.regions.check import CheckedRegion


def store_region(*, target: CampaignDraft | Campaign, region: CheckedRegion) -> bool:
    """Store what was checked. Tiles already asked and searches already made stay as they are. False when the
    target has this region already."""
    if target.region == region.geometry:
        return False
    target.region = region.geometry
    fields = ["region", "changed_at"] if isinstance(target, CampaignDraft) else ["region"]
    target.save(update_fields=fields)
    return True
