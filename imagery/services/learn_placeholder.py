from django.db import transaction

from imagery.errors import NoImagery, NothingToLearn
from imagery.messages import message as _
from imagery.models import ImagerySource, SourcePlaceholder
from imagery.readers.fingerprints import Part
from imagery.readers.registry import open_reader
from imagery.services.find_placeholders import add_placeholder, sightings_of, take_out_of_use
from ml import tiles

MOST_PICTURES = 2
"""Different pictures at an empty address; with more it is not empty."""


def learn_placeholder(*, source: ImagerySource, address: tiles.Tile) -> list[SourcePlaceholder]:
    """Learn what the source sends where it has no imagery, from a tile that is known to be empty. For workers
    and commands: it fetches the tile.

    Tiles that are read from now on, by any worker, count these pictures as missing; so do earlier tiles where
    the picture was noticed. Raises `NothingToLearn` when the source sends no picture there or many different
    ones, and what `TileReader.read` raises."""
    return [_learn(source, part) for part in parts_to_learn(source, address)]


def parts_to_learn(source: ImagerySource, address: tiles.Tile) -> list[Part]:
    """The pictures that a source, stored or not, sends for an empty tile. Fetches, and raises, as
    `learn_placeholder` does."""
    parts = {part.sha256: part for part in _parts_at(source, address)}
    if not parts:
        raise NothingToLearn(
            _(
                "%(source)s sends no picture for tile %(tile)s, or one of a single colour: that is "
                "understood already, and there is nothing to learn."
            )
            % {"source": source, "tile": address}
        )
    distinct = _distinct(list(parts.values()))
    if len(distinct) > MOST_PICTURES:
        raise NothingToLearn(
            _(
                "%(source)s sends %(count)d different pictures for tile %(tile)s, so there is imagery. Give "
                "a tile where you have seen that there is none."
            )
            % {"source": source, "tile": address, "count": len(distinct)}
        )
    return distinct


def _parts_at(source: ImagerySource, address: tiles.Tile) -> tuple[Part, ...]:
    try:
        return open_reader(source).read(address).parts
    except NoImagery as nothing:
        return tuple(nothing.parts)


def _distinct(parts: list[Part]) -> list[Part]:
    found: list[Part] = []
    for part in parts:
        if not any(part.looks_like(other.fingerprint) for other in found):
            found.append(part)
    return found


@transaction.atomic
def _learn(source: ImagerySource, part: Part) -> SourcePlaceholder:
    origin = SourcePlaceholder.Origin.LEARNT
    placeholder = add_placeholder(source_id=source.pk, part=part, found_at=part.address, origin=origin)
    take_out_of_use(sightings=sightings_of(source_id=source.pk, part=part))
    return placeholder
