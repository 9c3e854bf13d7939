"""A small picture of one kind of ground, for tests and benchmarks."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from demo.landscape.block import draw_block
from demo.landscape.decoys import COVERS
from demo.landscape.plan import make_mine
from demo.landscape.scene import CELL, PAD, Plan, Role, Sectors, Spot

KINDS = ("forest", "meadow", "wetland", "field", "mining", *COVERS)
FAR = 2000.0


def draw_patch(size: int, seed: int, kind: str) -> NDArray[np.uint8]:
    """Return a square picture uint8 (size, size, 3) of one of `KINDS`; the same for the same arguments.

    Mining and decoys lie in the middle of a meadow or wood and fill about half of the picture. Raises
    ValueError for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"No landscape of kind {kind!r} is known; choose one of {', '.join(KINDS)}.")
    side = -(-size // CELL) * CELL
    return np.ascontiguousarray(
        draw_block(_patch_plan(side, seed, kind), 0, 0, side, side).picture[:size, :size]
    )


def _patch_plan(size: int, seed: int, kind: str) -> Plan:
    rng = np.random.default_rng([seed, size, 5])
    plan = _bare_plan(size, seed, kind)
    middle, reach = size / 2, 0.36 * size
    if kind == "mining":
        mine = make_mine(middle, middle, 1.0, rng, "dense")
        lobes = np.array([[middle, middle, reach, reach * 0.85, rng.uniform(0, 3)]], dtype=np.float32)
        plan.mines.append(replace(mine, lobes=lobes))
    if kind in COVERS:
        salt = int(rng.integers(1 << 20))
        plan.spots.append(Spot(kind, middle, middle, float(rng.normal(0.1, 0.1)), reach, 0.9 * reach, salt))
    return plan


def _bare_plan(size: int, seed: int, kind: str) -> Plan:
    shape = ((size + 2 * PAD) // CELL, (size + 2 * PAD) // CELL)
    levels = {
        "woods": 0.5 if kind in ("forest", "clear_cut") else -0.5,
        "wet": 0.9 if kind == "wetland" else 0.2,
        "river": FAR,
        "oxbow": FAR,
    }
    names = ("woods", "wet", "river", "oxbow", "bend", "tone", "strip", "village")
    rasters = {name: np.full(shape, levels.get(name, 0.0), dtype=np.float32) for name in names}
    one = np.ones(1, dtype=np.float32)
    role = np.array([Role.CROPS if kind == "field" else Role.MEADOW])
    # The sector's middle lies far off, and its twin farther, so that no border crosses the picture.
    centre = np.array([[-3.7 * size - 900.0, -2.1 * size - 700.0]], dtype=np.float32)
    return Plan(seed, size, Sectors(centre, role, 0.4 * one, 70 * one, 300 * one), rasters)
