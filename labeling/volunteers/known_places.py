"""Known places that wait for an expert, and the answers that they propose."""

from collections import defaultdict
from dataclasses import dataclass

from campaigns.models import Campaign
from labeling.models import GoldAnswer, KnownPlace, LabelTile, PlaceOnTile
from labeling.models.votes import SuperpixelKey
from labeling.thumbnails import Thumbnail, thumbnails_of

PROPOSED_FROM = 0.6
"""Share of a superpixel that a place must cover, 0..1, before its answer is proposed: outlines drawn
elsewhere seldom follow ours."""


@dataclass(frozen=True)
class Proposal:
    place: KnownPlace
    share: float | None
    """Share of the superpixel that the place covers, 0..1; None where it is too little to propose an
    answer."""

    @property
    def answer(self) -> str:
        return "" if self.share is None else self.place.answer


@dataclass(frozen=True)
class PlacesLeft:
    n_places: int
    n_answered: int
    tiles: list[tuple[Thumbnail, list[KnownPlace]]]
    """Tiles of places that no expert has answered, with these places."""


def places_left(campaign: Campaign, limit: int) -> PlacesLeft:
    """A place is answered once an expert has answered one of the superpixels on which it lies."""
    on_tiles = PlaceOnTile.objects.filter(place__campaign=campaign, label_tile__is_outside=False)
    rows = list(on_tiles.select_related("place").order_by("pk"))
    answered = _answered(campaign)
    looked_at = {
        row.place_id
        for row in rows
        if any((row.label_tile_id, number) in answered for number in row.superpixels)
    }
    waiting: dict[int, list[PlaceOnTile]] = defaultdict(list)
    for row in rows:
        if row.place_id not in looked_at:
            waiting[row.label_tile_id].append(row)
    shown = {pk: waiting[pk] for pk in list(waiting)[:limit]}
    return PlacesLeft(len({row.place_id for row in rows}), len(looked_at), _picture(shown))


def _answered(campaign: Campaign) -> set[SuperpixelKey]:
    gold = GoldAnswer.objects.filter(label_tile__campaign=campaign, label_tile__known_places__isnull=False)
    return set(gold.values_list("label_tile", "superpixel"))


def _picture(waiting: dict[int, list[PlaceOnTile]]) -> list[tuple[Thumbnail, list[KnownPlace]]]:
    tiles = LabelTile.objects.filter(pk__in=waiting).select_related(
        "campaign", "tile__source", "segmentation"
    )
    marks = {
        pk: {"known": {number for row in rows for number in row.superpixels}} for pk, rows in waiting.items()
    }
    thumbnails = thumbnails_of(tiles, marks)
    return [(thumbnails[pk], [row.place for row in rows]) for pk, rows in waiting.items()]


def thumbnail_of(tile: LabelTile) -> Thumbnail:
    """With its known places marked. The tile is read with `tile__source` and `segmentation`."""
    known = {number for row in tile.known_places.all() for number in row.superpixels}
    return thumbnails_of([tile], {tile.pk: {"known": known}})[tile.pk]


def proposals_on(tile: LabelTile) -> dict[int, Proposal]:
    """By superpixel: the place that covers most of it."""
    found: dict[int, tuple[float, KnownPlace]] = {}
    for row in tile.known_places.select_related("place__file"):
        for number, share in row.shares.items():
            if share >= found.get(int(number), (-1.0, row.place))[0]:
                found[int(number)] = share, row.place
    return {
        number: Proposal(place, share if share > PROPOSED_FROM else None)
        for number, (share, place) in found.items()
    }
