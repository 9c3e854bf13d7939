"""GeoTIFF, COG and VRT files in any projection. Imports rasterio, so only worker processes may import it."""

from collections.abc import Iterator
from contextlib import contextmanager

from rasterio.io import DatasetReader

from imagery.emptiness import missing_share
from imagery.errors import ImageryError, NoImagery, SourceUnavailable
from imagery.messages import message as _
from imagery.models import ImagerySource
from imagery.readers.base import CaptureDates, TilePicture, require_imagery
from imagery.readers.capture_dates import dates_from_tags, first_known
from imagery.readers.raster_files import find_raster, raster_driver
from ml import rasters
from ml.errors import MlError
from ml.tiles import Tile


class RasterReader:
    """Reads tiles from one raster file below RASTER_ROOT, as `ml.rasters.read_tile` does. A partly covered
    tile is read: a drone's picture may be smaller than a tile."""

    def __init__(self, source: ImagerySource) -> None:
        self._path = source.path
        self._default_dates = CaptureDates(source.captured_from, source.captured_to)

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3).

        Raises `NoImagery` outside the file and where no pixel is valid, `SourceUnavailable` for a file that
        is missing, damaged, without georeference, of another kind, or outside RASTER_ROOT.
        """
        path = find_raster(self._path)
        with _own_errors(self._path, tile), rasters.open_raster(path, raster_driver(path)) as dataset:
            rasters.check_raster(dataset, path)
            image, valid = rasters.read_tile(dataset, tile, path)
            dates = self._dates(dataset)
        require_imagery(image, tile, valid)
        return TilePicture(
            image, dates.first, dates.last, missing_share(valid), None if valid.all() else valid
        )

    def _dates(self, dataset: DatasetReader) -> CaptureDates:
        domains = (dataset.tags(), dataset.tags(ns="IMAGERY"), dataset.tags(ns="EXIF"))
        return first_known(dates_from_tags(*domains), self._default_dates)


@contextmanager
def _own_errors(shown: str, tile: Tile) -> Iterator[None]:
    try:
        yield
    except MlError as error:
        raise _translate(error, shown, tile) from error


def _translate(error: MlError, path: str, tile: Tile) -> ImageryError:
    """The error in this package's terms and the reader's language, with the path below RASTER_ROOT."""
    match error:
        case rasters.OutsideRaster():
            return NoImagery(_("Tile %(tile)s lies outside %(path)s.") % {"tile": tile, "path": path})
        case rasters.NoValidPixel():
            return NoImagery(
                _("%(path)s holds no valid pixel in tile %(tile)s.") % {"path": path, "tile": tile}
            )
        case rasters.NotGeoreferenced():
            return SourceUnavailable(
                _("%(path)s has no georeference; add one, for example with gdal_translate -a_srs.")
                % {"path": path}
            )
        case rasters.UnsupportedValues(kinds=""):
            return SourceUnavailable(_("%(path)s holds an alpha band only.") % {"path": path})
        case rasters.UnsupportedValues(kinds=kinds):
            return SourceUnavailable(
                _("%(path)s holds %(kinds)s values; export it as 8-bit or 16-bit.")
                % {"path": path, "kinds": kinds}
            )
        case rasters.HugeBlocks(rows=rows, columns=columns):
            text = _(
                "%(path)s is stored in blocks of %(columns)d x %(rows)d pixels, too large to read a part; "
                "make a tiled copy: rio cogeo create, or gdal_translate -of COG."
            )
            return SourceUnavailable(text % {"path": path, "columns": columns, "rows": rows})
        case _other:
            return SourceUnavailable(
                _("%(path)s cannot be read (%(error)s); check it with `rio info`, and copy or make it again.")
                % {"path": path, "error": getattr(error, "reason", error)}
            )
