"""Tile templates as QGIS, JOSM, iD, Leaflet and OpenLayers write them, in this application's own words."""

import re
from dataclasses import dataclass

# Names in lower case; what they are called here.
_NAMES = {
    "zoom": "z", "level": "z", "tilematrix": "z", "col": "x", "tilecol": "x", "column": "x", "row": "y",
    "tilerow": "y", "ty": "-y", "!y": "-y", "reversey": "-y", "yback": "-y", "u": "q", "quadkey": "q",
    "quad": "q",
    "apikey": "key", "api_key": "key", "api-key": "key", "accesstoken": "key", "access_token": "key",
    "token": "key", "key": "key", "k": "key", "subscriptionkey": "key", "subscription-key": "key",
    "sub": "s", "subdomain": "s", "server": "s", "switch": "s",
}  # fmt: skip
_EMPTY = {"r", "ratio", "scale", "retina"}
"""For screens of double density: without it, servers send the plain size."""
_PLACEHOLDER = re.compile(r"\$?\{\{?\s*([^{}]+?)\s*\}?\}")
_DOLLAR = re.compile(r"\$(z|x|y|q|s)(?![A-Za-z0-9_])")
_SWITCH = re.compile(r"switch:(.+)", re.IGNORECASE)
_RANGE = re.compile(r"([a-z0-9])-([a-z0-9])", re.IGNORECASE)
_BRACKETS = re.compile(r"(?<=//)([\w-]*)\[([a-z0-9]{2,10})\]", re.IGNORECASE)
_ASKED_KEY = re.compile(
    r"<[^<>]*(?:key|token)[^<>]*>|\bYOUR[_-]?(?:API[_-]?|ACCESS[_-]?)?(?:KEY|TOKEN)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Template:
    """`url` in the placeholders of `imagery.readers.url_template`; names that it does not know stay."""

    url: str
    subdomains: str = ""


def plain_template(text: str) -> Template:
    """The template in our words: `{zoom}`, `$z`, `${z}`, `%7Bz%7D`, `{switch:a,b}`, `{a-c}`, `[abc]`, ..."""
    text = re.sub(r"%7B", "{", re.sub(r"%7D", "}", text, flags=re.IGNORECASE), flags=re.IGNORECASE)
    text = _ASKED_KEY.sub("{key}", text)
    found: list[str] = []

    def bracketed(match: re.Match[str]) -> str:
        found.append(match[2])
        return f"{match[1]}{{s}}"

    def placeholder(match: re.Match[str]) -> str:
        name, names = _translated(match[1])
        found.extend([names] if names else [])
        return name

    text = _BRACKETS.sub(bracketed, text)
    text = _DOLLAR.sub(r"{\1}", text)
    text = _PLACEHOLDER.sub(placeholder, text)
    if "{s}" in text and not found:
        found.append("abc")  # Leaflet's default
    return Template(text, found[0] if found else "")


def _translated(name: str) -> tuple[str, str]:
    """The placeholder in our words, and the subdomains that it lists."""
    if switch := _SWITCH.fullmatch(name):
        return "{s}", _listed([part.strip() for part in switch[1].split(",") if part.strip()])
    if spread := _RANGE.fullmatch(name):
        first, last = (ord(letter.lower()) for letter in spread.groups())
        return "{s}", "".join(chr(code) for code in range(first, last + 1))
    lower = name.lower()
    if lower in _EMPTY:
        return "", ""
    return f"{{{_NAMES.get(lower, lower)}}}", ""


def _listed(names: list[str]) -> str:
    return "".join(names) if all(len(name) == 1 for name in names) else ",".join(names)
