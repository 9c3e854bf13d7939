"""What a room full of volunteers asks again and again, kept in the web process for a few seconds."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

T = TypeVar("T")


def remembered(key: str, read: Callable[[], T | None], seconds: float | None = None) -> T | None:
    """What `read` gave within the last `seconds` (else `LABELING_CACHE_SECONDS`, which at 0 switches all of
    this off). None is not remembered."""
    if not settings.LABELING_CACHE_SECONDS:
        return read()
    value: T | None = cache.get(f"labeling:{key}")
    if value is None and (value := read()) is not None:
        cache.set(f"labeling:{key}", value, seconds or settings.LABELING_CACHE_SECONDS)
    return value
