"""URL templates of tile servers."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from imagery.errors import ImageryError
from imagery.messages import message as _
from ml.tiles import Tile

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDER_NAMES = {"z", "x", "y", "-y", "q", "s", "key"}


class TemplateError(ImageryError):
    """A URL template that identifies no tile, or an address that may not be fetched."""


def fill_template(template: str, tile: Tile, subdomains: str = "") -> str:
    """The address of one tile.

    `{z}` `{x}` `{y}` are the slippy-map numbers, `{-y}` counts rows from the south (TMS), `{q}` is the
    quadkey, and `{s}` one of `subdomains`, chosen by the tile so that a tile always has the same address.
    `{key}` stays: the client replaces it when it fetches.
    """
    names = split_subdomains(subdomains)
    values = {
        "z": str(tile.z),
        "x": str(tile.x),
        "y": str(tile.y),
        "-y": str((1 << tile.z) - 1 - tile.y),
        "q": tile.quadkey,
        "s": names[(tile.x + tile.y) % len(names)] if names else "",
        "key": "{key}",
    }
    return PLACEHOLDER.sub(lambda match: values[match[1]], template)


def split_subdomains(subdomains: str) -> list[str]:
    """`abc` is a, b, c; `t0,t1` is t0 and t1."""
    if "," in subdomains:
        return [name.strip() for name in subdomains.split(",") if name.strip()]
    return list(subdomains.strip())


def check_template(template: str, subdomains: str = "") -> None:
    """Raise `TemplateError`, with a message for the person who typed it, for an invalid template."""
    _check_placeholders(template, subdomains)
    _check_address(template, subdomains)


def _check_placeholders(template: str, subdomains: str) -> None:
    used = set(PLACEHOLDER.findall(template))
    if re.search(r"[\s{}]", PLACEHOLDER.sub("", template)):
        raise TemplateError(_("The template contains a space or an unpaired brace; copy it again."))
    if unknown := sorted(used - PLACEHOLDER_NAMES):
        raise TemplateError(
            _("{%(name)s} is not a placeholder; use {z} {x} {y} {-y} {q} {s} {key}.") % {"name": unknown[0]}
        )
    if "q" not in used and not ({"z", "x"} <= used and used & {"y", "-y"}):
        raise TemplateError(_("The template must contain {q}, or {z}, {x} and {y} (or {-y})."))
    if "s" in used and not split_subdomains(subdomains):
        raise TemplateError(_("The template contains {s}: give the subdomains, such as abc or t0,t1."))
    if "s" in used and not all(re.fullmatch(r"[A-Za-z0-9-]+", name) for name in split_subdomains(subdomains)):
        raise TemplateError(_("A subdomain may contain letters, digits and hyphens only."))


def check_service_address(address: str) -> None:
    """Raise `TemplateError` for an address that is none, or holds placeholders other than `{key}`."""
    if re.search(r"[\s{}]", address.replace("{key}", "")):
        raise TemplateError(
            _("The address contains a space or a brace; {key} is the only placeholder of a service.")
        )
    _check_parts(_split(address))
    if "{" in _split(address).netloc:
        raise TemplateError(_("The host must not contain {key}."))


def _check_address(template: str, subdomains: str) -> None:
    _check_parts(_split(fill_template(template, Tile(1, 0, 1), subdomains)))
    if not set(PLACEHOLDER.findall(_split(template).netloc)) <= {"s"}:
        raise TemplateError(_("{s} is the only placeholder allowed in the host."))


def _check_parts(parts: SplitResult) -> None:
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise TemplateError(_("The address must begin with https:// or http:// and a host."))
    if parts.username is not None or parts.password is not None:
        raise TemplateError(
            _("Remove the user name and password from the address; put a key into the query.")
        )


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError as error:
        raise TemplateError(_("The address cannot be read: %(reason)s.") % {"reason": error}) from error
    return parts


def literal_address(template: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The host when it is an IP address, so that a form can refuse a private one before any look-up."""
    try:
        return ipaddress.ip_address(urlsplit(template).hostname or "")
    except ValueError:
        return None
