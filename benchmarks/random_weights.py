"""Random weights of ResNet50, for measuring speed without ImageNet's weights:
`python -m benchmarks.random_weights PATH`."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from benchmarks.pictures import PROJECT


def make_weights(path: Path) -> str:
    """Write the file, in a separate process to keep this one's memory small, and return its SHA-256."""
    subprocess.run([sys.executable, "-m", "benchmarks.random_weights", str(path)], cwd=PROJECT, check=True)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    import keras

    keras.utils.set_random_seed(0)
    keras.applications.ResNet50(include_top=False, weights=None).save_weights(sys.argv[1])


if __name__ == "__main__":
    main()
