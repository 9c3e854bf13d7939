"""What `ml` says about rasters, in this package's terms and the reader's language. Knows no rasterio."""

from collections.abc import Iterator
from contextlib import contextmanager

from imagery.errors import ForbiddenAddress, ImageryError, NoImagery, SourceUnavailable
from imagery.messages import Message
from imagery.messages import message as _
from ml import raster_errors as rasters
from ml.errors import MlError
from ml.tiles import Tile


@contextmanager
def in_our_words(shown: str, tile: Tile | None = None) -> Iterator[None]:
    """Errors of `ml` become this package's. `shown` is the raster as people know it."""
    try:
        yield
    except MlError as error:
        raise _translate(error, shown, tile) from error


def _translate(error: MlError, path: str, tile: Tile | None) -> ImageryError:
    match error:
        case rasters.OutsideRaster():
            return NoImagery(_("Tile %(tile)s lies outside %(path)s.") % {"tile": tile, "path": path})
        case rasters.NoValidPixel():
            return NoImagery(
                _("%(path)s holds no valid pixel in tile %(tile)s.") % {"path": path, "tile": tile}
            )
        case rasters.LeadsElsewhere(target=target):
            return ForbiddenAddress(_leads_elsewhere() % {"path": path, "target": target})
        case rasters.UnsupportedValues(kinds=""):
            return SourceUnavailable(_("%(path)s holds an alpha band only.") % {"path": path})
        case rasters.UnsupportedValues(kinds=kinds):
            return SourceUnavailable(
                _("%(path)s holds %(kinds)s values; export it as 8-bit or 16-bit.")
                % {"path": path, "kinds": kinds}
            )
        case _other:
            return SourceUnavailable(_unreadable(error) % _parameters(error, path))


def _unreadable(error: MlError) -> Message:
    match error:
        case rasters.NotGeoreferenced():
            return _("%(path)s has no georeference; add one, for example with gdal_translate -a_srs.")
        case rasters.HugeBlocks():
            return _(
                "%(path)s is stored in blocks of %(columns)d x %(rows)d pixels, too large to read a part; "
                "make a tiled copy: rio cogeo create, or gdal_translate -of COG."
            )
        case rasters.TooFine():
            return _(
                "One tile of %(path)s takes %(millions)d million pixels; choose a deeper zoom, or put "
                "overviews into the file: rio cogeo create, or gdal_translate -of COG."
            )
        case rasters.PlacingError():
            return _(
                "%(path)s cannot be placed on the map (%(error)s); export it again with its world file "
                "and .prj file."
            )
        case _other:
            return _(
                "%(path)s cannot be read (%(error)s); check it with `rio info`, and copy or make it again."
            )


def _parameters(error: MlError, path: str) -> dict[str, object]:
    found = {name: getattr(error, name) for name in ("rows", "columns", "millions") if hasattr(error, name)}
    return {"path": path, "error": getattr(error, "reason", error)} | found


def _leads_elsewhere() -> Message:
    return _(
        "%(path)s names %(target)s, from which it would be read instead; "
        "make a copy without that: gdal_translate -of COG."
    )
