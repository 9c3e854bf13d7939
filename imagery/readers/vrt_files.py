"""Decides which VRT files may be opened: plain mosaics of GeoTIFFs below RASTER_ROOT."""

import functools
from pathlib import Path

# The file is refused before parsing when it declares entities, which are what makes XML from others unsafe.
from xml.etree import ElementTree

from imagery.errors import ForbiddenAddress, SourceUnavailable
from imagery.messages import message as _
from imagery.readers.folders import below_root
from imagery.readers.tiff_files import GEOTIFF_SUFFIXES, check_tiff_file

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


def check_vrt(path: Path) -> None:
    """Raises `ForbiddenAddress` for a VRT that is more than a mosaic or has a part outside RASTER_ROOT,
    `SourceUnavailable` for damage."""
    changed = path.stat()
    _check_unchanged(path, changed.st_mtime_ns, changed.st_size)


@functools.lru_cache(maxsize=64)
def _check_unchanged(path: Path, mtime_ns: int, size: int) -> None:
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
    found = below_root(path.parent / part if relative else Path(part), part)
    if found.suffix.lower() not in GEOTIFF_SUFFIXES or not found.is_file():
        raise SourceUnavailable(
            _("%(path)s refers to %(part)s, which is not a GeoTIFF in the raster folder.")
            % {"path": path.name, "part": part}
        )
    check_tiff_file(found)
