"""Keys of tile servers: from the environment or stored encrypted, put into an address when it is fetched.

An address holds `{key}` where the key belongs. A stored key is bound to the server that it was entered for:
whoever may change a source's address could otherwise send the key to a server of their own.
"""

import base64
import functools
import html
import json
import re
from typing import Protocol
from urllib.parse import quote, quote_plus, unquote, urlsplit

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from imagery.errors import KeyRefused
from imagery.messages import Message, Words
from imagery.messages import message as _
from imagery.presets import find_preset

PLACEHOLDER = "{key}"
SHOWN_INSTEAD = "[key]"
# What tile servers, ArcGIS, Azure, Mapbox, Planet and MapTiler call theirs.
_KEY_PARAMETER = re.compile(
    r"[?&](?:api|access|subscription|auth|map|app)?[_-]?(?:key|token|id_token|sig|signature|password|secret)"
    r"=(?P<value>[^&#{}\s]*)",
    re.IGNORECASE,
)
_PURPOSE = b"landscar imagery keys, version 1"


class KeyedSource(Protocol):
    """The columns of an `ImagerySource` from which its key is found."""

    slug: str
    preset: str
    url: str
    encrypted_key: str


class KeyUnavailable(KeyRefused):
    """The source needs a key that is missing, unreadable, or meant for another server."""


def encrypt_key(text: str, url: str = "") -> str:
    """The key as it is stored; with `url`, usable for that address's server only."""
    content = json.dumps({"key": text.strip(), "origin": _origin(url)})
    return _fernet().encrypt(content.encode()).decode()


def key_of(source: KeyedSource) -> str:
    """The source's key, from the environment before the database; empty when it has none.

    Raises `KeyUnavailable` when the stored one cannot be decrypted or belongs to another server.
    """
    return _key_of_environment(source) or (_stored_key(source) if source.encrypted_key else "")


def is_bound_to(encrypted_key: str, url: str) -> bool:
    """False when the stored key was entered for another server than the address's, or cannot be read."""
    try:
        origin = str(json.loads(_fernet().decrypt(encrypted_key.encode()))["origin"])
    except (InvalidToken, ValueError, KeyError, TypeError):
        return False
    return origin in {"", _origin(url)}


def split_key(url: str) -> tuple[str, str]:
    """An address with `{key}` where a key was written into its query, and that key; empty when it has none.

    `?access_token=abc&v=2` becomes `?access_token={key}&v=2` and `abc`. Only the first of several is taken.
    """
    found = _KEY_PARAMETER.search(url)
    if PLACEHOLDER in url or not found or not found["value"]:
        return url, ""
    return url[: found.start("value")] + PLACEHOLDER + url[found.end("value") :], unquote(found["value"])


def fill_key(url: str, key: str) -> str:
    """The address with the key in it. Raises `KeyUnavailable` when it needs one that is empty."""
    if PLACEHOLDER not in url:
        return url
    if not key:
        raise KeyUnavailable(_("This source needs a key; enter it in the source’s settings."))
    return url.replace(PLACEHOLDER, quote(key, safe=""))


def hide_key(words: Words, key: str) -> Words:
    """The same words without the key, however a server wrote it: plain, percent-encoded or for HTML."""
    if not key:
        return words
    if isinstance(words, str):
        return _pattern_of(key).sub(SHOWN_INSTEAD, words)
    params = {name: _hidden_param(value, key) for name, value in words.params.items()}
    return Message(words.msgid, params, words.plural)


def repeats_key(content: bytes, key: str) -> bool:
    """Whether what a server sent contains the key, however it is written."""
    return bool(key) and bool(_pattern_of(key).search(content.decode("utf-8", errors="replace")))


def _hidden_param(value: object, key: str) -> object:
    if isinstance(value, list):
        return [_hidden_param(one, key) for one in value]
    return hide_key(value, key) if isinstance(value, Message | str) else value


@functools.lru_cache(maxsize=16)
def _pattern_of(key: str) -> re.Pattern[str]:
    written = {key, quote(key, safe=""), quote(key), quote_plus(key), html.escape(key), json.dumps(key)[1:-1]}
    longest_first = sorted(written, key=len, reverse=True)
    return re.compile("|".join(re.escape(one) for one in longest_first), re.IGNORECASE)


def _key_of_environment(source: KeyedSource) -> str:
    keys: dict[str, str] = settings.IMAGERY_KEYS
    preset = find_preset(source.preset) or find_preset(source.slug)
    # The operator gave the key for the preset's server, and anybody who sets a source up may name a preset.
    if preset and preset.slug in keys and _origin(source.url) == _origin(preset.url):
        return keys[preset.slug]
    return "" if find_preset(source.slug) else keys.get(source.slug, "")


def _stored_key(source: KeyedSource) -> str:
    try:
        content = json.loads(_fernet().decrypt(source.encrypted_key.encode()))
        key, origin = str(content["key"]), str(content["origin"])
    except (InvalidToken, ValueError, KeyError, TypeError) as error:
        raise KeyUnavailable(
            _(
                "The key of “%(source)s” cannot be decrypted, because the server’s secret key has changed; "
                "enter the key again, or restore LANDSCAR_SECRET_KEY or its fallbacks."
            )
            % {"source": source.slug}
        ) from error
    if origin and origin != _origin(source.url):
        raise KeyUnavailable(
            _("The key of “%(source)s” belongs to %(origin)s, and its address has changed; enter it again.")
            % {"source": source.slug, "origin": origin}
        )
    return key


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""


def _fernet() -> MultiFernet:
    return MultiFernet([_derived(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@functools.lru_cache(maxsize=8)
def _derived(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
