from campaigns.models import CampaignDraft
from campaigns.setup.services.change_campaign import change_campaign
from campaigns.setup.targets import Target
from imagery.models import ImagerySource


def set_imagery(*, target: Target, source: ImagerySource, zoom: int | None = None) -> None:
    """The imagery of a draft or campaign. A draft's zoom may change with it; that of a campaign stays,
    because its tiles are labelled at it."""
    if not isinstance(target, CampaignDraft):
        change_campaign(campaign=target, fields={"source": source})
        return
    target.source, target.zoom = source, zoom or target.zoom
    target.save(update_fields=["source", "zoom", "changed_at"])
