"""A region from a vector file. For workers."""

from pathlib import Path

import shapely
from django.conf import settings

from campaigns.errors import InvalidRegion
from campaigns.regions.check import CheckedRegion, check_polygons
from campaigns.regions.geojson import MAX_VERTICES, Rings, only_areas
from imagery.messages import Message, Words
from imagery.messages import message as _
from imagery.messages import plural_message as ngettext
from ml.tiles import Bounds
from ml.vector_files import Limits, VectorFile, VectorFileError, read_polygons

MAX_BYTES = 128 * 2**20
MAX_FEATURES = 100_000
FAULTS = {
    "broken_zip": _("The ZIP file is damaged. Pack it again and upload it once more."),
    "encrypted_zip": _("The ZIP file is locked with a password. Pack it without one."),
    "large_zip": _(
        "The ZIP file unpacks to more than %(most_mib)d MiB. Pack only the region, and simplify its outline."
    ),
    "nothing_in_zip": _(
        "The ZIP file holds no region. Pack the .shp, .shx, .dbf and .prj of a Shapefile, or a GeoJSON, "
        "GeoPackage or KML."
    ),
    "unreadable": _("The file cannot be read: %(error)s. Save the region anew, as GeoJSON for example."),
    "no_crs": _(
        "The file does not say its coordinate system, and its numbers are no degrees. Upload it with its "
        ".prj, or save it "
        "as WGS 84 (EPSG:4326)."
    ),
    "bad_crs": _(
        "The file’s coordinate system cannot be converted (%(error)s). Save it as WGS 84 (EPSG:4326)."
    ),
    "many_features": _("The file has more than %(most)d shapes. Merge them into one region."),
    "many_vertices": _("The outline has more than %(most)d points. Simplify it, or draw the region."),
    "out_of_memory": _(
        "The file takes more memory than there is for it. Simplify the outline, or draw the region."
    ),
    "out_of_time": _("The file took too long to read. Simplify the outline, or draw the region."),
    "killed": _(
        "Reading the file failed midway. Simplify the outline, save it in another format, or draw the region."
    ),
}


def read_region_file(path: Path, zoom: int, extent: Bounds | None = None) -> CheckedRegion:
    """The union of a file's polygons, checked. Raises `InvalidRegion`."""
    try:
        found = read_polygons(path, _limits())
    except VectorFileError as error:
        raise InvalidRegion(_words(error)) from error
    return check_polygons([_rings(polygon) for polygon in found.polygons], zoom, extent, _notes(found))


def _limits() -> Limits:
    most = min(MAX_BYTES, settings.MAX_UPLOAD_BYTES)
    return Limits(unpacked_bytes=most, features=MAX_FEATURES, vertices=MAX_VERTICES)


def _words(error: VectorFileError) -> Message:
    if error.code == "no_polygons":
        return only_areas({_("points or lines")}) if error.facts.get("n_others") else _NO_SHAPES
    return FAULTS[error.code] % error.facts


_NO_SHAPES = _("The file holds no shapes. Save the layer with the region in it and upload it once more.")


def _rings(polygon: shapely.Polygon) -> Rings:
    return [shapely.get_coordinates(ring) for ring in (polygon.exterior, *polygon.interiors)]


def _notes(found: VectorFile) -> list[Words]:
    notes: list[Words] = []
    if found.is_crs_guessed:
        notes.append(
            _(
                "The file does not say its coordinate system. Its numbers look like degrees and were taken "
                "as WGS 84: check "
                "the place on the map."
            )
        )
    if found.crs:
        notes.append(_("Converted from %(systems)s.") % {"systems": ", ".join(found.crs)[:200]})
    if len(found.layers) > 1:
        words = {"layers": ", ".join(found.layers)[:200]}
        notes.append(_("The polygons of all layers were taken together: %(layers)s.") % words)
    if found.n_others:
        notes.append(
            ngettext(
                "One shape that is no area was left out.",
                "%(count)d shapes that are no areas were left out.",
                found.n_others,
            )
        )
    return notes
