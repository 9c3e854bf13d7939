"""Checks a source's fields, without fetching tiles or opening large files."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from imagery.errors import ImageryError
from imagery.readers.folders import find_file
from imagery.readers.raster_files import find_raster
from imagery.readers.safe_transport import is_public
from imagery.readers.url_template import (
    TemplateError,
    check_service_address,
    check_template,
    literal_address,
)
from imagery.source_kinds import SourceKind


class SourceFields(Protocol):
    """The columns of an `ImagerySource` that are checked."""

    kind: str
    url: str
    subdomains: str
    path: str
    layer: str
    min_zoom: int
    max_zoom: int
    requests_per_second: float
    captured_from: date | None
    captured_to: date | None


def find_source_faults(source: SourceFields) -> dict[str, str]:
    """Error messages by field, for the person who is setting the source up."""
    check = _CHECKS.get(source.kind)
    faults = check(source) if check else {}
    if _is_reversed(source.min_zoom, source.max_zoom):
        faults["max_zoom"] = _("The highest zoom is below the lowest.")
    if _is_reversed(source.captured_from, source.captured_to):
        faults["captured_to"] = _("The last capture date is before the first.")
    if isinstance(source.requests_per_second, float) and not math.isfinite(source.requests_per_second):
        faults["requests_per_second"] = _("Give a number.")
    return faults


def _is_reversed(first: Any, last: Any) -> bool:
    """False for values that cannot be compared: fields that have failed already are checked too."""
    try:
        return bool(first > last)
    except TypeError:
        return False


def _template_faults(source: SourceFields) -> dict[str, str]:
    if not source.url:
        return {"url": _("A tile server needs a URL template.")}
    return _faults_of_address(source.url, lambda: check_template(source.url, source.subdomains))


def _service_faults(source: SourceFields) -> dict[str, str]:
    if not source.url:
        return {"url": _("A service needs its address.")}
    return _faults_of_address(source.url, lambda: check_service_address(source.url))


def _layer_faults(source: SourceFields) -> dict[str, str]:
    faults = _service_faults(source)
    return faults if source.layer else faults | {"layer": _("Choose a layer of the service.")}


def _pmtiles_faults(source: SourceFields) -> dict[str, str]:
    if bool(source.url) == bool(source.path):
        return {"url": _("A PMTiles source needs an address or a path, one of the two.")}
    if source.url:
        return _service_faults(source)
    try:
        path = find_file(source.path)
    except ImageryError as error:
        return {"path": str(error)}
    return {} if path.suffix.lower() == ".pmtiles" else {"path": _("The file’s name must end in .pmtiles.")}


def _faults_of_address(url: str, check: Callable[[], None]) -> dict[str, str]:
    try:
        check()
        _refuse_private_number(url)
    except TemplateError as error:
        return {"url": str(error)}
    return {}


def _refuse_private_number(template: str) -> None:
    """IP addresses are refused at once; host names are resolved and checked when tiles are fetched."""
    address = literal_address(template)
    if address is not None and not is_public(address) and not settings.TILE_SERVER_ALLOW_PRIVATE:
        raise TemplateError(_("%(address)s is not on the public internet.") % {"address": address})


def _path_faults(source: SourceFields) -> dict[str, str]:
    if not source.path:
        return {"path": _("A raster source needs the path of its file.")}
    try:
        find_raster(source.path)
    except ImageryError as error:
        return {"path": str(error)}
    return {}


_CHECKS: dict[str, Callable[[SourceFields], dict[str, str]]] = {
    SourceKind.XYZ: _template_faults,
    SourceKind.WMS: _layer_faults,
    SourceKind.WMTS: _layer_faults,
    SourceKind.STAC: _service_faults,
    SourceKind.PMTILES: _pmtiles_faults,
    SourceKind.RASTER: _path_faults,
}
