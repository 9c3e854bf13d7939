"""Paths below RASTER_ROOT. No name and no link leads outside that folder."""

from pathlib import Path

from django.conf import settings

from imagery.errors import ForbiddenAddress, SourceUnavailable
from imagery.messages import message as _


def below_root(path: Path, shown: str) -> Path:
    """The path without links. Raises `ForbiddenAddress` when it is RASTER_ROOT or leads outside it."""
    root = settings.RASTER_ROOT.resolve()
    found = path.resolve()
    if not found.is_relative_to(root) or found == root:
        raise ForbiddenAddress(_("%(path)s leads outside the raster folder.") % {"path": shown})
    return found


def find_below(relative: str) -> Path:
    """The file or folder of a source's path. Raises as `below_root` does, also for what is no plain path."""
    if "\0" in relative or "\\" in relative or "://" in relative or Path(relative).is_absolute():
        raise ForbiddenAddress(_("Give a path below the raster folder, such as 2024/north.tif."))
    return below_root(settings.RASTER_ROOT / relative, relative)


def find_file(relative: str) -> Path:
    """Raises `SourceUnavailable` when there is no such file below RASTER_ROOT."""
    path = find_below(relative)
    if not path.is_file():
        raise SourceUnavailable(
            _("The raster folder has no file %(path)s; check the name, and that the folder is mounted.")
            % {"path": relative}
        )
    return path


def find_folder(relative: str) -> Path:
    """Raises `SourceUnavailable` when there is no such folder below RASTER_ROOT."""
    path = find_below(relative)
    if not path.is_dir():
        raise SourceUnavailable(
            _("The raster folder has no folder %(path)s; check the name, and that it is mounted.")
            % {"path": relative}
        )
    return path
