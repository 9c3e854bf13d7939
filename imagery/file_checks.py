"""Checks the fields of sources that are files, without opening them with GDAL."""

from typing import Protocol

from django.utils.translation import gettext as _
from PIL import Image

from imagery.errors import ImageryError
from imagery.readers.mbtiles_files import find_mbtiles
from imagery.readers.picture_files import PictureFile, list_pictures
from ml.coordinate_systems import parse_crs
from ml.raster_errors import PlacingError

GPS_TAGS = 0x8825
"""Where EXIF keeps the place of the camera."""


class FileFields(Protocol):
    """The columns that are checked here."""

    path: str
    crs: str


def mbtiles_faults(source: FileFields) -> dict[str, str]:
    if not source.path:
        return {"path": _("An MBTiles source needs the path of its file.")}
    try:
        find_mbtiles(source.path)
    except ImageryError as error:
        return {"path": str(error)}
    return {}


def pictures_faults(source: FileFields) -> dict[str, str]:
    faults = _crs_faults(source.crs)
    if not source.path:
        return faults | {"path": _("A folder of pictures needs the folder’s path.")}
    try:
        pictures = list_pictures(source.path)
    except ImageryError as error:
        return faults | {"path": str(error)}
    if words := _without_place(pictures):
        return faults | {"path": words}
    if not source.crs and all(_lacks_projection(picture) for picture in pictures):
        return faults | {
            "crs": _("The world files have no .prj files: give their coordinate system, such as EPSG:32635.")
        }
    return faults


def _crs_faults(crs: str) -> dict[str, str]:
    try:
        if crs:
            parse_crs(crs)
    except PlacingError:
        return {
            "crs": _("%(crs)s is not a known coordinate system; give its code, such as EPSG:32635.")
            % {"crs": crs}
        }
    return {}


def _without_place(pictures: list[PictureFile]) -> str:
    """Why no picture can be placed. GeoTIFFs are believed until they are opened."""
    if any(picture.driver == "GTiff" or picture.world_file for picture in pictures):
        return ""
    if any(_knows_its_camera(picture) for picture in pictures[:5]):
        return _(
            "These pictures say where the camera was, not which ground they show. Make an orthomosaic of the "
            "flight, for example with OpenDroneMap, or give each picture a world file."
        )
    return _("These pictures have no georeference; give GeoTIFFs, or a world file and a .prj file for each.")


def _lacks_projection(picture: PictureFile) -> bool:
    return picture.driver != "GTiff" and picture.world_file is not None and picture.projection_file is None


def _knows_its_camera(picture: PictureFile) -> bool:
    try:
        with Image.open(picture.path, formats=["JPEG", "PNG"]) as opened:
            return bool(opened.getexif().get_ifd(GPS_TAGS))
    except Exception:  # as in ml.pictures: decoders raise all kinds of errors for damaged files
        return False
