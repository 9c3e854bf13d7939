from collections.abc import Mapping

import shapely
import shapely.geometry
from django.db import transaction

from campaigns.models import Campaign
from detection.publication.districts.models import District


@transaction.atomic
def replace_districts(*, campaign: Campaign, districts: Mapping[str, shapely.Geometry]) -> int:
    """All of a campaign's districts anew; none with an empty mapping. Releases keep the names that they were
    published with."""
    campaign.districts.all().delete()
    District.objects.bulk_create(
        District(campaign=campaign, name=name, geometry=shapely.geometry.mapping(shape))
        for name, shape in districts.items()
    )
    return len(districts)
