"""Deletes a campaign and what goes with it, a batch at a time."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from campaigns.closing.inventory import preview_tiles
from campaigns.closing.services.archive_campaign import archive_campaign
from campaigns.dependents import DEPENDENTS
from campaigns.models import Campaign
from imagery.models import ImagerySource
from imagery.services.delete_unused import delete_unused_tiles


@transaction.atomic
def mark_for_deletion(*, campaign: Campaign) -> None:
    """From now on nobody sees the campaign, and nothing is started in it."""
    archive_campaign(campaign=campaign)
    Campaign.objects.filter(pk=campaign.pk, deleting_since__isnull=True).update(deleting_since=timezone.now())


def delete_campaign(*, campaign: Campaign) -> None:
    """Delete rows and files of a campaign that is marked for deletion. Killed at any point, another call goes
    on. Pictures that another campaign uses stay, and so does the source.

    Must not run inside a transaction: each batch is one of its own.
    """
    _delete_tiles(campaign, campaign.deleting_tiles)
    for dependent in reversed(DEPENDENTS):
        for tiles in dependent.erase(campaign):
            _delete_tiles(campaign, tiles)
    shown = preview_tiles(campaign)
    Campaign.objects.filter(pk=campaign.pk).delete()
    _delete_unused(shown)


def _delete_tiles(campaign: Campaign, tile_ids: Iterable[int]) -> None:
    _delete_unused(tile_ids)
    Campaign.objects.filter(pk=campaign.pk).update(deleting_tiles=[])


def _delete_unused(tile_ids: Iterable[int]) -> None:
    # Tiles for comparison are found by their address, and no row refers to them.
    others = Campaign.objects.existing().filter(comparison_source__isnull=False)
    keep = ImagerySource.objects.filter(pk__in=others.values("comparison_source"))
    delete_unused_tiles(tile_ids=set(tile_ids), keep=keep)
