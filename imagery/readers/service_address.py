"""Addresses of map services: requests are put together from the address that a person gave.

Parameters are handled as they are written: decoding and encoding them again would change signatures, and the
braces of `{key}`.
"""

import re
from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote_plus, urlsplit

# What requests are made of, in lower case. Everything else in an address, such as `map` or a key, is kept.
REQUEST_PARAMETERS = {
    "service", "request", "version", "layers", "layer", "styles", "style", "srs", "crs", "bbox", "width",
    "height", "format", "transparent", "bgcolor", "exceptions", "time", "query_layers", "info_format", "i",
    "j", "x", "y", "feature_count", "tilematrixset", "tilematrix", "tilerow", "tilecol", "tiled",
    "updatesequence", "sld", "sld_body", "contextualwmslegend", "dpimode", "map_resolution", "format_options",
}  # fmt: skip


def parameters_of(url: str) -> dict[str, str]:
    """The query's parameters by their name in lower case, decoded; of several with one name, the last."""
    pairs = (pair.partition("=") for pair in _pairs(url))
    return {unquote_plus(name).lower(): unquote_plus(value) for name, _, value in pairs}


def service_base(url: str) -> str:
    """The address without the parameters of a request, ready for others: it ends in `?` or `&`."""
    kept = [pair for pair in _pairs(url) if pair.partition("=")[0].lower() not in REQUEST_PARAMETERS]
    before = url.partition("#")[0].partition("?")[0]
    return f"{before}?{'&'.join(kept)}{'&' if kept else ''}"


def request_address(url: str, parameters: Mapping[str, object]) -> str:
    """The address with other parameters of a request."""
    written = "&".join(f"{name}={quote(str(value), safe=',:/')}" for name, value in parameters.items())
    return service_base(url) + written


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def with_key_of(address: str, url: str) -> str:
    """An address that a service gave, with the parameter that holds `{key}` in `url`, for the same server.

    A key is not handed to another server, whatever the service says.
    """
    keyed = [pair for pair in _pairs(url) if "{key}" in pair]
    if not keyed or origin_of(address) != origin_of(url):
        return address
    name = keyed[0].partition("=")[0].lower()
    if name in parameters_of(address):
        return address
    joiner = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return f"{address}{joiner}{keyed[0]}"


def fill_template(template: str, values: Mapping[str, str], open_names: Collection[str] = ()) -> str:
    """A service's template with its variables filled in, matched without regard to case.

    Those in `open_names` stay. All other braces are encoded: a template must not be able to ask for `{key}`.
    """

    def value(match: re.Match[str]) -> str:
        found = values.get(match[1].lower())
        return match[0] if found is None else quote(found, safe=":,")

    filled = re.sub(r"\{(\w+)\}", value, template)
    pattern = "|".join(re.escape(f"{{{name}}}") for name in open_names) or r"(?!)"
    parts = re.split(f"({pattern})", filled, flags=re.IGNORECASE)
    return "".join(part if number % 2 else _without_braces(part) for number, part in enumerate(parts))


def _without_braces(text: str) -> str:
    return text.replace("{", "%7B").replace("}", "%7D")


def _pairs(url: str) -> list[str]:
    return [pair for pair in url.partition("#")[0].partition("?")[2].split("&") if pair]
