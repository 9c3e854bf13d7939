"""The queue on a map: the region, which tiles wait and which are labelled, and what an area would add."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign
from labeling.models import LabelTile
from ml.tiles import Tile

MAX_SHOWN = 20_000


def describe_map(campaign: Campaign) -> dict[str, Any]:
    """Tiles as [x, y] at the campaign's zoom; the newest if there are very many."""
    rows = LabelTile.objects.asked().filter(campaign=campaign).order_by("-pk")
    addresses = list(rows.values_list("tile__x", "tile__y", "is_done")[:MAX_SHOWN])
    return {
        "zoom": campaign.zoom,
        "region": campaign.region,
        "waiting": [[x, y] for x, y, is_done in addresses if not is_done],
        "done": [[x, y] for x, y, is_done in addresses if is_done],
    }


def describe_request(campaign: Campaign, tiles: list[Tile]) -> str:
    """How many tiles an area has, and which of them nobody needs to be asked about."""
    rows = LabelTile.objects.asked().filter(campaign=campaign).values_list("tile__x", "tile__y", "is_done")
    states = {(x, y): is_done for x, y, is_done in rows}
    found = [states.get((tile.x, tile.y)) for tile in tiles]
    n, n_waiting, n_done = len(found), found.count(False), found.count(True)
    parts = [ngettext("%(n)d tile", "%(n)d tiles", n) % {"n": n}]
    if n_waiting:
        parts.append(_("%(n)d already in the queue") % {"n": n_waiting})
    if n_done:
        parts.append(_("%(n)d already labelled") % {"n": n_done})
    return ", ".join(parts)
