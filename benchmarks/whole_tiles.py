"""Trains on crops and searches whole tiles, with the command line of `ml`.

    python -m benchmarks.whole_tiles [--data ../shared/amber] [--extractor NAME] [--json]

`data` contains crops/positive, crops/negative and tiles/{positive,negative}*. A tile is right when the rule
"at least 3 positive superpixels" agrees with its name. Exit status 1 when one is wrong, 0 when there is no
data.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.pictures import AMBER, PROJECT
from ml.features import DEFAULT_EXTRACTOR, EXTRACTORS


def run_ml(*arguments: str) -> Any:
    """What `python -m ml ARGUMENTS --json` prints."""
    command = [sys.executable, "-m", "ml", *arguments, "--json"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def judge(data: Path, extractor: str = DEFAULT_EXTRACTOR) -> list[dict[str, Any]]:
    tiles = sorted((data / "tiles").glob("*.*"))
    with tempfile.TemporaryDirectory() as folder:
        crops = ["--positive", str(data / "crops/positive"), "--negative", str(data / "crops/negative")]
        run_ml("train", *crops, "--model", f"{folder}/model", "--extractor", extractor)
        verdicts = run_ml("detect", "--model", f"{folder}/model", *map(str, tiles))
    for verdict in verdicts:
        verdict["image"] = Path(verdict["image"]).name
        verdict["right"] = verdict["positive"] == verdict["image"].startswith("positive")
    return list(verdicts)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=AMBER)
    parser.add_argument("--extractor", choices=EXTRACTORS, default=DEFAULT_EXTRACTOR)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (options.data / "tiles").is_dir():
        print(json.dumps({"missing": str(options.data)}) if options.json else f"No data at {options.data}.")
        return 0
    verdicts = judge(options.data.resolve(), options.extractor)
    if options.json:
        print(json.dumps(verdicts))
    else:
        for row in verdicts:
            verdict = "positive" if row["positive"] else "negative"
            found = f"{row['n_positive']} of {row['n_superpixels']} superpixels"
            print(f"{row['image']:<20} {found:>22}  {verdict}  {'right' if row['right'] else 'WRONG'}")
    return 0 if all(row["right"] for row in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
