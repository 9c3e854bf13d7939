from django.db import transaction
from django.db.models import F

from detection.places.models import Place, PlaceSeries


@transaction.atomic
def create_places(*, campaign_id: int, count: int) -> list[Place]:
    """New places with the campaign's next numbers. Others who number places wait until the transaction
    ends: take this lock last."""
    if not count:
        return []
    PlaceSeries.objects.get_or_create(campaign_id=campaign_id)
    PlaceSeries.objects.filter(campaign_id=campaign_id).update(last=F("last") + count)
    last = PlaceSeries.objects.get(campaign_id=campaign_id).last
    numbers = range(last - count + 1, last + 1)
    return Place.objects.bulk_create([Place(campaign_id=campaign_id, number=number) for number in numbers])
