"""What a source sends for a tile of which somebody says, while setting it up, that it has nothing there."""

from typing import Any

from imagery.errors import ImageryError
from imagery.messages import message as _
from imagery.messages import words_of
from imagery.models import ImagerySource, SourcePlaceholder, SourceProbe
from imagery.readers.fingerprints import Part
from imagery.services.find_placeholders import add_placeholder
from imagery.services.learn_placeholder import learn_placeholder, parts_to_learn
from ml.tiles import Tile, tile_from_text


def learn_mark(*, probe: SourceProbe, source: ImagerySource) -> None:
    """Learn the probe's marked tile: at once for a stored source, else the pictures wait on the probe until
    the source is stored. What came of it is `probe.mark`. Fetches the tile; never raises `ImageryError`."""
    address = tile_from_text(probe.marked_tile)
    try:
        found = _learn(source, address)
    except ImageryError as error:
        probe.take_mark(words_of(error), probe.empty_pictures)
        return
    words = _("What the provider shows at tile %(tile)s will count as no imagery, wherever it comes back.")
    new = [picture for picture in found if picture not in probe.empty_pictures]
    probe.take_mark(words % {"tile": address}, [*probe.empty_pictures, *new])


def _learn(source: ImagerySource, address: Tile) -> list[dict[str, Any]]:
    if source.pk:
        learn_placeholder(source=source, address=address)
        return []
    return [_stored(part) for part in parts_to_learn(source, address)]


def add_marked_placeholders(*, probe: SourceProbe, source: ImagerySource) -> None:
    """Tell a source that has just been stored which of its pictures stand for no imagery."""
    for picture in probe.empty_pictures:
        part = _part_of(picture)
        origin = SourcePlaceholder.Origin.LEARNT
        add_placeholder(source_id=source.pk, part=part, found_at=part.address, origin=origin)


def _stored(part: Part) -> dict[str, Any]:
    fingerprint = part.fingerprint.hex()
    return {"sha256": part.sha256, "fingerprint": fingerprint, "address": str(part.address)}


def _part_of(picture: dict[str, Any]) -> Part:
    address, fingerprint = tile_from_text(picture["address"]), bytes.fromhex(picture["fingerprint"])
    return Part(address, picture["sha256"], fingerprint, is_suspicious=True)
