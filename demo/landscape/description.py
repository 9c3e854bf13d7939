"""The description of a region: the position and area of every site."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demo.landscape.block import TRUTH_REDUCTION
from demo.landscape.decoys import COVERS
from demo.landscape.plan import TILE
from demo.landscape.scene import Cover, Plan
from ml.tiles import Bounds

EARTH_RADIUS = 6_378_137.0
TRACE_HA = 0.05  # less mining than this on a tile does not make it a mining tile


def describe(plan: Plan, truth: NDArray[np.uint8], bounds: Bounds) -> dict[str, Any]:
    return {
        "seed": plan.seed,
        "codes": {cover.name.lower(): int(cover) for cover in Cover},
        "mining": [_describe_mine(plan, index, truth, bounds) for index in range(len(plan.mines))],
        "decoys": [
            {"kind": spot.kind, **_position(plan, spot.x, spot.y, bounds)}
            for spot in plan.spots
            if spot.kind in COVERS
        ],
        "mining_tiles": mining_tiles(truth, _hectares_per_pixel(plan, plan.size / 2, bounds)),
    }


def mining_tiles(truth: NDArray[np.uint8], hectares_per_pixel: float) -> list[list[int]]:
    side = TILE // TRUTH_REDUCTION
    n = len(truth) // side
    area = (truth == Cover.MINING).reshape(n, side, n, side).sum(axis=(1, 3)) * hectares_per_pixel
    return [[int(column), int(row)] for row, column in np.argwhere(area > TRACE_HA)]


def _describe_mine(plan: Plan, index: int, truth: NDArray[np.uint8], bounds: Bounds) -> dict[str, Any]:
    # Sites do not overlap, so all mining inside a site's box belongs to it.
    mine = plan.mines[index]
    left, top, right, bottom = (max(round(value / TRUTH_REDUCTION), 0) for value in mine.box)
    mask = truth[top:bottom, left:right] == Cover.MINING
    rows, columns = np.nonzero(mask)
    x = float(columns.mean() + left) * TRUTH_REDUCTION if len(columns) else mine.x
    y = float(rows.mean() + top) * TRUTH_REDUCTION if len(rows) else mine.y
    area = len(rows) * _hectares_per_pixel(plan, y, bounds)
    return {"style": mine.style, "area_ha": round(area, 3), **_position(plan, x, y, bounds)}


def _position(plan: Plan, x: float, y: float, bounds: Bounds) -> dict[str, float]:
    east = bounds.west + x / plan.size * (bounds.east - bounds.west)
    return {"lng": round(math.degrees(east / EARTH_RADIUS), 7), "lat": round(_latitude(plan, y, bounds), 7)}


def _latitude(plan: Plan, y: float, bounds: Bounds) -> float:
    north = bounds.north - y / plan.size * (bounds.north - bounds.south)
    return math.degrees(math.atan(math.sinh(north / EARTH_RADIUS)))


def _hectares_per_pixel(plan: Plan, y: float, bounds: Bounds) -> float:
    metres = (bounds.east - bounds.west) / plan.size * math.cos(math.radians(_latitude(plan, y, bounds)))
    return (metres * TRUTH_REDUCTION) ** 2 / 10_000
