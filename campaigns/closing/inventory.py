"""What a campaign holds, in numbers, before it is deleted."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from campaigns.dependents import DEPENDENTS, Stored
from campaigns.models import Campaign, SuperpixelPreview


@dataclass(frozen=True)
class Inventory:
    rows: list[Stored]
    has_public_pages: bool

    @property
    def mebibytes(self) -> float:
        return sum(row.n_bytes for row in self.rows) / 2**20


def inventory_of(campaign: Campaign) -> Inventory:
    n = campaign.memberships.count()
    members = ngettext("%(n)s member’s role", "%(n)s members’ roles", n) % {"n": n}
    rows = [stored for dependent in DEPENDENTS for stored in dependent.stored(campaign)]
    is_public = any(dependent.has_public_pages(campaign) for dependent in DEPENDENTS)
    return Inventory([row for row in [*rows, Stored(members, n=n)] if row.n], is_public)


def preview_tiles(campaign: Campaign) -> list[int]:
    previews = SuperpixelPreview.objects.filter(campaign=campaign)
    shown = previews.filter(tiles__tile__isnull=False).values_list("tiles__tile", flat=True)
    return [pk for pk in shown if pk is not None]
