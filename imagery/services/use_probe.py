"""Stores the source that somebody has looked at."""

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from imagery.models import ImagerySource, SourceProbe
from imagery.services.add_source import add_source
from imagery.services.mark_empty import add_marked_placeholders


@transaction.atomic
def use_probe(*, probe: SourceProbe, created_by: User, slug_from: str = "", **about: Any) -> ImagerySource:
    """A source as the probe read it, with `about`: its name, dates and terms. Its address is made from
    `slug_from`, or the name. One that exists already learns its extent at most. Raises `ValidationError` by
    field."""
    bounds = probe.result.get("bounds")
    if probe.source is not None:
        return _with_bounds(probe.source, bounds)
    source = add_source(
        **{
            **probe.fields,
            **about,
            "encrypted_key": probe.encrypted_key,
            "bounds": bounds,
            "slug": free_slug(slug_from or about["name"]),
            "created_by": created_by,
        }
    )
    add_marked_placeholders(probe=probe, source=source)
    probe.source = source
    probe.save(update_fields=["source"])
    return source


def _with_bounds(source: ImagerySource, bounds: list[float] | None) -> ImagerySource:
    if bounds and bounds != source.bounds:
        source.bounds = bounds
        source.save(update_fields=["bounds"])
    return source


def free_slug(name: str) -> str:
    """A short name for addresses; a name without Latin letters and digits gets a random one."""
    base = slugify(name)[:40] or f"source-{secrets.token_hex(3)}"
    taken = set(ImagerySource.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
