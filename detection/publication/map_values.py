"""What the public map's script and those who share its address are told."""

from typing import Any

from django.conf import settings
from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from detection.publication.models import Release
from detection.publication.release_files.names import PICTURE, TILES

FRAME_SIZE = 960, 640


def map_values(request: HttpRequest, release: Release) -> dict[str, Any]:
    at = [release.campaign.slug, release.number]
    made = set(release.current_files.values_list("name", flat=True))
    pictures = release.run.source.may_publish_pictures
    embed_address = request.build_absolute_uri(reverse("embed-map", args=at[:1]))
    return {
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
        "tiles": reverse("api-release-file", args=[*at, TILES]) if TILES in made else "",
        "is_being_drawn": release.n_detections > 0 and TILES not in made,
        "pictures": reverse("api-release-picture", args=[*at, 0, 0, 0]) if pictures else "",
        "bounds": bounds_of(release),
        "frame": frame(embed_address, release.campaign.name),
        "map_address": request.build_absolute_uri(reverse("public-map", args=at[:1])),
        "embed_address": embed_address,
        "share_picture": request.build_absolute_uri(reverse("api-release-file", args=[*at, PICTURE]))
        if PICTURE in made
        else "",
    }


def bounds_of(release: Release) -> str:
    """West, south, east, north of the places; empty where there are none."""
    corners = release.shown_places.order_by().aggregate(
        west=Min("lng"), south=Min("lat"), east=Max("lng"), north=Max("lat")
    )
    return ",".join(map(str, corners.values())) if corners["west"] is not None else ""


def frame(address: str, title: str, width: int = FRAME_SIZE[0], height: int = FRAME_SIZE[1]) -> str:
    """A frame that fills its column and keeps its shape, without a script."""
    return format_html(
        '<iframe src="{}" title="{}" loading="lazy" allowfullscreen '
        'style="width:100%;max-width:{}px;aspect-ratio:{}/{};border:0"></iframe>',
        address,
        title,
        width,
        width,
        height,
    )
