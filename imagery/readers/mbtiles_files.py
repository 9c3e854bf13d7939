"""Finds MBTiles files. Apart from the reader, because forms check paths too."""

from pathlib import Path

from imagery.errors import SourceUnavailable
from imagery.messages import message as _
from imagery.readers.folders import find_file

MAGIC = b"SQLite format 3\0"


def find_mbtiles(relative: str) -> Path:
    """The file of a source's path below RASTER_ROOT.

    Raises `ForbiddenAddress` for a path that leads outside, `SourceUnavailable` for a file that is missing or
    of another kind.
    """
    path = find_file(relative)
    if path.suffix.lower() != ".mbtiles":
        raise SourceUnavailable(_("%(path)s is not an .mbtiles file.") % {"path": relative})
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise SourceUnavailable(
                _("%(path)s is not an MBTiles file, or is damaged; export the imagery as raster MBTiles.")
                % {"path": relative}
            )
    return path
