"""Capabilities of a source's service: fetched by us, parsed by OWSLib, kept for some minutes in each process.

Imports OWSLib, so only worker processes may import it.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlsplit

from imagery.errors import SourceUnavailable
from imagery.keys import key_of
from imagery.messages import message as _
from imagery.messages import words_of
from imagery.models import ImagerySource
from imagery.readers.base import UNKNOWN_DATES, Bounds, CaptureDates
from imagery.readers.service_address import parameters_of, request_address
from imagery.readers.tile_client import TileClient, client_for
from imagery.readers.time_dimension import dates_of_time
from imagery.readers.wms_capabilities import VERSIONS, WmsLayer, WmsService, parse_wms
from imagery.readers.wms_grid import readable_crs
from imagery.readers.wmts_capabilities import WmtsLayer, WmtsService, parse_wmts
from imagery.readers.wmts_grid import readable_sets
from imagery.readers.xml_documents import MAX_XML_BYTES

KEPT_S = 600.0
MAX_KEPT = 16

Layer = TypeVar("Layer", WmsLayer, WmtsLayer)
Service = TypeVar("Service", WmsService, WmtsService)
_kept: OrderedDict[tuple[str, str], tuple[float, object]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class LayerChoice:
    """A layer that a person may choose, and what goes with it; `times` are moments or intervals. An empty
    style is the server's own default."""

    layer: str
    title: str
    style: str = ""
    matrix_set: str = ""
    times: tuple[str, ...] = ()
    bounds: Bounds | None = None


def list_layers(source: ImagerySource) -> list[LayerChoice]:
    """The layers of a WMS or WMTS that can be read as tiles; none for other kinds.

    Raises `SourceUnavailable` (or `BadPicture` for a document that is too large) as the client does, and when
    no layer can be read.
    """
    client = client_for(source)
    match source.kind:
        case ImagerySource.Kind.WMS:
            choices = _wms_choices(load_wms(source, client))
        case ImagerySource.Kind.WMTS:
            choices = _wmts_choices(load_wmts(source, client))
        case _other:
            return []
    if not choices:
        raise SourceUnavailable(
            _("%(host)s offers no layer in a projection that can be read.") % {"host": host_of(source)}
        )
    return [replace(choice, title=str(client.hide(choice.title))) for choice in choices]


def load_wms(source: ImagerySource, client: TileClient) -> WmsService:
    """Raises `SourceUnavailable` or `BadPicture`."""
    asked = parameters_of(source.url).get("version", "")
    version = asked if asked in VERSIONS else "1.3.0"
    request = {"SERVICE": "WMS", "REQUEST": "GetCapabilities", "VERSION": version}
    return _load(source, client, request_address(source.url, request), parse_wms)


def load_wmts(source: ImagerySource, client: TileClient) -> WmtsService:
    """Raises `SourceUnavailable` or `BadPicture`."""
    request = {"SERVICE": "WMTS", "REQUEST": "GetCapabilities", "VERSION": "1.0.0"}
    is_document = urlsplit(source.url).path.lower().endswith(".xml")
    address = source.url if is_document else request_address(source.url, request)
    return _load(source, client, address, parse_wmts)


def forget_capabilities() -> None:
    with _lock:
        _kept.clear()


def host_of(source: ImagerySource) -> str:
    return urlsplit(source.url).hostname or ""


def layer_of(source: ImagerySource, layers: Mapping[str, Layer]) -> Layer:
    """The layer that the source names. Raises `SourceUnavailable`, listing others."""
    if layer := layers.get(source.layer):
        return layer
    raise SourceUnavailable(
        _("%(host)s has no layer “%(layer)s”; choose one of: %(layers)s.")
        % {
            "host": host_of(source),
            "layer": source.layer,
            "layers": ", ".join(list(layers)[:10]),
        }
    )


def first_offered(source: ImagerySource, offered: Iterable[str], wanted: Iterable[str]) -> str:
    """The first wanted format of pictures that the service offers. Raises `SourceUnavailable`."""
    names = {name.lower(): name for name in offered}
    if found := next((names[name] for name in wanted if name in names), ""):
        return found
    raise SourceUnavailable(
        _("%(host)s sends neither PNG nor JPEG, but %(formats)s.")
        % {"host": host_of(source), "formats": ", ".join(list(names)[:10]) or "-"}
    )


def dates_of(source: ImagerySource, layer: WmsLayer | WmtsLayer, sent: CaptureDates) -> CaptureDates:
    """As the server says with the picture, of the time that is asked for, or as the owner says."""
    owner = CaptureDates(source.captured_from, source.captured_to)
    asked = dates_of_time(source.time or layer.default_time)
    return next((dates for dates in (sent, asked, owner) if any(dates)), UNKNOWN_DATES)


def _load(
    source: ImagerySource, client: TileClient, address: str, parse: Callable[[bytes, str], Service]
) -> Service:
    # With the key: what a service offers may depend on it, and templates may contain it.
    name = (address, key_of(source))
    with _lock:
        since, kept = _kept.get(name, (0.0, None))
    if kept is not None and time.monotonic() - since < KEPT_S:
        return kept  # type: ignore[return-value]  # stored under an address that only this `parse` uses
    service = _parsed(client, client.fetch_bytes(address, MAX_XML_BYTES), host_of(source), parse)
    with _lock:
        _kept[name] = (time.monotonic(), service)
        while len(_kept) > MAX_KEPT:
            _kept.popitem(last=False)
    return service


def _parsed(client: TileClient, content: bytes, host: str, parse: Callable[[bytes, str], Service]) -> Service:
    try:
        return parse(content, host)
    except SourceUnavailable as error:
        failure = SourceUnavailable(client.hide(words_of(error)))
    raise failure  # Outside the block, so that what the server repeated is no part of the error.


def _wms_choices(service: WmsService) -> list[LayerChoice]:
    return [
        LayerChoice(
            layer=layer.name,
            title=layer.title,
            times=layer.times,
            bounds=layer.bounds,
        )
        for layer in service.layers.values()
        if readable_crs(service, layer)
    ]


def _wmts_choices(service: WmtsService) -> list[LayerChoice]:
    return [
        LayerChoice(
            layer=layer.name,
            title=layer.title,
            style=layer.styles[0] if layer.styles else "",
            matrix_set=sets[0].name,
            times=layer.times,
            bounds=layer.bounds,
        )
        for layer in service.layers.values()
        if (sets := readable_sets(service, layer))
    ]
