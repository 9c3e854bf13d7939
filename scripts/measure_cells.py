"""Measure what the texture features' cells are scaled by, and write ml/features/cell_scale.json.

    python scripts/measure_cells.py var/rasters/demo/landscape.tif

The picture is the demo's drawn landscape, so the numbers owe nothing to any labelled picture. Needed again
only when the description of a cell changes; `TextureExtractor.version` is raised with it.
"""

import json
import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
N_TILES = 40


def main() -> int:
    from ml.features.cells import SCALE
    from ml.features.texture import TextureExtractor
    from ml.tiles import TILE_SIZE

    if len(sys.argv) != 2:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    extractor, found = TextureExtractor(), []
    with rasterio.open(sys.argv[1]) as picture:
        across = picture.width // TILE_SIZE
        places = np.random.RandomState(0).permutation(across * (picture.height // TILE_SIZE))
        for place in places[:N_TILES]:
            row, column = divmod(int(place), across)
            window = Window(column * TILE_SIZE, row * TILE_SIZE, TILE_SIZE, TILE_SIZE)
            pixels = picture.read((1, 2, 3), window=window).transpose(1, 2, 0)
            found.append(extractor.describe_cells(np.ascontiguousarray(pixels)))
    cells = np.concatenate(found)
    rows = [cells.mean(axis=0), cells.std(axis=0) + 1e-3]
    SCALE.write_text(json.dumps([[float(f"{value:.4g}") for value in row] for row in rows]) + "\n")
    print(f"{len(cells)} cells of {cells.shape[1]} numbers: {SCALE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
