from typing import Any

from imagery.models import ImagerySource


def add_source(**fields: Any) -> ImagerySource:
    """Raises `django.core.exceptions.ValidationError`, by field, for a source that cannot work."""
    source = ImagerySource(**fields)
    source.full_clean()
    source.save()
    return source
