"""Vectors of analysed superpixels, kept so that a new model judges a region without touching a picture.

A chunk is one npz file with a JSON header inside: what it was computed from, and a checksum of the arrays. It
is written to a file beside it, flushed to the disk and renamed, so that a chunk is there whole or not at all.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.compact import CompactFeatures, compact
from ml.errors import StoreError, StoreFull, VersionMismatch

FORMAT = 3
FULL = {errno.ENOSPC, errno.EDQUOT}
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class StoreKey:
    """What features depend on; chunks of another key are refused."""

    imagery_version: str
    segmentation_key: str
    extractor: str
    extractor_version: str

    @property
    def folder(self) -> str:
        """A name for the key, sixteen hexadecimal digits."""
        words = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Chunk:
    """Superpixels of some tiles: `quadkeys` (n,) as text, `superpixels` int32 (n,) numbered from 1 in each
    tile, `features` float32 (n, n_features). `pictures` may name, by quadkey, the picture that they were
    computed from, such as by the beginning of its hash."""

    quadkeys: NDArray[np.str_]
    superpixels: NDArray[np.int32]
    features: Vectors
    pictures: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_tiles(cls, tiles: Mapping[str, Vectors], pictures: Mapping[str, str]) -> Chunk:
        """Whole tiles by quadkey: row i - 1 of each array is superpixel i."""
        counts = [len(vectors) for vectors in tiles.values()]
        return cls(
            np.repeat(np.array(list(tiles), dtype=np.str_), counts),
            np.concatenate([np.arange(1, count + 1, dtype=np.int32) for count in counts]),
            np.concatenate(list(tiles.values())),
            pictures,
        )

    def by_tile(self) -> dict[str, Vectors]:
        """What `of_tiles` was given: vectors (n_superpixels, n_features) by quadkey."""
        quadkeys, firsts, counts = np.unique(self.quadkeys, return_index=True, return_counts=True)
        return {
            str(quadkey): self.features[first : first + count]
            for quadkey, first, count in zip(quadkeys, firsts, counts, strict=True)
        }


def as_stored(features: Vectors) -> Vectors:
    """Features as they come back from a store that keeps float16: what is judged today and what is judged
    again from the store are then the same numbers."""
    with np.errstate(over="ignore"):  # a store refuses what float16 cannot hold; judging does not mind
        halves = features.astype(np.float16)
    return np.where(np.isfinite(halves), halves, features).astype(np.float32)


class FeatureStore:
    """Chunks of one key under a folder; names of chunks are the caller's, such as a quadkey's beginning.

    Vectors are kept as float16 or, in the compact form, in about 256 bytes each (`ml.compact`); both read
    alike.
    """

    def __init__(self, root: Path, key: StoreKey, *, compact: bool = False) -> None:
        self.folder = root / key.folder
        self.key = key
        self.compact = compact

    def path(self, name: str) -> Path:
        """Where a chunk lies; raises `StoreError` for a name that is more than letters, digits, - and _."""
        if not name or not name.replace("-", "").replace("_", "").isalnum():
            raise StoreError(f"{name!r} cannot name a chunk; use letters, digits, - and _.")
        return self.folder / f"{name}.npz"

    def names(self) -> list[str]:
        """All chunks, in order."""
        return sorted(path.stem for path in self.folder.glob("*.npz"))

    def write(self, name: str, chunk: Chunk) -> Path:
        """Keep a chunk, replacing the one of that name; raises `StoreError`, of which `StoreFull`."""
        pack = _in_bytes if self.compact else _in_halves
        arrays = {**_places(chunk), **pack(name, chunk.features)}
        header = {"format": FORMAT, **asdict(self.key), "checksum": _checksum(arrays)}
        buffer = io.BytesIO()
        np.savez(buffer, header=np.array(json.dumps(header)), **arrays)  # type: ignore[arg-type]  # stub's flag
        return _write_whole(self.path(name), buffer.getvalue())

    def read(self, name: str) -> Chunk:
        """A chunk as it was written, but for the rounding of its features. Raises `StoreError` when it is
        absent or damaged, `VersionMismatch` when it was computed from something else."""
        path = self.path(name)
        arrays = _load(path)
        header = _header(path, arrays.pop("header", None))
        stored = {name: header.get(name) for name in asdict(self.key)}
        if stored != asdict(self.key):
            raise VersionMismatch(
                f"{path} was computed from {stored}, not {asdict(self.key)}; compute it again."
            )
        if header.get("checksum") != _checksum(arrays):
            raise StoreError(
                f"{path} is damaged: its checksum differs; delete it and analyse its tiles again."
            )
        tiles, pictures = (arrays[name].astype(np.str_) for name in ("tiles", "pictures"))
        named = {str(tile): str(picture) for tile, picture in zip(tiles, pictures, strict=True) if picture}
        return Chunk(tiles[arrays["tile_of"]], arrays["superpixels"], _unpack(arrays), named)


def key_of_folder(folder: Path) -> StoreKey | None:
    """What the chunks of a store's folder were computed from; None for a folder without a readable chunk."""
    for path in folder.glob("*.npz"):
        try:
            with np.load(path, allow_pickle=False) as stored:
                header = _header(path, stored["header"])
            return StoreKey(**{one.name: header[one.name] for one in fields(StoreKey)})
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, StoreError):
            continue
    return None


def _places(chunk: Chunk) -> dict[str, NDArray[Any]]:
    """Quadkeys once a tile: written beside each superpixel they would take a twentieth of the store."""
    tiles, tile_of = np.unique(chunk.quadkeys, return_inverse=True)
    return {
        "tiles": tiles.astype(np.bytes_),
        "pictures": np.array([chunk.pictures.get(str(tile), "") for tile in tiles], dtype=np.bytes_),
        "tile_of": tile_of.astype(np.min_scalar_type(max(0, len(tiles) - 1))),
        "superpixels": chunk.superpixels,
    }


def _in_halves(name: str, features: Vectors) -> dict[str, NDArray[Any]]:
    with np.errstate(over="ignore"):
        halves = features.astype(np.float16)
    if not np.isfinite(halves).all():
        raise StoreError(f"Chunk {name} has features that are not finite or beyond 65,504; leave them out.")
    return {"features": halves}


def _in_bytes(name: str, features: Vectors) -> dict[str, NDArray[Any]]:
    if not np.isfinite(features).all():
        raise StoreError(f"Chunk {name} has features that are not finite; leave them out.")
    return dict(vars(compact(features)))


def _unpack(arrays: dict[str, NDArray[Any]]) -> Vectors:
    if "codes" in arrays:
        return CompactFeatures(**{part.name: arrays[part.name] for part in fields(CompactFeatures)}).unpack()
    return arrays["features"].astype(np.float32)


def _load(path: Path) -> dict[str, NDArray[Any]]:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(stored)
    except FileNotFoundError as error:
        raise StoreError(f"{path} does not exist; analyse its tiles first.") from error
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise StoreError(f"{path} is torn ({error}); delete it and analyse its tiles again.") from error


def _header(path: Path, stored: NDArray[Any] | None) -> dict[str, Any]:
    try:
        header = json.loads(str(stored))
    except ValueError as error:
        raise StoreError(f"{path} has no readable header; delete it and analyse its tiles again.") from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise StoreError(f"{path} is not of layout {FORMAT}; delete it and analyse its tiles again.")
    return header


def _checksum(arrays: dict[str, NDArray[Any]]) -> str:
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _write_whole(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise (StoreFull if error.errno in FULL else StoreError)(
            f"{path} cannot be written ({error.strerror}); free space there or mend its permissions."
        ) from error
    return path


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
