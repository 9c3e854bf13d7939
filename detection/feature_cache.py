"""Stored features of superpixels, so that no retraining and no search describes a picture twice.

Both use one store (`ml.feature_store`) below DATA_ROOT/features. A region is stored in chunks of sixteen
tiles, so that a new model can judge it without opening a picture. For workers only: describing loads the
heavy libraries of the extractor.
"""

import hashlib
import logging
import shutil
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from imagery import files
from imagery.models import Tile, TileSegmentation
from imagery.services.read_again import picture_for_a_moment
from ml.crops import N_VARIANTS, VARIANTS_VERSION, describe_crop, describe_variants
from ml.errors import MlError, StoreFull
from ml.feature_store import Chunk, FeatureStore, StoreKey, Vectors, as_stored, key_of_folder
from ml.features.base import FeatureExtractor
from ml.pictures import open_picture

logger = logging.getLogger(__name__)

FOLDER = "features"
CHUNK_ZOOMS_UP = 2
"""A chunk holds the sixteen tiles below one cell two zooms up. Every chunk of a search holds whole cells, so
two workers of one search never write the same file."""
HASH_DIGITS = 16
WRITE_LOCK = threading.Lock()
"""Threads of one process add to a chunk one after the other. When two processes (a search and a retraining)
write the same chunk, one addition may be lost; it is then described again."""
VARIANTS = f"variants-{N_VARIANTS}-{VARIANTS_VERSION}"


@dataclass(frozen=True)
class RegionFeatureCache:
    """Features of whole tiles, for one imagery version, segmentation and extractor."""

    store: FeatureStore

    def find(self, tiles: Iterable[Tile]) -> dict[str, Vectors]:
        # Only pictures that have not changed since they were described.
        found: dict[str, Vectors] = {}
        for name, members in groupby(sorted(tiles, key=_quadkey), key=_chunk_name):
            chunk = _read(self.store, name)
            if chunk is None:
                continue
            vectors = chunk.by_tile()
            unchanged = [
                tile.quadkey for tile in members if chunk.pictures.get(tile.quadkey) == _picture_id(tile)
            ]
            found |= {quadkey: vectors[quadkey] for quadkey in unchanged if quadkey in vectors}
        return found

    def add(self, vectors_by_tile: Mapping[Tile, Vectors]) -> None:
        for name, members in groupby(sorted(vectors_by_tile, key=_quadkey), key=_chunk_name):
            with WRITE_LOCK:
                chunk = _read(self.store, name)
                vectors, pictures = (chunk.by_tile(), dict(chunk.pictures)) if chunk else ({}, {})
                for tile in members:
                    vectors[tile.quadkey], pictures[tile.quadkey] = vectors_by_tile[tile], _picture_id(tile)
                _write(self.store, name, Chunk.of_tiles(vectors, pictures))


@dataclass(frozen=True)
class FeatureCache:
    """Everything that one extractor has described."""

    extractor: FeatureExtractor

    def of_region(self, source_version: str, segmentation_key: str) -> RegionFeatureCache:
        store = self._store(source_version, segmentation_key, compact=settings.COMPACT_FEATURES)
        return RegionFeatureCache(store)

    def of_tile(self, segmentation: TileSegmentation) -> Vectors:
        """float32 (n_superpixels, n_features), row i - 1 for superpixel i."""
        tile = segmentation.tile
        region = self.of_region(tile.source_version, segmentation.settings_key)
        vectors = region.find([tile]).get(tile.quadkey)
        if vectors is None:
            picture, labels = picture_for_a_moment(tile), files.read_labels(segmentation)
            vectors = as_stored(self.extractor.extract(picture, labels))
            region.add({tile: vectors})
        return vectors

    def of_superpixels_with_data(self, segmentation: TileSegmentation) -> Vectors:
        """float32 (n_with_data, n_features), one row for each of `segmentation.numbers_with_data`: what a
        model is asked about. Features are stored for all superpixels, as a picture's mask may still
        change."""
        return self.of_tile(segmentation)[rows_with_data(segmentation)]

    def variants_of_tile(self, segmentation: TileSegmentation, numbers: Sequence[int]) -> Vectors:
        """float32 (len(numbers), N_VARIANTS, n_features): these superpixels in other light, for training
        only."""
        tile = segmentation.tile
        store = self._store(tile.source_version, f"{segmentation.settings_key}-{VARIANTS}")
        variants = _variants_by_superpixel(_read(store, tile.quadkey), _picture_id(tile))
        if any(number not in variants for number in numbers):
            picture, labels = picture_for_a_moment(tile), files.read_labels(segmentation)
            seed = f"{_picture_id(tile)}-{segmentation.settings_key}"
            described = as_stored(describe_variants(picture, labels, self.extractor, N_VARIANTS, seed))
            variants = dict(enumerate(described, start=1))
            _write(store, tile.quadkey, _chunk_of_variants(tile.quadkey, variants, _picture_id(tile)))
        return np.stack([variants[number] for number in numbers])

    def of_crop(self, relative: str) -> Vectors:
        """float32 (1 + N_VARIANTS, n_features) of a picture of one superpixel, at a path below DATA_ROOT. The
        first row is the picture itself; the other rows are its variants, for training only."""
        content = files.read_stored(relative)
        name = hashlib.sha256(content).hexdigest()[: 2 * HASH_DIGITS]
        store = self._store("crops", VARIANTS)
        chunk = _read(store, name)
        if chunk is not None:
            return chunk.features
        picture = open_picture(content, name=relative)
        vectors = as_stored(describe_crop(picture, self.extractor, N_VARIANTS, name))
        _write(store, name, Chunk.of_tiles({name: vectors}, {}))
        return vectors

    def _store(self, imagery_version: str, segmentation_key: str, *, compact: bool = False) -> FeatureStore:
        key = StoreKey(imagery_version, segmentation_key, self.extractor.name, self.extractor.version)
        return FeatureStore(files.data_path(FOLDER), key, compact=compact)


def rows_with_data(segmentation: TileSegmentation) -> NDArray[np.intp]:
    """Rows of a tile's features, and of everything computed from them, whose superpixels have data."""
    return np.asarray(segmentation.numbers_with_data, dtype=np.intp) - 1


def forget_features(cuts: set[tuple[str, str]], still_used: set[tuple[str, str]]) -> None:
    """Delete what was described of these imagery versions and cuts, unless others use the same. They are
    only a cache: what is needed again is described again."""
    for folder in files.data_path(FOLDER).glob("*"):
        key = key_of_folder(folder)
        if key is None:
            continue
        cut = (key.imagery_version, key.segmentation_key.removesuffix(f"-{VARIANTS}"))
        if cut in cuts - still_used:
            shutil.rmtree(folder, ignore_errors=True)


def _quadkey(tile: Tile) -> str:
    return tile.quadkey


def _chunk_name(tile: Tile) -> str:
    return tile.quadkey[:-CHUNK_ZOOMS_UP] or "world"


def _picture_id(tile: Tile) -> str:
    return tile.sha256[:HASH_DIGITS]


def _variants_by_superpixel(chunk: Chunk | None, picture_id: str) -> dict[int, Vectors]:
    if chunk is None or picture_id not in chunk.pictures.values():
        return {}
    return {int(number): chunk.features[chunk.superpixels == number] for number in set(chunk.superpixels)}


def _chunk_of_variants(quadkey: str, variants: Mapping[int, Vectors], picture_id: str) -> Chunk:
    numbers = np.repeat(np.array(list(variants), dtype=np.int32), N_VARIANTS)
    quadkeys = np.full(len(numbers), quadkey)
    return Chunk(quadkeys, numbers, np.concatenate(list(variants.values())), {quadkey: picture_id})


def _read(store: FeatureStore, name: str) -> Chunk | None:
    # A damaged chunk counts as absent: its tiles are described again and it is overwritten.
    if not store.path(name).is_file():
        return None
    try:
        return store.read(name)
    except MlError as error:
        logger.warning("%s", error)
        return None


def _write(store: FeatureStore, name: str, chunk: Chunk) -> None:
    # A cache: what cannot be stored is described again. A full disk is no such case: it hits everything.
    try:
        store.write(name, chunk)
    except StoreFull as error:
        relative = f"{FOLDER}/{store.folder.name}/{name}.npz"
        raise files.refused_write(relative, error.__cause__) from error
    except MlError as error:
        logger.warning("%s", error)
