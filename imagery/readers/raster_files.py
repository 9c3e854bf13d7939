"""Decides which raster files may be opened: GeoTIFF and VRT below RASTER_ROOT, with no references outside."""

import functools
from pathlib import Path

# The file is refused before parsing when it declares entities, which are what makes XML from others unsafe.
from xml.etree import ElementTree

from django.conf import settings

from imagery.errors import ForbiddenAddress, SourceUnavailable
from imagery.messages import message as _
from ml.pictures import TIFF_MAGIC

GEOTIFF_SUFFIXES = {".tif", ".tiff"}
MAX_VRT_BYTES = 32 * 1024 * 1024

# What gdalbuildvrt and gdal_translate write for mosaics. Warped, derived, raw and pansharpened VRTs can refer
# to code, options and files in ways that are too complex to check.
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
    """The file of a source's path below RASTER_ROOT.

    Raises `ForbiddenAddress` for a path, or a part of a VRT, that leads outside, `SourceUnavailable` for a
    file that is missing, of another kind, or has a damaged header.
    """
    if "\0" in relative or "\\" in relative or "://" in relative or Path(relative).is_absolute():
        raise ForbiddenAddress(_("Give a path below the raster folder, such as 2024/north.tif."))
    path = _below_root(settings.RASTER_ROOT / relative, relative)
    if not path.is_file():
        raise SourceUnavailable(
            _("The raster folder has no file %(path)s; check the name, and that the folder is mounted.")
            % {"path": relative}
        )
    if path.suffix.lower() == ".vrt":
        changed = path.stat()
        _check_vrt(path, changed.st_mtime_ns, changed.st_size)
    elif path.suffix.lower() in GEOTIFF_SUFFIXES:
        _check_tiff(path)
    else:
        raise SourceUnavailable(_("%(path)s is not a .tif, .tiff or .vrt file.") % {"path": relative})
    return path


def raster_driver(path: Path) -> str:
    """The only GDAL driver that may open the file, whatever its content looks like."""
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
        raise SourceUnavailable(_("%(path)s is not a TIFF file, or is damaged.") % {"path": path.name})


@functools.lru_cache(maxsize=64)
def _check_vrt(path: Path, mtime_ns: int, size: int) -> None:
    """Cached until the file changes: a mosaic is opened for each tile and may have thousands of parts."""
    if size > MAX_VRT_BYTES:
        raise SourceUnavailable(_("%(path)s is too large for a VRT.") % {"path": path.name})
    for element in _parse_vrt(path).iter():
        _check_element(element, path)


def _parse_vrt(path: Path) -> ElementTree.Element:
    try:
        text = path.read_bytes().decode("utf-8")
        # Comments too: GDAL and this parser read a file name that contains one differently.
        if "<!" in text or "<?" in text[2:]:
            raise ForbiddenAddress(
                _("%(path)s contains more than a VRT's plain elements.") % {"path": path.name}
            )
        return ElementTree.fromstring(text)  # noqa: S314 - entities are refused just above
    except (UnicodeDecodeError, ValueError, ElementTree.ParseError) as error:
        raise SourceUnavailable(
            _("%(path)s is not a VRT, or is damaged (%(reason)s).") % {"path": path.name, "reason": error}
        ) from error


def _check_element(element: ElementTree.Element, path: Path) -> None:
    name = element.tag
    if name not in VRT_ELEMENTS:
        raise ForbiddenAddress(
            _("%(path)s contains %(name)s; only plain mosaics, as gdalbuildvrt makes them, are read.")
            % {"path": path.name, "name": name}
        )
    if element.get("subClass") not in VRT_SUBCLASSES:
        raise ForbiddenAddress(
            _("%(path)s is a %(kind)s; only plain mosaics, as gdalbuildvrt makes them, are read.")
            % {"path": path.name, "kind": element.get("subClass")}
        )
    if name == "Metadata" and element.get("domain") not in VRT_METADATA_DOMAINS:
        raise ForbiddenAddress(
            _("%(path)s contains metadata that may refer to other files (%(domain)s).")
            % {"path": path.name, "domain": element.get("domain")}
        )
    if name == "SourceFilename":
        _check_part(element, path)


def _check_part(element: ElementTree.Element, path: Path) -> None:
    """A part must be a GeoTIFF below RASTER_ROOT, given by an absolute path or relative to the VRT."""
    part = element.text or ""
    if not set(element.keys()) <= {"relativeToVRT", "shared"}:
        raise ForbiddenAddress(
            _("%(path)s refers to %(part)s in an unusual way.") % {"path": path.name, "part": part}
        )
    relative = element.get("relativeToVRT", "0") == "1"
    if not relative and not part.startswith("/"):
        raise ForbiddenAddress(
            _("%(path)s refers to its part %(part)s by a path that depends on the working folder.")
            % {"path": path.name, "part": part}
        )
    found = _below_root(path.parent / part if relative else Path(part), part)
    if found.suffix.lower() not in GEOTIFF_SUFFIXES or not found.is_file():
        raise SourceUnavailable(
            _("%(path)s refers to %(part)s, which is not a GeoTIFF in the raster folder.")
            % {"path": path.name, "part": part}
        )
    _check_tiff(found)
