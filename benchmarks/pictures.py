"""The pictures for benchmarks: real tiles if they are on this machine, else drawn ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

PROJECT = Path(__file__).resolve().parent.parent
AMBER = PROJECT.parent / "shared" / "amber"
SIDE = 1024
KINDS = ("forest", "mining", "field", "meadow")


@dataclass(frozen=True)
class Pictures:
    """Files of tiles, and a description of their origin."""

    paths: list[Path]
    origin: str


def find_pictures(folder: Path, real: Path = AMBER / "tiles") -> Pictures:
    """Real tiles, or four drawn ones written to `folder`."""
    found = sorted(real.glob("*.webp"))
    if found:
        return Pictures(found, f"{len(found)} real tiles")
    paths = [_draw(folder, number, kind) for number, kind in enumerate(KINDS)]
    return Pictures(paths, f"{len(paths)} drawn tiles: the real ones are not on this machine")


def _draw(folder: Path, seed: int, kind: str) -> Path:
    from demo.landscape.patch import draw_patch

    path = folder / f"{kind}.png"
    Image.fromarray(draw_patch(SIDE, seed, kind)).save(path)
    return path
