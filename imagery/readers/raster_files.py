"""Which raster files may be opened: GeoTIFF and VRT below RASTER_ROOT, and nothing that leads elsewhere."""

import functools
from pathlib import Path

# The file is refused before parsing when it declares entities, which are what makes XML from others unsafe.
from xml.etree import ElementTree

from django.conf import settings

from imagery.errors import ForbiddenAddress, SourceUnavailable
from imagery.messages import message as _

GEOTIFF_SUFFIXES = {".tif", ".tiff"}
# Little and big endian, classic and BigTIFF.
TIFF_MAGIC = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
MAX_VRT_BYTES = 32 * 1024 * 1024

# What gdalbuildvrt and gdal_translate write for mosaics. Warped, derived, raw and pansharpened VRTs can name
# code, options and files in ways that are not worth following.
VRT_ELEMENTS = {
    "VRTDataset", "SRS", "GeoTransform", "Metadata", "MDI", "VRTRasterBand", "Description", "UnitType",
    "NoDataValue", "HideNoDataValue", "ColorInterp", "ColorTable", "Entry", "Offset", "Scale", "MaskBand",
    "OverviewList", "BlockXSize", "BlockYSize", "SimpleSource", "ComplexSource", "AveragedSource",
    "SourceFilename", "SourceBand", "SourceProperties", "SrcRect", "DstRect", "NODATA", "UseMaskBand",
    "ScaleOffset", "ScaleRatio", "LUT",
}  # fmt: skip
VRT_SUBCLASSES = {None, "VRTSourcedRasterBand"}
# GDAL follows file names in other domains, such as GEOLOCATION.
VRT_METADATA_DOMAINS = {None, "", "IMAGE_STRUCTURE"}


def find_raster(relative: str) -> Path:
    """The file below RASTER_ROOT that a source's path means.

    Raises `ForbiddenAddress` for a path, or a VRT's part, that leads outside, and `SourceUnavailable` for a
    file that is missing, of another kind, or damaged in its head.
    """
    if "\0" in relative or "\\" in relative or "://" in relative or Path(relative).is_absolute():
        raise ForbiddenAddress(_("Give a path below the raster folder, such as 2024/north.tif."))
    path = _below_root(settings.RASTER_ROOT / relative, relative)
    if not path.is_file():
        raise SourceUnavailable(
            _("The raster folder holds no file %(path)s; check the name, and that the folder is mounted.")
            % {"path": relative}
        )
    if path.suffix.lower() == ".vrt":
        changed = path.stat()
        _check_vrt(path, changed.st_mtime_ns, changed.st_size)
    elif path.suffix.lower() in GEOTIFF_SUFFIXES:
        _check_tiff(path)
    else:
        raise SourceUnavailable(_("%(path)s is no .tif, .tiff or .vrt file.") % {"path": relative})
    return path


def raster_driver(path: Path) -> str:
    """The one GDAL driver that may open a file: whatever else it might be taken for."""
    return "VRT" if path.suffix.lower() == ".vrt" else "GTiff"


def _below_root(path: Path, shown: str) -> Path:
    root = settings.RASTER_ROOT.resolve()
    found = path.resolve()
    if not found.is_relative_to(root) or found == root:
        raise ForbiddenAddress(_("%(path)s leads outside the raster folder.") % {"path": shown})
    return found


def _check_tiff(path: Path) -> None:
    with path.open("rb") as file:
        magic = file.read(4)
    if magic not in TIFF_MAGIC:
        raise SourceUnavailable(_("%(path)s is no TIFF file, or is damaged.") % {"path": path.name})


@functools.lru_cache(maxsize=64)
def _check_vrt(path: Path, mtime_ns: int, size: int) -> None:
    """Remembered until the file changes: a mosaic may name thousands of parts, and is opened for each
    tile."""
    if size > MAX_VRT_BYTES:
        raise SourceUnavailable(_("%(path)s is too large for a VRT.") % {"path": path.name})
    for element in _parse_vrt(path).iter():
        _check_element(element, path)


def _parse_vrt(path: Path) -> ElementTree.Element:
    try:
        text = path.read_bytes().decode("utf-8")
        # Comments too, because GDAL and this parser would read a file name with one inside it differently.
        if "<!" in text or "<?" in text[2:]:
            raise ForbiddenAddress(
                _("%(path)s holds more than a VRT's plain elements.") % {"path": path.name}
            )
        return ElementTree.fromstring(text)  # noqa: S314 - entities are refused just above
    except (UnicodeDecodeError, ValueError, ElementTree.ParseError) as error:
        raise SourceUnavailable(
            _("%(path)s is no VRT, or is damaged (%(reason)s).") % {"path": path.name, "reason": error}
        ) from error


def _check_element(element: ElementTree.Element, path: Path) -> None:
    name = element.tag
    if name not in VRT_ELEMENTS:
        raise ForbiddenAddress(
            _("%(path)s holds %(name)s; only plain mosaics, as gdalbuildvrt makes them, are read.")
            % {"path": path.name, "name": name}
        )
    if element.get("subClass") not in VRT_SUBCLASSES:
        raise ForbiddenAddress(
            _("%(path)s is a %(kind)s; only plain mosaics, as gdalbuildvrt makes them, are read.")
            % {"path": path.name, "kind": element.get("subClass")}
        )
    if name == "Metadata" and element.get("domain") not in VRT_METADATA_DOMAINS:
        raise ForbiddenAddress(
            _("%(path)s holds metadata that may name other files (%(domain)s).")
            % {"path": path.name, "domain": element.get("domain")}
        )
    if name == "SourceFilename":
        _check_part(element, path)


def _check_part(element: ElementTree.Element, path: Path) -> None:
    """A part of a mosaic is a GeoTIFF below RASTER_ROOT, named from there or from beside the VRT."""
    part = element.text or ""
    if not set(element.keys()) <= {"relativeToVRT", "shared"}:
        raise ForbiddenAddress(
            _("%(path)s names %(part)s in an unusual way.") % {"path": path.name, "part": part}
        )
    relative = element.get("relativeToVRT", "0") == "1"
    if not relative and not part.startswith("/"):
        raise ForbiddenAddress(
            _("%(path)s names its part %(part)s in a way that depends on the folder it is read from.")
            % {"path": path.name, "part": part}
        )
    found = _below_root(path.parent / part if relative else Path(part), part)
    if found.suffix.lower() not in GEOTIFF_SUFFIXES or not found.is_file():
        raise SourceUnavailable(
            _("%(path)s names %(part)s, which is no GeoTIFF in the raster folder.")
            % {"path": path.name, "part": part}
        )
    _check_tiff(found)
