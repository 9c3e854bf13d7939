"""The reader for each kind of source."""

from django.utils.module_loading import import_string

from imagery.models import ImagerySource
from imagery.readers.base import SourceFacts, TilePicture, TileReader

__all__ = ["SourceFacts", "TilePicture", "TileReader", "open_reader"]

Kind = ImagerySource.Kind
# By name, so that each kind loads its own libraries only: web processes must not load GDAL.
READERS: dict[str, str] = {
    Kind.XYZ: "imagery.readers.xyz.XyzReader",
    Kind.WMS: "imagery.readers.wms.WmsReader",
    Kind.WMTS: "imagery.readers.wmts.WmtsReader",
    Kind.PMTILES: "imagery.readers.pmtiles.PmtilesReader",
    Kind.RASTER: "imagery.readers.raster.RasterReader",
    Kind.MBTILES: "imagery.readers.mbtiles.MbtilesReader",
    Kind.PICTURES: "imagery.readers.pictures.PicturesReader",
    Kind.STAC: "imagery.readers.stac.StacReader",
}

# Providers that say more about their pictures than their kind of server does.
OF_PRESETS: dict[tuple[str, str], str] = {
    (Kind.XYZ, "esri-wayback"): "imagery.readers.wayback.WaybackReader",
}


def open_reader(source: ImagerySource) -> TileReader:
    """The reader for a source. Nothing is opened or fetched before the first `read` or `describe`."""
    name = OF_PRESETS.get((source.kind, source.preset)) or READERS[source.kind]
    reader: TileReader = import_string(name)(source)
    return reader
