"""The files that a release has besides its GeoJSON."""

from django.conf import settings

TILES = "places.pmtiles"
PICTURE = "map.png"
README = "README.txt"
SUMS = "SHA256SUMS"
TIMESTAMP = "SHA256SUMS.tsr"
CONTENT_TYPES = {
    "places.csv": "text/csv; charset=utf-8",
    "places.gpkg": "application/geopackage+sqlite3",
    "places.kml": "application/vnd.google-earth.kml+xml",
    TILES: "application/vnd.pmtiles",
    PICTURE: "image/png",
    README: "text/plain; charset=utf-8",
    SUMS: "text/plain; charset=utf-8",
    TIMESTAMP: "application/timestamp-reply",
}
NEEDS_PLACES = (TILES, "places.csv", "places.gpkg", "places.kml")
"""GDAL and tippecanoe write no file without features, so an empty release has none of these."""


def names_for(n_places: int) -> list[str]:
    """In the order in which they are made: the map's tiles first, the checksums and their timestamp last."""
    timestamp = [TIMESTAMP] if settings.TIMESTAMP_URL else []
    return [*(NEEDS_PLACES if n_places else ()), PICTURE, README, SUMS, *timestamp]
