"""Drawn pictures with a known answer: green land, and pale sand full of dark pits."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from campaigns.models import Campaign
from detection.models import ModelVersion
from imagery.files import data_path, write_atomically
from imagery.models import Tile
from labeling.models import Answer, GoldCrop
from ml import tiles
from ml.bundle import ModelBundle
from ml.classifier import train_classifier
from ml.features import get_extractor
from ml.pictures import open_picture
from tests.factories import HOME_TILE, make_campaign
from tests.factories_detection import make_model_version

N_CROPS = 24
"""Number of crops of each class."""


def draw_land(seed: int, size: int, mining: bool) -> NDArray[np.uint8]:
    """uint8 (size, size, 3)."""
    random = np.random.default_rng(seed)
    image = random.normal((150, 130, 100) if mining else (60, 90, 50), 9, (size, size, 3))
    if mining:
        rows, columns = np.mgrid[0:size, 0:size]
        pits = (rows % 37 - 18) ** 2 + (columns % 41 - 20) ** 2 < 90
        image[pits] -= 90
    return image.clip(0, 255).astype(np.uint8)


@lru_cache
def crop_picture(seed: int, mining: bool) -> bytes:
    return encode(draw_land(seed, 160, mining))


@lru_cache
def tile_picture(seed: int, mining: bool) -> bytes:
    return encode(draw_tile(seed, mining))


def draw_tile(seed: int, mining: bool) -> NDArray[np.uint8]:
    """A whole tile; mining covers its western half."""
    image = draw_land(seed, 1024, mining=False)
    if mining:
        image[:, :512] = draw_land(seed, 1024, mining=True)[:, :512]
    return image


def encode(image: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def make_tile(campaign: Campaign, address: tiles.Tile, *, mining: bool = False, **changes: Any) -> Tile:
    """A tile whose picture has already been read."""
    content = tile_picture(address.x, mining)
    name = f"pictures/{address.z}-{address.x}-{address.y}.jpg"
    write_atomically(name, content)
    fields: dict[str, Any] = {
        "state": Tile.State.READY,
        "picture": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "captured_from": date(2018, 4, 1),
        "captured_to": date(2018, 4, 30),
    }
    return Tile.objects.create(
        source=campaign.source,
        source_version=campaign.source.version,
        z=address.z,
        x=address.x,
        y=address.y,
        quadkey=address.quadkey,
        **(fields | changes),
    )


def strip_of_tiles(count: int) -> list[tiles.Tile]:
    """`count` tiles side by side, eastwards from the home tile."""
    return [tiles.Tile(HOME_TILE.z, HOME_TILE.x + step, HOME_TILE.y) for step in range(count)]


def region_of(addresses: Sequence[tiles.Tile]) -> dict[str, Any]:
    """A polygon just inside a strip of tiles."""
    west, south, _, north = addresses[0].bounds
    east = addresses[-1].bounds.east
    inset = (north - south) * 0.1
    west, south, east, north = west + inset, south + inset, east - inset, north - inset
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_gold_crops(
    campaign: Campaign, answers: Iterable[Answer] = (Answer.POSITIVE, Answer.NEGATIVE)
) -> None:
    for answer in answers:
        for number in range(N_CROPS):
            content = crop_picture(number, answer == Answer.POSITIVE)
            name = f"crops/{campaign.slug}-{answer}-{number}.jpg"
            write_atomically(name, content)
            GoldCrop.objects.create(
                campaign=campaign,
                name=name,
                picture=name,
                sha256=hashlib.sha256(content).hexdigest(),
                answer=answer,
                group=f"{answer}-{number % 6}",
            )


@lru_cache
def _trained_bundle() -> ModelBundle:
    """Trained once for all tests, on the same drawings as the gold crops."""
    extractor = get_extractor("texture")
    drawings = [(seed, mining) for mining in (True, False) for seed in range(N_CROPS)]
    vectors = [extractor.extract_crop(open_picture(crop_picture(seed, mining))) for seed, mining in drawings]
    labels = [float(mining) for _, mining in drawings]
    trained = train_classifier(vectors, labels, groups=[f"{mining}-{seed % 6}" for seed, mining in drawings])
    return ModelBundle.from_training(trained, extractor)


def make_trained_model(campaign: Campaign) -> ModelVersion:
    """A model version that distinguishes pits from green land."""
    bundle, folder = _trained_bundle(), "models/trained-for-tests"
    bundle.save(data_path(folder))
    return make_model_version(
        campaign,
        extractor_version=bundle.extractor_version,
        folder=folder,
        thresholds=bundle.card()["thresholds"],
    )


def make_mined_campaign(count: int, *, mining: Iterable[int] = (), **changes: Any) -> Campaign:
    """A campaign over a strip of tiles with pictures; the tiles with the numbers in `mining` have pits."""
    addresses = strip_of_tiles(count)
    campaign = make_campaign(**({"slug": "ground", "region": region_of(addresses)} | changes))
    mined = set(mining)
    for number, address in enumerate(addresses):
        make_tile(campaign, address, mining=number in mined)
    return campaign
