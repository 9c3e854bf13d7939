from collections.abc import Iterable

from imagery.files import delete_picture_files
from imagery.messages import message as _
from imagery.models import Tile


def expire_pictures(*, tiles: Iterable[Tile]) -> int:
    """Delete stored pictures, and what was drawn from them, as the terms of their source ask. Hash, mask,
    superpixels and features stay, so a tile that is read again is known to be the same. Returns how many were
    deleted. Safe to run twice."""
    return sum(_expire(tile) for tile in tiles)


def _expire(tile: Tile) -> bool:
    # The row first: a page that asks meanwhile is told why there is no picture, rather than that a file is
    # lost.
    ready = Tile.objects.ready().filter(pk=tile.pk, picture=tile.picture)
    words = _("The picture was deleted, as the terms of its source ask. It is read again when it is needed.")
    if not ready.update(state=Tile.State.EXPIRED, picture="", failure_parts=words):
        return False
    delete_picture_files(tile.picture)
    return True
