"""Arrays that lie in the package: weights and statistics, each known by its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.errors import MissingWeights


def read_arrays(path: Path, sha256: str) -> dict[str, NDArray[np.float32]]:
    """The arrays of an npz file as float32; raises `MissingWeights` when it is absent or its SHA-256 is
    another."""
    if not path.is_file():
        raise MissingWeights(f"{path} is missing; install Landscar again.")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            raise MissingWeights(f"The SHA-256 of {path} is {found}, not {sha256}; install Landscar again.")
        file.seek(0)
        with np.load(file, allow_pickle=False) as stored:
            return {name: stored[name].astype(np.float32) for name in stored.files}
