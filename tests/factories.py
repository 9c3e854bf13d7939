"""Functions that make model instances for tests."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User

from campaigns.models import Campaign, Membership
from imagery.models import ImagerySource
from ml.tiles import Tile, tile_at

HOME_TILE = tile_at(lng=27.5, lat=51.3, z=16)


def box_around(tile: Tile) -> dict[str, Any]:
    """A GeoJSON polygon just inside one tile."""
    west, south, east, north = tile.bounds
    inset = (east - west) * 0.1
    west, south, east, north = west + inset, south + inset, east - inset, north - inset
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_source(**changes: Any) -> ImagerySource:
    fields: dict[str, Any] = {
        "slug": "picture",
        "name": "A picture",
        "kind": ImagerySource.Kind.RASTER,
        "path": "picture.tif",
        "captured_from": date(2018, 4, 1),
        "captured_to": date(2018, 4, 30),
    }
    return ImagerySource.objects.create(**(fields | changes))


def make_campaign(**changes: Any) -> Campaign:
    fields: dict[str, Any] = {
        "slug": "amber",
        "name": "Amber",
        "question": "Is this amber mining?",
        "positive_name": "Mining",
        "negative_name": "Not mining",
        "region": box_around(HOME_TILE),
        "extractor": "texture",  # the quickest
        "gold_share": 0,  # Gold is drawn at random and would replace the tile that a test expects.
    }
    if "source" not in changes:
        changes["source"] = ImagerySource.objects.first() or make_source()
    return Campaign.objects.create(**(fields | changes))


def make_user(name: str, **changes: Any) -> User:
    return User.objects.create_user(username=name, password=f"{name}-password", **changes)


def make_member(name: str, campaign: Campaign, role: Membership.Role) -> User:
    user = make_user(name)
    Membership.objects.create(campaign=campaign, user=user, role=role)
    return user
