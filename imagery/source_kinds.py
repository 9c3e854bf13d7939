from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    XYZ = "xyz", _("Tile server (URL template)")
    RASTER = "raster", _("GeoTIFF, COG or VRT")
