from campaigns.models import CampaignDraft
from campaigns.regions.check import CheckedRegion


def store_region(*, draft: CampaignDraft, region: CheckedRegion) -> None:
    """Store what was checked. A campaign's is changed by `campaigns.setup.services.change_campaign`."""
    draft.region = region.geometry
    draft.save(update_fields=["region", "changed_at"])
