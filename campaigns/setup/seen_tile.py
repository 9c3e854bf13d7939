"""The tile that somebody saw in the imagery step, for the map they draw the region on."""

from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.urls import reverse

from imagery.models import ImagerySource, SourceProbe
from ml.tiles import Tile


def seen_tile(
    source: ImagerySource | None, reader: AbstractBaseUser | AnonymousUser
) -> dict[str, Any] | None:
    """Address and edges (west, south, east, north in degrees) of the picture in the reader's last look at the
    source; None without one."""
    looks = SourceProbe.objects.filter(
        source=source, source__isnull=False, created_by=cast(User, reader), picture__gt=""
    )
    look = looks.order_by("-created_at").first()
    if look is None:
        return None
    z, x, y = map(int, look.result["tile"].split("/"))
    picture = reverse("api-source-probe-picture", args=[look.pk])
    return {"picture": f"{picture}?{look.n_looks}", "edges": list(Tile(z, x, y).bounds)}
