from campaigns.models import CampaignDraft, PreviewTile
from imagery.services.delete_unused import delete_unused_tiles


def delete_draft(*, draft: CampaignDraft) -> None:
    """Delete a draft, and the tiles that were read for its previews unless something else uses them."""
    shown = PreviewTile.objects.filter(preview__draft=draft, tile__isnull=False)
    tile_ids = [pk for pk in shown.values_list("tile", flat=True) if pk is not None]
    draft.delete()
    delete_unused_tiles(tile_ids=tile_ids)
