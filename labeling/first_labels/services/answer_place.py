from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import shapely
import shapely.geometry
from django.contrib.auth.models import User

from campaigns.models import Campaign
from imagery.errors import ImageryError
from imagery.messages import Words, words_of
from imagery.messages import message as _
from imagery.outlines import read_outlines
from labeling.consensus.services.answer_as_expert import answer_as_expert
from labeling.first_labels.coverage import shares_on
from labeling.first_labels.places import MAX_TILES_A_PLACE
from labeling.models import Answer, LabelTile, Reason
from labeling.queueing.services.order_queue import order_queue
from labeling.queueing.services.queue_tiles import queue_tile
from labeling.volunteers.known_places import PROPOSED_FROM
from ml.tiles import Tile, tiles_in_geometry

Shares = dict[tuple[LabelTile, int], float]
"""Covered share by tile and superpixel, 0..1."""


@dataclass
class AnsweredPlace:
    n_superpixels: int = 0
    failures: list[Words] = field(default_factory=list)
    """Why nothing, or not everything, could be answered."""


def answer_place(
    *, campaign: Campaign, geometry: dict[str, Any], is_positive: bool, author: User | None, reason: str
) -> AnsweredPlace:
    """Make the superpixels under a place experts' answers, which the next training uses: those that it covers
    for the most part, or the one that it covers most. Tiles that are not in the queue are queued; without
    imagery, `failures` says so. It may run again. For workers: it reads imagery."""
    found = AnsweredPlace()
    place = shapely.make_valid(shapely.geometry.shape(geometry))
    addresses = _addresses(campaign, place, found)
    shares: Shares = {}
    for address in addresses:
        shares |= _shares(campaign, address, place, found)
    answer = Answer.POSITIVE if is_positive else Answer.NEGATIVE
    for label_tile, number in _chosen(shares):
        answer_as_expert(
            label_tile=label_tile, superpixel=number, answer=answer, author=author, reason=reason[:300]
        )
        found.n_superpixels += 1
    if shares:
        order_queue(campaign=campaign)
    return found


def _addresses(campaign: Campaign, place: shapely.Geometry, found: AnsweredPlace) -> Sequence[Tile]:
    inside = place.intersection(shapely.geometry.shape(campaign.region))
    if inside.is_empty:
        found.failures.append(_("The place lies outside the campaign’s region."))
        return []
    tiles = tiles_in_geometry(shapely.geometry.mapping(inside), campaign.zoom)
    addresses = list(islice(tiles, MAX_TILES_A_PLACE + 1))
    if len(addresses) > MAX_TILES_A_PLACE:
        found.failures.append(
            _("The place lies on more than %(most)d tiles. Answer its tiles one by one, as an expert.")
            % {"most": MAX_TILES_A_PLACE}
        )
        return []
    return addresses


def _shares(campaign: Campaign, address: Tile, place: shapely.Geometry, found: AnsweredPlace) -> Shares:
    label_tile, failure = _queued(campaign, address)
    words = {"tile": str(address)}
    if label_tile is None:
        why = failure or _("The imagery source has none there.")
        said = _("The imagery of tile %(tile)s is not stored and could not be read: %(why)s")
        found.failures.append(said % (words | {"why": why}))
        return {}
    try:
        covered = shares_on(address, place, read_outlines(label_tile.segmentation))
    except ImageryError as error:
        said = _("The superpixels of tile %(tile)s are not stored: %(why)s")
        found.failures.append(said % (words | {"why": words_of(error)}))
        return {}
    with_data = set(label_tile.segmentation.numbers_with_data)
    return {(label_tile, number): share for number, share in covered.items() if number in with_data}


def _queued(campaign: Campaign, address: Tile) -> tuple[LabelTile | None, Words]:
    here = LabelTile.objects.filter(
        campaign=campaign,
        tile__source=campaign.source,
        tile__source_version=campaign.source.version,
        tile__z=address.z,
        tile__x=address.x,
        tile__y=address.y,
        segmentation__settings_key=campaign.segmentation.key,
    )
    known = here.select_related("tile", "segmentation__tile").first()
    return (known, "") if known else queue_tile(campaign, address, Reason.KNOWN_PLACE)


def _chosen(shares: Shares) -> list[tuple[LabelTile, int]]:
    covered = [key for key, share in shares.items() if share > PROPOSED_FROM]
    return covered or sorted(shares, key=lambda key: -shares[key])[:1]
