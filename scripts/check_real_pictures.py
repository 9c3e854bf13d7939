"""Train on a folder of real crops and judge real tiles: `check_real_pictures.py FOLDER`.

FOLDER holds crops/positive, crops/negative and tiles/, whose pictures are named positive* and negative*.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LEAST_F1 = 0.83


def run_ml(*arguments: str) -> Any:
    command = [sys.executable, "-m", "ml", *arguments, "--json"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def train(folder: Path, model: Path) -> bool:
    crops = ["--positive", str(folder / "crops/positive"), "--negative", str(folder / "crops/negative")]
    f1 = run_ml("train", *crops, "--model", str(model))["cross_validation"]["f1"]
    print(f"F1 of grouped cross-validation: {f1:.3f} (at least {LEAST_F1})")
    return bool(f1 >= LEAST_F1)


def judge_tiles(folder: Path, model: Path) -> bool:
    tiles = sorted(str(path) for path in (folder / "tiles").iterdir())
    verdicts = run_ml("detect", "--model", str(model), *tiles)
    right = [Path(row["image"]).name.startswith("positive") is row["positive"] for row in verdicts]
    for row, is_right in zip(verdicts, right, strict=True):
        word = "right" if is_right else "WRONG"
        print(f"{Path(row['image']).name}: {row['n_positive']} of {row['n_superpixels']} positive: {word}")
    return bool(right) and all(right)


def main(folder: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="landscar-real-") as scratch:
        model = Path(scratch) / "model"
        results = [train(folder, model), judge_tiles(folder, model)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
