from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    XYZ = "xyz", _("Tile server (XYZ, TMS or quadkeys)")
    WMS = "wms", _("WMS")
    WMTS = "wmts", _("WMTS")
    PMTILES = "pmtiles", _("PMTiles")
    RASTER = "raster", _("GeoTIFF, COG or VRT")
    MBTILES = "mbtiles", _("MBTiles")
    PICTURES = "pictures", _("Folder of georeferenced pictures")
    STAC = "stac", _("STAC")


SERVER_KINDS = frozenset({SourceKind.XYZ, SourceKind.WMS, SourceKind.WMTS, SourceKind.STAC})
"""Read from an address (`url`)."""
FILE_KINDS = frozenset({SourceKind.RASTER, SourceKind.MBTILES, SourceKind.PICTURES})
"""Read from a file or folder below the raster folder (`path`). PMTiles has either."""
