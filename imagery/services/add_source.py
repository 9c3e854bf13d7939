"""Setting up a place that pixels come from."""

from typing import Any

from imagery.models import ImagerySource


def add_source(**fields: Any) -> ImagerySource:
    """A stored source. Raises `django.core.exceptions.ValidationError`, by field, for one that cannot
    work."""
    source = ImagerySource(**fields)
    source.full_clean()
    source.save()
    return source
