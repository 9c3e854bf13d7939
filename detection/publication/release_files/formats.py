"""CSV, GeoPackage and KML, written by GDAL from the release's GeoJSON, a batch of places at a time."""

from pathlib import Path
from typing import Any

import pyogrio

from detection.publication.errors import FileNotMade
from imagery.messages import message as _

BATCH = 1000
# The driver LIBKML refuses shapes whose corners touch after rounding.
DRIVERS: dict[str, dict[str, Any]] = {
    "places.csv": {"driver": "CSV"},
    "places.gpkg": {"driver": "GPKG", "layer": "places"},
    "places.kml": {"driver": "KML", "layer": "places"},
}


def write_format(name: str, geojson: Path, target: Path) -> None:
    """Raises FileNotMade with GDAL's reason."""
    shapes = name != "places.csv"
    # Google Earth lists places by the column Name.
    named = f'SELECT place AS Name, * FROM "{geojson.stem}"' if name == "places.kml" else None  # noqa: S608 - our own file
    reading = {"batch_size": BATCH, "read_geometry": shapes, "sql": named}
    try:
        with pyogrio.open_arrow(geojson, **reading) as (about, stream):
            geometry = {
                "geometry_name": about["geometry_name"] or "wkb_geometry",
                "geometry_type": "MultiPolygon",
                "crs": about["crs"],
            }
            pyogrio.write_arrow(stream, target, **DRIVERS[name], **(geometry if shapes else {}))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        raise FileNotMade(
            _("%(name)s cannot be written: %(reason)s") % {"name": name, "reason": str(error)[:300]}
        ) from error
