import logging
from collections import defaultdict
from random import Random

import numpy as np

from campaigns.models import Campaign
from imagery.errors import ImageryError
from imagery.files import read_picture
from labeling.models import Answer, Consensus, KnownPlace, LabelTile, PlaceOnTile, Reason, TileRating
from labeling.queueing.appearance import APPEARANCE_SIZE, appearance_of
from labeling.queueing.ranking import Candidates, doubt_of_tile, interleave, rank

logger = logging.getLogger(__name__)

CHOSEN = (Reason.REQUESTED, Reason.KNOWN_PLACE)
MIN_NOVELTY = 0.2
"""Share of novel superpixels from which a tile is asked for its novelty; 0.05 is usual."""


def order_queue(*, campaign: Campaign) -> int:
    """Set priority and reason of the open tiles: requested tiles first, then known places among others, then
    by value for training, with random tiles throughout. For workers: it may read pictures. Returns the number
    of tiles changed."""
    tiles = list(LabelTile.objects.filter(campaign=campaign).open().select_related("tile").order_by("pk"))
    ratings = _ratings(campaign, tiles)
    requested = _of_reason(tiles, Reason.REQUESTED)
    known = _of_reason(tiles, Reason.KNOWN_PLACE)
    random = [index for index, tile in enumerate(tiles) if tile.is_random and tile.reason not in CHOSEN]
    fixed = {*requested, *known, *random}
    free = [index for index in range(len(tiles)) if index not in fixed]
    chosen = [tiles[index] for index in free]
    ranked = [free[index] for index in _rank(campaign, chosen, ratings)] if free else []
    mixed = _among_others(campaign, tiles, known, [*random, *ranked])
    random, ranked = ([index for index in part if index not in set(mixed)] for part in (random, ranked))
    order = interleave([*requested, *mixed, *ranked], random, campaign.random_share)
    return _store(tiles, order, ratings)


def _of_reason(tiles: list[LabelTile], reason: Reason) -> list[int]:
    return [index for index, tile in enumerate(tiles) if tile.reason == reason]


def _among_others(
    campaign: Campaign, tiles: list[LabelTile], known: list[int], others: list[int]
) -> list[int]:
    """Tiles of known places, and as many others as it takes for half of all to hold no known find: else
    volunteers would learn that there is always something to find. In an order that stays."""
    if not known:
        return []
    places = KnownPlace.objects.filter(campaign=campaign, answer=Answer.POSITIVE)
    with_find = set(PlaceOnTile.objects.filter(place__in=places).values_list("label_tile", flat=True))
    n_finds = sum(tiles[index].pk in with_find for index in known)
    n_decoys = max(0, n_finds - (len(known) - n_finds))
    mixed = [*known, *others[:n_decoys]]

    def draw(index: int) -> float:
        return Random(f"{campaign.pk}:{tiles[index].pk}").random()  # noqa: S311 - an order, not a secret

    return sorted(mixed, key=draw)


def _ratings(campaign: Campaign, tiles: list[LabelTile]) -> dict[int, TileRating]:
    ratings = TileRating.objects.filter(label_tile__campaign=campaign).in_bulk()
    for tile in tiles:
        rating = ratings.setdefault(tile.pk, TileRating(label_tile=tile))
        if not rating.appearance:
            rating.appearance = _measure_appearance(tile)
            TileRating.objects.update_or_create(pk=tile.pk, defaults={"appearance": rating.appearance})
    return ratings


def _measure_appearance(tile: LabelTile) -> list[float]:
    try:
        return appearance_of(read_picture(tile.tile))
    except ImageryError:
        logger.warning("Tile %s has no readable picture to be ranked by", tile.tile_id)
        return [0.0] * APPEARANCE_SIZE


def _rank(campaign: Campaign, tiles: list[LabelTile], ratings: dict[int, TileRating]) -> list[int]:
    doubts = _doubts([tile.pk for tile in tiles if tile.n_answers])
    unsure = [ratings[tile.pk].uncertainty for tile in tiles]
    candidates = Candidates(
        appearances=np.array([ratings[tile.pk].appearance for tile in tiles], dtype=np.float64),
        uncertainty=np.array([np.nan if value is None else value for value in unsure]),
        doubt=np.array([doubts.get(tile.pk, 1.0) for tile in tiles]),
        n_answers=np.array([tile.n_answers for tile in tiles]),
        novelty=np.array([ratings[tile.pk].novelty for tile in tiles]),
    )
    answered = LabelTile.objects.filter(campaign=campaign, n_answers__gt=0).values_list("pk", flat=True)
    known = [ratings[pk].appearance for pk in answered if pk in ratings and ratings[pk].appearance]
    return rank(candidates, np.array(known, dtype=np.float64).reshape(-1, APPEARANCE_SIZE))


def _doubts(tiles: list[int]) -> dict[int, float]:
    rows = Consensus.objects.filter(label_tile__in=tiles, probability__isnull=False)
    found: dict[int, list[float]] = defaultdict(list)
    for tile, probability in rows.values_list("label_tile", "probability"):
        found[tile].append(probability or 0.0)
    return {tile: doubt_of_tile(np.array(values)) for tile, values in found.items()}


def _store(tiles: list[LabelTile], order: list[int], ratings: dict[int, TileRating]) -> int:
    changed = []
    for position, index in enumerate(order):
        tile = tiles[index]
        priority, reason = float(len(order) - position), _reason(tile, ratings[tile.pk])
        if (tile.priority, tile.reason) != (priority, reason):
            tile.priority, tile.reason = priority, reason
            changed.append(tile)
    LabelTile.objects.bulk_update(changed, ["priority", "reason"], batch_size=500)
    return len(changed)


def _reason(tile: LabelTile, rating: TileRating) -> str:
    if tile.reason in CHOSEN:
        return tile.reason
    if tile.is_random:
        return Reason.RANDOM
    if tile.n_answers:
        return Reason.ANOTHER_VOTE
    if rating.uncertainty is None:
        return Reason.DIVERSE
    return Reason.NOVEL if rating.novelty > max(rating.uncertainty, MIN_NOVELTY) else Reason.UNCERTAIN
