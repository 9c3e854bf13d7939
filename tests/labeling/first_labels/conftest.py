"""A region of 4 x 4 tiles whose imagery is drawn and cut into a plain grid of 3 x 2 superpixels."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campaigns.models import Campaign, Job
from imagery.models import ImagerySource, Tile, TileSegmentation
from labeling.first_labels.actions import Given, read_knowledge
from labeling.first_labels.tasks import read_crops_file, read_places_file
from labeling.models import LabelTile
from labeling.queueing.services import queue_tiles
from ml.tiles import Tile as Address
from tests.factories import HOME_TILE, make_campaign
from tests.factories_labeling import make_label_tile

SIDE = 4


@pytest.fixture
def campaign(db: None) -> Campaign:
    first, last = HOME_TILE, Address(HOME_TILE.z, HOME_TILE.x + SIDE - 1, HOME_TILE.y + SIDE - 1)
    west, north, east, south = first.bounds.west, first.bounds.north, last.bounds.east, last.bounds.south
    inset = (east - west) / 1000
    west, south, east, north = west + inset, south + inset, east - inset, north - inset
    ring = [[west, north], [east, north], [east, south], [west, south], [west, north]]
    return make_campaign(region={"type": "Polygon", "coordinates": [ring]})


@pytest.fixture
def imagery(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, int]]:
    """Addresses without imagery; a test may add some."""
    empty: set[tuple[int, int]] = set()
    monkeypatch.setattr(queue_tiles, "prepare_tile", lambda **given: draw_tile(empty, **given))
    monkeypatch.setattr(queue_tiles, "ensure_segmentation", segmentation_of)
    return empty


def draw_tile(empty: set[tuple[int, int]], source: ImagerySource, address: Address) -> Tile:
    stored = Tile.objects.filter(source=source, z=address.z, x=address.x, y=address.y).first()
    if stored:
        return stored
    if (address.x, address.y) in empty:
        fields = {"state": Tile.State.NO_IMAGERY, "quadkey": address.quadkey}
        where = {"z": address.z, "x": address.x, "y": address.y}
        return Tile.objects.create(source=source, source_version=source.version, **where, **fields)
    column, row = address.x - HOME_TILE.x, address.y - HOME_TILE.y
    # The factory lays tiles in one row; this one is moved to its place.
    label_tile = make_label_tile(Campaign.objects.get(), 100 + row * SIDE + column)
    tile = label_tile.tile
    label_tile.delete()
    tile.x, tile.y, tile.quadkey = address.x, address.y, address.quadkey
    tile.save()
    return tile


def segmentation_of(tile: Tile, settings: Any) -> TileSegmentation:
    return tile.segmentations.get()


def tile_in_region(column: int, row: int) -> Address:
    return Address(HOME_TILE.z, HOME_TILE.x + column, HOME_TILE.y + row)


def box(address: Address, left: float, top: float, right: float, bottom: float) -> dict[str, Any]:
    """A polygon given in shares of a tile's width and height, from its upper left corner."""
    west, south, east, north = address.bounds
    xs = [west + (east - west) * share for share in (left, right)]
    ys = [north - (north - south) * share for share in (top, bottom)]
    ring = [[xs[0], ys[0]], [xs[1], ys[0]], [xs[1], ys[1]], [xs[0], ys[1]], [xs[0], ys[0]]]
    return {"type": "Polygon", "coordinates": [ring]}


def point(address: Address, x: float = 0.5, y: float = 0.25) -> dict[str, Any]:
    west, south, east, north = address.bounds
    return {"type": "Point", "coordinates": [west + (east - west) * x, north - (north - south) * y]}


def collection(*places: tuple[dict[str, Any], dict[str, Any]]) -> bytes:
    features = [
        {"type": "Feature", "geometry": geometry, "properties": properties} for geometry, properties in places
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


Read = Callable[..., Job]


@pytest.fixture
def read_places(campaign: Campaign, imagery: set[tuple[int, int]]) -> Read:
    def read(content: bytes, name: str = "mines.geojson", **given: str) -> Job:
        file = SimpleUploadedFile(name, content)
        rows = read_knowledge(campaign=campaign, kind="places", given=[Given(file, **given)], started_by=None)
        return run(rows[0].job_id)

    return read


def run(job_id: int) -> Job:
    """Do the job as a worker would."""
    job = Job.objects.get(pk=job_id)
    task = read_places_file if job.kind == Job.Kind.KNOWN_PLACES else read_crops_file
    task.apply(args=[job_id], throw=True)
    job.refresh_from_db()
    return job


@pytest.fixture
def browser(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def queued(campaign: Campaign) -> dict[tuple[int, int], LabelTile]:
    """By column and row in the region."""
    tiles = LabelTile.objects.filter(campaign=campaign).select_related("tile")
    return {(one.tile.x - HOME_TILE.x, one.tile.y - HOME_TILE.y): one for one in tiles}
