"""Measures the statistics of the texture features' cells and writes ml/features/cell_statistics_*.npz.

    python scripts/measure_cells.py DIR [DIR ...]

Each DIR contains pictures of real ground. No label is read; only means and directions over all cells are
stored. Run it again when the description of a cell changes, and increase `TextureExtractor.version` then.
"""

import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main() -> int:
    from ml.crops import SUFFIXES
    from ml.features.cells import STATISTICS, Statistics
    from ml.features.texture import TextureExtractor
    from ml.pictures import open_picture

    folders = [Path(word) for word in sys.argv[1:]]
    paths = [
        path for folder in folders for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES
    ]
    if not paths:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    extractor = TextureExtractor()
    described = [extractor.describe_cells(open_picture(path)) for path in paths]
    for side, path in STATISTICS.items():
        cells = np.concatenate([found[side] for found in described])
        found = asdict(Statistics.of_cells(cells))
        np.savez_compressed(path, **{name: array.astype(np.float32) for name, array in found.items()})
        print(f"{len(cells)} cells of {len(paths)} pictures: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
