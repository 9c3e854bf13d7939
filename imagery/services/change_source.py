from copy import copy
from typing import Any

from imagery.keys import encrypt_key
from imagery.models import ImagerySource


def would_read_anew(source: ImagerySource, values: dict[str, Any]) -> bool:
    """Whether these columns make another version of the source, so that its tiles are read again."""
    changed = copy(source)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed.version != source.version


def change_source(*, source: ImagerySource, key: str = "", **values: Any) -> ImagerySource:
    """Change columns of a source; an empty key leaves the stored one. Raises `ValidationError` by field."""
    if would_read_anew(source, values):
        source.bounds = source.overview = None  # those of another address or file
    for name, value in values.items():
        setattr(source, name, value)
    if key.strip():
        source.encrypted_key = encrypt_key(key, source.url)
    source.full_clean()
    source.save()
    return source
