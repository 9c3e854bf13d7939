"""Vectors of superpixels, kept: what was described once is described again by no retraining and no search.

One store (`ml.feature_store`) below DATA_ROOT/features serves both. A region lies in chunks of sixteen tiles,
so that a new model judges it again without touching a picture. For workers only: describing loads the heavy
libraries of the extractor.
"""

import hashlib
import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from imagery import files
from imagery.models import Tile, TileSegmentation
from ml.crops import N_VARIANTS, VARIANTS_VERSION, describe_crop, describe_variants
from ml.errors import MlError
from ml.feature_store import Chunk, FeatureStore, StoreKey, Vectors, as_stored
from ml.features.base import FeatureExtractor
from ml.pictures import open_picture

logger = logging.getLogger(__name__)

FOLDER = "features"
ZOOMS_UP = 2
"""A chunk holds the tiles below one cell so many zooms up: sixteen. Every chunk of a run holds whole ones, so
two workers of a run never write the same."""
HASH_DIGITS = 16
ADDING = threading.Lock()
"""Threads of one process add to a chunk one after the other. Processes that meet there, a search and a
retraining, lose each other's addition at worst, which is then described once more."""
VARIANTS = f"variants-{N_VARIANTS}-{VARIANTS_VERSION}"


@dataclass(frozen=True)
class RegionFeatureCache:
    """Whole tiles of one imagery version, segmentation and extractor."""

    store: FeatureStore

    def find(self, tiles: Iterable[Tile]) -> dict[str, Vectors]:
        """Vectors by quadkey of those tiles that are kept and whose picture is still the same."""
        found: dict[str, Vectors] = {}
        for name, members in groupby(sorted(tiles, key=_quadkey), key=_chunk_name):
            chunk = _read(self.store, name)
            if chunk is None:
                continue
            vectors = chunk.by_tile()
            same = [tile.quadkey for tile in members if chunk.pictures.get(tile.quadkey) == _picture_id(tile)]
            found |= {quadkey: vectors[quadkey] for quadkey in same if quadkey in vectors}
        return found

    def keep(self, described: Mapping[Tile, Vectors]) -> None:
        """Add tiles to their chunks. What cannot be kept is told in the log and loses only time."""
        for name, members in groupby(sorted(described, key=_quadkey), key=_chunk_name):
            with ADDING:
                chunk = _read(self.store, name)
                vectors, pictures = (chunk.by_tile(), dict(chunk.pictures)) if chunk else ({}, {})
                for tile in members:
                    vectors[tile.quadkey], pictures[tile.quadkey] = described[tile], _picture_id(tile)
                _write(self.store, name, Chunk.of_tiles(vectors, pictures))


@dataclass(frozen=True)
class FeatureCache:
    """Everything that one extractor has described."""

    extractor: FeatureExtractor

    def of_region(self, source_version: str, segmentation_key: str) -> RegionFeatureCache:
        return RegionFeatureCache(self._store(source_version, segmentation_key))

    def of_tile(self, segmentation: TileSegmentation) -> Vectors:
        """float32 (n_superpixels, n_features), row i - 1 for superpixel i."""
        tile = segmentation.tile
        region = self.of_region(tile.source_version, segmentation.settings_key)
        found = region.find([tile]).get(tile.quadkey)
        if found is None:
            picture, labels = files.read_picture(tile), files.read_labels(segmentation)
            found = as_stored(self.extractor.extract(picture, labels))
            region.keep({tile: found})
        return found

    def variants_of_tile(self, segmentation: TileSegmentation, numbers: Sequence[int]) -> Vectors:
        """float32 (len(numbers), N_VARIANTS, n_features): these superpixels in other light, to learn from."""
        tile = segmentation.tile
        store = self._store(tile.source_version, f"{segmentation.settings_key}-{VARIANTS}")
        kept = _rows_by_superpixel(_read(store, tile.quadkey), _picture_id(tile))
        if any(number not in kept for number in numbers):
            picture, labels = files.read_picture(tile), files.read_labels(segmentation)
            seed = f"{_picture_id(tile)}-{segmentation.settings_key}"
            made = as_stored(describe_variants(picture, labels, self.extractor, N_VARIANTS, seed))
            kept = dict(enumerate(made, start=1))
            _write(store, tile.quadkey, _chunk_of_rows(tile.quadkey, kept, _picture_id(tile)))
        return np.stack([kept[number] for number in numbers])

    def of_crop(self, relative: str) -> Vectors:
        """float32 (1 + N_VARIANTS, n_features) of a picture of one superpixel, stored below DATA_ROOT: the
        first row is the picture's own, the rest are to learn from."""
        content = files.read_stored(relative)
        name = hashlib.sha256(content).hexdigest()[: 2 * HASH_DIGITS]
        store = self._store("crops", VARIANTS)
        kept = _read(store, name)
        if kept is not None:
            return kept.features
        picture = open_picture(content, name=relative)
        made = as_stored(describe_crop(picture, self.extractor, N_VARIANTS, name))
        _write(store, name, Chunk.of_tiles({name: made}, {}))
        return made

    def _store(self, imagery_version: str, segmentation_key: str) -> FeatureStore:
        key = StoreKey(imagery_version, segmentation_key, self.extractor.name, self.extractor.version)
        return FeatureStore(files.data_path(FOLDER), key)


def _quadkey(tile: Tile) -> str:
    return tile.quadkey


def _chunk_name(tile: Tile) -> str:
    return tile.quadkey[:-ZOOMS_UP] or "world"


def _picture_id(tile: Tile) -> str:
    return tile.sha256[:HASH_DIGITS]


def _rows_by_superpixel(chunk: Chunk | None, picture_id: str) -> dict[int, Vectors]:
    if chunk is None or picture_id not in chunk.pictures.values():
        return {}
    return {int(number): chunk.features[chunk.superpixels == number] for number in set(chunk.superpixels)}


def _chunk_of_rows(quadkey: str, rows: Mapping[int, Vectors], picture_id: str) -> Chunk:
    numbers = np.repeat(np.array(list(rows), dtype=np.int32), N_VARIANTS)
    quadkeys = np.full(len(numbers), quadkey)
    return Chunk(quadkeys, numbers, np.concatenate(list(rows.values())), {quadkey: picture_id})


def _read(store: FeatureStore, name: str) -> Chunk | None:
    """None when the chunk is absent or damaged: then its tiles are described anew, and it is written over."""
    if not store.path(name).is_file():
        return None
    try:
        return store.read(name)
    except MlError as error:
        logger.warning("%s", error)
        return None


def _write(store: FeatureStore, name: str, chunk: Chunk) -> None:
    try:
        store.write(name, chunk)
    except MlError as error:
        logger.warning("%s", error)
