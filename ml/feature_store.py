"""Vectors of analysed superpixels, kept so that a new model judges a region without touching a picture.

A chunk is one npz file with a JSON header inside: what it was computed from, and a checksum of the arrays. It
is written to a file beside it, flushed to the disk and renamed, so that a chunk is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.compact import CompactFeatures, compact
from ml.errors import StoreError, VersionMismatch

FORMAT = 1


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
    tile, `features` float32 (n, n_features)."""

    quadkeys: NDArray[np.str_]
    superpixels: NDArray[np.int32]
    features: NDArray[np.float32]


class FeatureStore:
    """Chunks of one key under a folder; names of chunks are the caller's, such as a quadkey's beginning.

    Numbers are kept as float16 or, in the compact form, in one byte each (`ml.compact`); both read alike.
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
        """Keep a chunk, replacing the one of that name; raises `StoreError`."""
        places = {"quadkeys": chunk.quadkeys.astype(np.bytes_), "superpixels": chunk.superpixels}
        arrays = {**places, **(_in_bytes if self.compact else _in_halves)(name, chunk.features)}
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
        return Chunk(arrays["quadkeys"].astype(np.str_), arrays["superpixels"], _unpack(arrays))


def _in_halves(name: str, features: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    halves = features.astype(np.float16)
    if not np.isfinite(halves).all():
        raise StoreError(f"Chunk {name} has features that are not finite or beyond 65,504; leave them out.")
    return {"features": halves}


def _in_bytes(name: str, features: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    if not np.isfinite(features).all():
        raise StoreError(f"Chunk {name} has features that are not finite; leave them out.")
    return dict(vars(compact(features)))


def _unpack(arrays: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
    if "codes" in arrays:
        return CompactFeatures(arrays["codes"], arrays["lowest"], arrays["step"]).unpack()
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
    path.parent.mkdir(parents=True, exist_ok=True)
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
    return path
