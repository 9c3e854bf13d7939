"""The reader for each kind of source."""

from imagery.models import ImagerySource
from imagery.readers.base import TilePicture, TileReader

__all__ = ["TilePicture", "TileReader", "open_reader"]


def open_reader(source: ImagerySource) -> TileReader:
    """The reader for a source. Nothing is opened or fetched before the first `read`."""
    if source.kind == ImagerySource.Kind.XYZ:
        from imagery.readers.xyz import XyzReader  # here, so that each kind loads its own libraries only

        return XyzReader(source)
    # Loaded here because rasterio brings GDAL, which web processes must not load.
    from imagery.readers.raster import RasterReader

    return RasterReader(source)
