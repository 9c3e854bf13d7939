"""Values that many volunteers request at once, cached in each web process for a few seconds."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

T = TypeVar("T")


def cached(key: str, read: Callable[[], T | None], seconds: float | None = None) -> T | None:
    """The result of `read`, cached for `seconds` (default `LABELING_CACHE_SECONDS`; 0 turns all caching off).
    None is not cached."""
    if not settings.LABELING_CACHE_SECONDS:
        return read()
    value: T | None = cache.get(f"labeling:{key}")
    if value is None and (value := read()) is not None:
        cache.set(f"labeling:{key}", value, seconds or settings.LABELING_CACHE_SECONDS)
    return value
