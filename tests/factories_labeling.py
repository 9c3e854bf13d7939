"""Tiles to label, cut into a plain grid, without reading imagery or segmenting."""

import hashlib
import io
from typing import Any
from uuid import uuid4

import numpy as np
from django.core.signing import get_cookie_signer
from django.test import Client
from numpy.typing import NDArray
from PIL import Image

from campaigns.models import Campaign
from imagery.files import write_atomically
from imagery.models import Tile, TileSegmentation
from imagery.outlines import pack_outlines
from imagery.services.segment_tile import pack_labels
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.lease_tiles import lease_tiles
from labeling.answering.services.record_votes import VoteDraft
from labeling.joining.identity import COOKIE, SALT
from labeling.models import Answer, Assignment, Contributor, Event, LabelTile, Participation
from ml.tiles import TILE_SIZE
from tests.factories import HOME_TILE

COLUMNS, ROWS = 3, 2
N_SUPERPIXELS = COLUMNS * ROWS
CLOCK = 1_700_000_000_000


def grid_labels(size: int = TILE_SIZE) -> NDArray[np.int32]:
    """int32 (size, size): 3 x 2 superpixels, numbered from 1 row by row."""
    row, column = np.mgrid[0:size, 0:size] * np.array([ROWS, COLUMNS])[:, None, None] // size
    return (row * COLUMNS + column + 1).astype(np.int32)


def grid_outlines(size: int = TILE_SIZE) -> dict[int, list[list[tuple[float, float]]]]:
    width, height = size / COLUMNS, size / ROWS
    outlines = {}
    for number in range(1, N_SUPERPIXELS + 1):
        left, top = (number - 1) % COLUMNS * width, (number - 1) // COLUMNS * height
        corners = [
            (left, top),
            (left + width, top),
            (left + width, top + height),
            (left, top + height),
            (left, top),
        ]
        outlines[number] = [corners]
    return outlines


def grid_picture(seed: int, size: int = TILE_SIZE) -> bytes:
    """JPEG: soft greens and browns, another picture for every seed."""
    random = np.random.default_rng(seed)
    coarse = random.normal([92, 104, 66], [14, 12, 10], (24, 24, 3)).clip(0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(coarse).resize((size, size), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def make_label_tile(campaign: Campaign, index: int = 0, **changes: Any) -> LabelTile:
    """The `index`-th tile east of home, ready to be labelled."""
    address = type(HOME_TILE)(HOME_TILE.z, HOME_TILE.x + index, HOME_TILE.y)
    content, name = grid_picture(index), f"tiles/grid/{campaign.slug}-{index}"
    tile = Tile.objects.create(
        source=campaign.source,
        source_version=campaign.source.version,
        z=address.z,
        x=address.x,
        y=address.y,
        quadkey=address.quadkey,
        state=Tile.State.READY,
        picture=f"{name}.jpg",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    segmentation = TileSegmentation.objects.create(
        tile=tile,
        settings_key=campaign.segmentation.key,
        n_superpixels=N_SUPERPIXELS,
        labels=f"{name}.npz",
        outlines=f"{name}.json",
    )
    write_atomically(tile.picture, content)
    write_atomically(segmentation.labels, pack_labels(grid_labels()))
    write_atomically(segmentation.outlines, pack_outlines(grid_outlines()))
    return LabelTile.objects.create(campaign=campaign, tile=tile, segmentation=segmentation, **changes)


def take_data(tile: LabelTile, *numbers: int) -> None:
    """Say that these superpixels of the tile show no imagery."""
    tile.segmentation.store_without_data(numbers)


def make_event(campaign: Campaign, **changes: Any) -> Event:
    return Event.objects.create(**({"campaign": campaign, "name": "Open Data Day"} | changes))


def make_guest(campaign: Campaign, nickname: str = "") -> Contributor:
    """A guest who has joined the campaign."""
    guest = Contributor.objects.create(nickname=nickname)
    Participation.objects.create(contributor=guest, campaign=campaign)
    return guest


def guest_client(guest: Contributor) -> Client:
    """A browser that holds the guest's cookie."""
    client = Client()
    client.cookies[COOKIE] = get_cookie_signer(salt=COOKIE + SALT).sign(str(guest.pk))
    return client


def draft(tile: LabelTile, superpixel: int, answer: str = Answer.POSITIVE, **changes: Any) -> VoteDraft:
    fields = {
        "id": uuid4(),
        "label_tile_id": tile.pk,
        "superpixel": superpixel,
        "answer": answer,
        "clock": CLOCK,
    }
    return VoteDraft(**(fields | changes))


def lease_tile(campaign: Campaign, contributor: Contributor) -> Assignment:
    """Lease the next tile; fails without one."""
    (assignment,) = lease_tiles(campaign=campaign, contributor=contributor)
    return assignment


def answer_tile(campaign: Campaign, contributor: Contributor, positive: set[int]) -> Assignment:
    """Lease the next tile, mark `positive`, and call the rest clear."""
    assignment = lease_tile(campaign, contributor)
    votes = [draft(assignment.label_tile, number) for number in sorted(positive)]
    finish_tile(assignment=assignment, clock=CLOCK + 1, votes=votes)
    return assignment
