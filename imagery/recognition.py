"""What a pasted text is: a tile template, a map service, an archive, a catalogue or a file. No network."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from imagery.errors import ImageryError
from imagery.keys import split_key
from imagery.messages import message as _
from imagery.presets import preset_of
from imagery.readers.service_address import parameters_of, service_base
from imagery.readers.url_template import TemplateError, check_service_address, check_template
from imagery.source_kinds import SourceKind
from imagery.template_dialects import plain_template

MAX_LENGTH = 2000
FILE_KINDS = {
    ".tif": SourceKind.RASTER, ".tiff": SourceKind.RASTER, ".vrt": SourceKind.RASTER,
    ".mbtiles": SourceKind.MBTILES, ".pmtiles": SourceKind.PMTILES,
}  # fmt: skip

# JOSM's and iD's: tms:https://..., tms[22]:https://..., tms[2,19]:https://...
_PREFIX = re.compile(
    r"(?P<kind>tms|xyz|wms_endpoint|wms|wmts|pmtiles)(?:\[(?:(?P<low>\d+)\s*[,-]\s*)?(?P<high>\d+)\])?:(?://)?(?=https?:)",
    re.IGNORECASE,
)
_TILE = re.compile(r"/(\d{1,2})/(\d{1,9})/(\d{1,9})(?=(?:@\dx)?(?:\.\w+)?(?:\?|$))")
_ARCGIS = re.compile(r"/rest/services/.+/(?:Map|Image)Server/?$", re.IGNORECASE)
_STAC_PATH = re.compile(r"/(?:stac|collections|items)(?:/|$)|\.(?:geo)?json$|catalog", re.IGNORECASE)
_WMS_PATH = re.compile(r"(?:/wms|wmsserver|/ows|/mapserv)/?$", re.IGNORECASE)
_WMTS_PATH = re.compile(r"wmtscapabilities|/wmts/?$|/wmts/.*\.xml$", re.IGNORECASE)


class NotRecognised(ImageryError):
    """The text is nothing that imagery can be read from."""


@dataclass(frozen=True)
class Recognised:
    """`fields` are columns of an `ImagerySource`, `kind` among them. A key that the text held is in `key`,
    and `{key}` stands in its place."""

    kind: SourceKind
    fields: Mapping[str, Any]
    key: str = field(default="", repr=False)


def recognise(text: str) -> Recognised:
    """Raises `NotRecognised`, in words for the person who pasted the text."""
    text = text.strip().strip("\"'").strip()
    text = text[1:-1].strip() if text.startswith("<") and text.endswith(">") else text
    if not text or len(text) > MAX_LENGTH:
        raise _not_recognised(_("Paste an address or the path of a file."))
    qgis = parameters_of(f"?{text}") if re.match(r"[\w]+=", text) and "url=" in text else {}
    if qgis:
        return _qgis_connection(qgis)
    prefix = _PREFIX.match(text)
    if prefix:
        return _prefixed(prefix, text[prefix.end() :])
    if re.match(r"https?://", text, re.IGNORECASE):
        return _address(text)
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?/.*\{", text):
        return _address(f"https://{text}")
    if "://" in text:
        raise _not_recognised(
            _("Addresses of this kind (%(scheme)s) are not read.") % {"scheme": text.partition(":")[0][:20]}
        )
    return _path(text)


def _not_recognised(reason: object) -> NotRecognised:
    return NotRecognised(
        _(
            "%(reason)s Examples: https://tiles.example.org/{z}/{x}/{y}.png, https://maps.example.org/wms, "
            "https://maps.example.org/WMTSCapabilities.xml, https://example.org/a.pmtiles, 2024/north.tif."
        )
        % {"reason": reason}
    )


def _qgis_connection(parameters: Mapping[str, str]) -> Recognised:
    """As QGIS writes a layer's source: type=xyz&zmax=19&url=https://..."""
    url = parameters["url"]
    kind = parameters.get("type", "").lower()
    if kind == "xyz":
        zooms = {"min_zoom": parameters.get("zmin", ""), "max_zoom": parameters.get("zmax", "")}
        return _with(_template(url), {name: int(zoom) for name, zoom in zooms.items() if zoom.isdigit()})
    chosen = {
        "layer": parameters.get("layers", "").split(",")[0],
        "style": parameters.get("styles", "").split(",")[0],
        "matrix_set": parameters.get("tilematrixset", ""),
    }
    found = _wmts(url) if chosen["matrix_set"] else _wms(url)
    return _with(found, {name: value for name, value in chosen.items() if value})


def _prefixed(prefix: re.Match[str], url: str) -> Recognised:
    readers: dict[str, Callable[[str], Recognised]] = {
        "tms": _template, "xyz": _template, "wms": _wms, "wms_endpoint": _wms, "wmts": _wmts,
        "pmtiles": _pmtiles,
    }  # fmt: skip
    found = readers[prefix["kind"].lower()](url)
    zooms = {"min_zoom": prefix["low"], "max_zoom": prefix["high"]}
    return _with(found, {name: int(zoom) for name, zoom in zooms.items() if zoom})


def _address(url: str) -> Recognised:
    asked = parameters_of(url)
    path = _path_of(url)
    service = asked.get("service", "").upper()
    names = set(re.findall(r"\{([^{}]+)\}", plain_template(url).url))
    if "bbox" in asked or any(name.startswith("bbox") for name in names):
        return _wms(url)
    if names & {"z", "q"}:
        return _template(url)
    if service == "WMTS" or _WMTS_PATH.search(path):
        return _wmts(url)
    if service == "WMS" or asked.get("request", "").lower() == "getmap" or _WMS_PATH.search(path):
        return _wms(url)
    if path.lower().endswith(".pmtiles"):
        return _pmtiles(url)
    return _other_address(url, path)


def _path_of(url: str) -> str:
    try:
        return urlsplit(plain_template(url).url).path
    except ValueError as error:
        raise _not_recognised(_("The address cannot be read: %(reason)s.") % {"reason": error}) from error


def _other_address(url: str, path: str) -> Recognised:
    if _ARCGIS.search(path):
        before, mark, query = url.partition("?")
        return _template(f"{before.rstrip('/')}/tile/{{z}}/{{y}}/{{x}}{mark}{query}")
    if (tile := _TILE.search(url)) and _is_tile(*(int(number) for number in tile.groups())):
        order = "/{z}/{y}/{x}" if "server/tile" in url[: tile.start() + 1].lower() else "/{z}/{x}/{y}"
        return _template(url[: tile.start()] + order + url[tile.end() :])
    if path.lower().endswith((".tif", ".tiff", ".vrt", ".mbtiles")):
        raise _not_recognised(
            _(
                "A file on a server is read as PMTiles or through STAC only; "
                "copy this one into the raster folder."
            )
        )
    if _STAC_PATH.search(path):
        return _checked(SourceKind.STAC, {"url": url})
    raise _not_recognised(
        _("This address is neither a template with {z}, {x} and {y} nor a known kind of service.")
    )


def _is_tile(z: int, x: int, y: int) -> bool:
    return z <= 26 and max(x, y) < 1 << z


def _template(url: str) -> Recognised:
    plain = plain_template(url)
    keyless, key = split_key(plain.url)
    fields = {"url": keyless, "subdomains": plain.subdomains, "tile_px": _tile_px(keyless)}
    try:
        check_template(keyless, plain.subdomains)
    except TemplateError as error:
        raise _not_recognised(error) from error
    return Recognised(SourceKind.XYZ, _with_terms(SourceKind.XYZ, fields), key)


def _tile_px(url: str) -> int:
    if "@4x" in url:
        return 1024
    is_large = re.search(r"@2x|/512(?:/|$)|tile_?size=512|[?&]size=512", url, re.IGNORECASE)
    return 512 if is_large else 256


def _wms(url: str) -> Recognised:
    asked = parameters_of(url)
    fields = {
        "url": _without_switch(service_base(url).rstrip("?&")),
        "layer": _literal(asked.get("layers", "")).split(",")[0],
        "style": _literal(asked.get("styles", "")).split(",")[0],
        "time": _literal(asked.get("time", "")),
    }
    return _checked(SourceKind.WMS, fields)


def _wmts(url: str) -> Recognised:
    asked = parameters_of(url)
    is_document = _path_of(url).lower().endswith(".xml")
    fields = {
        "url": _without_switch(url if is_document else service_base(url).rstrip("?&")),
        "layer": _literal(asked.get("layer", "")),
        "style": _literal(asked.get("style", "")),
        "matrix_set": _literal(asked.get("tilematrixset", "")),
        "time": _literal(asked.get("time", "")),
    }
    return _checked(SourceKind.WMTS, fields)


def _pmtiles(url: str) -> Recognised:
    return _checked(SourceKind.PMTILES, {"url": url})


def _checked(kind: SourceKind, fields: Mapping[str, Any]) -> Recognised:
    """For addresses without a tile's placeholders."""
    url, key = split_key(plain_template(fields["url"]).url if "{" in fields["url"] else fields["url"])
    try:
        check_service_address(url)
    except TemplateError as error:
        raise _not_recognised(error) from error
    return Recognised(kind, _with_terms(kind, {**fields, "url": url}), key)


def _path(text: str) -> Recognised:
    if text.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:[\\/]", text):
        raise _not_recognised(
            _("Files are read from the raster folder only; give the path below it, without the folder’s own.")
        )
    path = PurePosixPath(text)
    kind = FILE_KINDS.get(path.suffix.lower())
    if kind is None and (re.fullmatch(r"\.[A-Za-z]{1,5}", path.suffix) or re.search(r"[{}?=<>|*]", text)):
        raise _not_recognised(_("This is neither an address nor the path of a file that can be read."))
    kind = kind or SourceKind.PICTURES
    return Recognised(kind, {"kind": kind.value, "path": text.rstrip("/")})


def _with(found: Recognised, more: Mapping[str, Any]) -> Recognised:
    return Recognised(found.kind, {**found.fields, **more}, found.key)


def _with_terms(kind: SourceKind, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something, and the terms of a known provider: its address brings them along."""
    told = {name: value for name, value in fields.items() if value not in ("", None)}
    preset = preset_of(fields["url"])
    terms = {"preset": preset.slug, **preset.terms()} if preset else {}
    return {"kind": kind.value, **told, **terms}


def _literal(value: str) -> str:
    """Empty for a placeholder."""
    return "" if "{" in value else unquote(value)


def _without_switch(url: str) -> str:
    """Services have one address: the first of several names for it."""
    plain = plain_template(url) if "{" in url else None
    if plain is None or not plain.subdomains:
        return url
    first = plain.subdomains.split(",")[0] if "," in plain.subdomains else plain.subdomains[0]
    return plain.url.replace("{s}", first)
