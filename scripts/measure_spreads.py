"""Measure how the spreads of the network's channels vary, and write ml/features/efficientnet_statistics.npz.

    python scripts/measure_spreads.py DIR [DIR ...]

Each DIR holds pictures of single superpixels; no label is read, and nothing of a picture is kept but a mean,
a scale and directions over all together, variants as training makes them included. The hash that is printed
belongs into `ml.features.efficientnet`. Needed again only when the description changes;
`EfficientNetExtractor.version` is raised with it.
"""

import argparse
import hashlib
import sys
import zlib
from dataclasses import asdict
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main() -> int:
    from ml.augmentation import make_variants
    from ml.crops import N_VARIANTS, SUFFIXES
    from ml.features.efficientnet import STATISTICS, EfficientNetExtractor, Statistics
    from ml.pictures import open_picture

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, default=STATISTICS)
    options = parser.parse_args()
    paths = [
        path
        for folder in options.folders
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SUFFIXES
    ]
    if not paths:
        parser.error("there is no picture in these folders")
    extractor, rows = EfficientNetExtractor(precision="float32"), []
    for path in paths:
        image, rng = open_picture(path), np.random.default_rng(zlib.crc32(path.name.encode()))
        rows += [
            extractor.describe_crop(picture) for picture in (image, *make_variants(image, rng, N_VARIANTS))
        ]
    found = asdict(Statistics.of_superpixels(np.stack(rows)))
    np.savez_compressed(options.out, **{name: array.astype(np.float16) for name, array in found.items()})
    print(f"{len(rows)} superpixels, variants included, of {len(paths)} pictures")
    print(hashlib.sha256(options.out.read_bytes()).hexdigest(), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
