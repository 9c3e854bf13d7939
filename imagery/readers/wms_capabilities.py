"""What a WMS says it offers. Imports OWSLib, so only worker processes may import it.

OWSLib parses what we have fetched; it fetches nothing itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from owslib.wms import WebMapService

from imagery.readers.base import Bounds
from imagery.readers.ogc_documents import MAX_TIMES, bounds_of, parse_document, short

VERSIONS = ("1.1.1", "1.3.0")


@dataclass(frozen=True)
class WmsLayer:
    """`styles` are names, `crs` codes as the server writes them, `times` moments or intervals."""

    name: str
    title: str
    styles: tuple[str, ...]
    crs: frozenset[str]
    bounds: Bounds | None
    times: tuple[str, ...]
    default_time: str
    is_opaque: bool
    attribution: str


@dataclass(frozen=True)
class WmsService:
    version: str
    layers: Mapping[str, WmsLayer]
    formats: tuple[str, ...]
    max_width: int | None
    max_height: int | None


def parse_wms(content: bytes, host: str) -> WmsService:
    """The capabilities in a document. Raises `SourceUnavailable` for anything else."""
    return parse_document(content, host, "WMS", _service)


def _service(xml: bytes) -> WmsService:
    version = "1.1.1" if b"WMT_MS_Capabilities" in xml[:4096] else "1.3.0"
    service = WebMapService("", version=version, xml=xml)
    root = service._capabilities
    get_map = service.getOperationByName("GetMap")
    return WmsService(
        version=version,
        layers={name: _layer(layer) for name, layer in service.contents.items()},
        formats=tuple(str(one).strip() for one in get_map.formatOptions),
        max_width=_number(root, "MaxWidth"),
        max_height=_number(root, "MaxHeight"),
    )


def _layer(layer: Any) -> WmsLayer:
    attribution = getattr(layer, "attribution", None) or {}
    times = [time.strip() for time in layer.timepositions or [] if time.strip()]
    return WmsLayer(
        name=layer.name,
        title=short(layer.title or layer.name),
        styles=tuple(layer.styles),
        crs=frozenset(layer.crsOptions or ()),
        bounds=bounds_of(layer.boundingBoxWGS84),
        times=tuple(times[-MAX_TIMES:]),
        default_time=layer.defaulttimeposition or "",
        is_opaque=bool(layer.opaque),
        attribution=short(attribution.get("title")),
    )


def _number(root: Any, name: str) -> int | None:
    """A limit of the service, which OWSLib leaves out."""
    found = next((one for one in root.iter("{*}" + name)), None)
    text = (found.text or "").strip() if found is not None else ""
    return int(text) if text.isdigit() and int(text) > 0 else None
