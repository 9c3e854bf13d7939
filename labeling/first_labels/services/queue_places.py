from collections import Counter, defaultdict
from collections.abc import Callable

import shapely.geometry

from campaigns.models import Campaign
from imagery.errors import ImageryError
from imagery.outlines import read_outlines
from labeling.first_labels.coverage import shares_on
from labeling.models import Answer, KnownPlace, LabelTile, PlaceOnTile, Reason
from labeling.queueing.services.order_queue import order_queue
from labeling.queueing.services.queue_tiles import queue_random_tiles, queue_tile
from ml.tiles import Tile, tiles_in_geometry

TILES_BETWEEN_ORDERS = 10
Report = Callable[[int, int], bool]
"""Takes how many tiles of how many are done; False ends the work."""


def queue_places(*, campaign: Campaign, report: Report) -> Counter[str] | None:
    """Queue the tiles of all known places that are not queued yet, with as many random ones as volunteers
    need to see so that a find is no matter of course. Counts of tiles by outcome; None when it was stopped.
    It may run again: what is queued stays."""
    places = _places_by_tile(campaign)
    laid = _laid(campaign)
    missing = [
        address
        for address, on_tile in places.items()
        if any((place.pk, address.x, address.y) not in laid for place in on_tile)
    ]
    outcomes: Counter[str] = Counter()
    if _add_others(campaign, places, report) is None:
        return None
    for number, address in enumerate(missing, start=1):
        label_tile, _failure = queue_tile(campaign, address, Reason.KNOWN_PLACE)
        outcomes["queued" if label_tile else "unreadable"] += 1
        if label_tile:
            _lay(places[address], label_tile)
        if number % TILES_BETWEEN_ORDERS == 0:
            order_queue(campaign=campaign)
        if not report(number, len(missing)):
            return None
    order_queue(campaign=campaign)
    return outcomes


def _places_by_tile(campaign: Campaign) -> dict[Tile, list[KnownPlace]]:
    region = shapely.geometry.shape(campaign.region)
    found: dict[Tile, list[KnownPlace]] = defaultdict(list)
    for place in KnownPlace.objects.of(campaign):
        inside = shapely.geometry.shape(place.geometry).intersection(region)
        if not inside.is_empty:
            for address in tiles_in_geometry(shapely.geometry.mapping(inside), campaign.zoom):
                found[address].append(place)
    return found


def _laid(campaign: Campaign) -> set[tuple[int, int, int]]:
    on_tiles = PlaceOnTile.objects.filter(label_tile__campaign=campaign)
    return set(on_tiles.values_list("place", "label_tile__tile__x", "label_tile__tile__y"))


def _add_others(campaign: Campaign, places: dict[Tile, list[KnownPlace]], report: Report) -> int | None:
    n_finds = sum(any(one.answer == Answer.POSITIVE for one in on_tile) for on_tile in places.values())
    n_others = LabelTile.objects.filter(campaign=campaign).open().exclude(reason=Reason.KNOWN_PLACE).count()
    wanted = n_finds - (len(places) - n_finds) - n_others
    if wanted <= 0:
        return 0
    return queue_random_tiles(campaign, wanted, lambda: report(0, len(places)), chosen=places)


def _lay(places: list[KnownPlace], label_tile: LabelTile) -> None:
    try:
        outlines = read_outlines(label_tile.segmentation)
    except ImageryError:
        outlines = {}
    for place in places:
        shape = shapely.geometry.shape(place.geometry)
        shares = shares_on(label_tile.tile.address, shape, outlines)
        PlaceOnTile.objects.update_or_create(
            place=place,
            label_tile=label_tile,
            defaults={"shares": {str(number): share for number, share in shares.items()}},
        )
