"""The plan of a region: places everything, from one seed, before a pixel is drawn."""

from functools import lru_cache

import numpy as np

from demo.landscape.mining import lobe_field
from demo.landscape.noise import FloatArray
from demo.landscape.roads import resample, wander
from demo.landscape.scene import METRES_PER_PIXEL, PAD, Mine, Plan, Road, Spot
from demo.landscape.settlement import plan_rides, plan_roads, plan_village
from demo.landscape.terrain import (
    land_rasters,
    make_grid,
    make_sectors,
    meander,
    oxbow_raster,
    river_rasters,
)

TILE = 1024
SHARE_OF_TILES = (0.34, 0.38)  # the share of the tiles that mining touches
PIXELS_PER_HECTARE = 10_000 / METRES_PER_PIXEL**2
MIXTURE = ("dense", "scattered", "dense", "old", "dense", "washed")  # the styles, in the order of placing
# kind: (how many on 144 tiles, half length, half width, wanted woods raster between)
DECOYS = {
    "quarry": (3, (130, 230), (100, 170), (-0.5, 0.25)),
    "cemetery": (5, (80, 150), (60, 110), (-0.6, -0.1)),
    "building_site": (4, (100, 180), (80, 130), (-0.6, -0.12)),
    "snow": (6, (150, 330), (110, 220), (-0.6, 0.0)),
    "clear_cut": (16, (140, 330), (80, 190), (0.12, 0.9)),
}


@lru_cache(maxsize=2)
def make_plan(seed: int, n_tiles: int) -> Plan:
    size = n_tiles * TILE
    rng = np.random.default_rng([seed, n_tiles])
    grid = make_grid(size)
    village = (float(rng.uniform(0.28, 0.4) * size), float(rng.uniform(0.28, 0.42) * size))
    line = meander(size, rng)
    rasters = river_rasters(grid, line)
    rasters["oxbow"] = oxbow_raster(grid, line, rng)
    sectors = make_sectors(size, rng, village, line)
    rasters |= land_rasters(grid, seed, sectors, rasters["river"])
    roads = plan_roads(size, village, rng)
    houses, spots = plan_village(size, roads, village, rng)
    rasters["village"] = np.zeros(grid.shape, dtype=np.float32)
    for spot in spots:
        rows, columns = _cells_of(spot)
        rasters["village"][rows, columns] = 1
    _open_village(rasters)
    plan = Plan(seed, size, sectors, rasters, roads, [], spots, houses)
    plan.mines.extend(place_mines(plan, n_tiles, rng))
    plan.spots.extend(place_decoys(plan, n_tiles, rng))
    plan.roads.extend(_tracks_to_mines(plan, rng) + plan_rides(size, rng))
    return plan


def _cells_of(spot: Spot) -> tuple[slice, slice]:
    reach = 40
    low_x, low_y = int((spot.x - reach + PAD) // 8), int((spot.y - reach + PAD) // 8)
    return slice(max(low_y, 0), max(low_y + 11, 0)), slice(max(low_x, 0), max(low_x + 11, 0))


def _open_village(rasters: dict[str, FloatArray]) -> None:
    rasters["woods"] -= 1.2 * rasters["village"]


def _spread(box: tuple[float, float, float, float]) -> tuple[float, float, float]:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x, y, float(np.hypot(box[2] - box[0], box[3] - box[1]) / 2)


def _free(plan: Plan, box: tuple[float, float, float, float], *, gap: float) -> bool:
    if min(box[:2]) < 24 or max(box[2:]) > plan.size - 24:
        return False
    others = [mine.box for mine in plan.mines]
    others += [spot.box for spot in plan.spots if spot.kind not in ("yard", "garden")]
    if any(
        box[0] < o[2] + gap and o[0] < box[2] + gap and box[1] < o[3] + gap and o[1] < box[3] + gap
        for o in others
    ):
        return False
    x, y = (
        part.ravel().astype(np.float32)
        for part in np.meshgrid(np.linspace(box[0], box[2], 9), np.linspace(box[1], box[3], 9))
    )
    if plan.at("village", x, y).max() > 0 or plan.at("river", x, y).min() < 60:
        return False
    paved = plan.roads[0].points
    return not bool(((paved > np.array(box[:2]) - 20) & (paved < np.array(box[2:]) + 20)).all(axis=1).any())


def make_mine(x: float, y: float, area_ha: float, rng: np.random.Generator, style: str) -> Mine:
    n = int(rng.integers(1, 3)) if area_ha < 2 else int(rng.integers(2, 5))
    shares = rng.dirichlet(np.full(n, 3.0))
    lobes, cx, cy = [], x, y
    for share in shares:
        radius = np.sqrt(share * 1.15 * area_ha * PIXELS_PER_HECTARE / np.pi)
        stretch, angle = rng.uniform(1.0, 1.7), rng.uniform(0, np.pi)
        lobes.append((cx, cy, radius * np.sqrt(stretch), radius / np.sqrt(stretch), angle))
        turn = rng.uniform(0, 2 * np.pi)
        cx, cy = cx + 1.35 * radius * np.cos(turn), cy + 1.35 * radius * np.sin(turn)
    pitch = rng.uniform(14, 19) if style != "scattered" else rng.uniform(20, 27)
    water = float(rng.choice([0.03, 0.08, 0.25]))
    return Mine(
        x, y, np.array(lobes, dtype=np.float32), style, float(pitch), water, int(rng.integers(1 << 20))
    )


def place_mines(plan: Plan, n_tiles: int, rng: np.random.Generator) -> list[Mine]:
    touched: set[tuple[int, int]] = set()
    least, most = (max(1.0, share * n_tiles**2) for share in SHARE_OF_TILES)
    small = n_tiles < 4
    n_zones = 1 if small else 3
    zones = rng.permutation([(x, y) for x in range(n_zones) for y in range(n_zones)])
    cluster: tuple[float, float] | None = None
    found = len(plan.mines)
    for _ in range(6000):
        if len(touched) >= least:
            break
        style = MIXTURE[len(plan.mines) % len(MIXTURE)]
        area = rng.uniform(0.8, 1.6) if small else float(np.exp(rng.uniform(np.log(1.6), np.log(11.0))))
        turn = rng.uniform(0, 2 * np.pi)
        if cluster is None:
            x, y = (zones[len(plan.mines) % len(zones)] + rng.uniform(0, 1, 2)) / n_zones * plan.size
        else:
            x, y = cluster[0] + 620 * np.cos(turn), cluster[1] + 620 * np.sin(turn)
        mine = make_mine(float(x), float(y), area, rng, style)
        tiles = touched_tiles(mine)
        if len(touched | tiles) > max(most, 4 if small else 0) or not _suits_mining(plan, mine):
            cluster = cluster if rng.uniform() < 0.8 else None
            continue
        plan.mines.append(mine)
        touched |= tiles
        cluster = (mine.x, mine.y) if rng.uniform() < 0.55 else None
    mines = plan.mines[found:]
    del plan.mines[found:]
    return mines


def _suits_mining(plan: Plan, mine: Mine) -> bool:
    x, y = (np.array([value], dtype=np.float32) for value in (mine.x, mine.y))
    woods, wet = float(plan.at("woods", x, y)[0]), float(plan.at("wet", x, y)[0])
    return (-0.22 < woods < 0.55 or wet > 0.45) and _free(plan, mine.box, gap=10)


def touched_tiles(mine: Mine) -> set[tuple[int, int]]:
    left, top, right, bottom = mine.box
    x, y = (
        np.arange(left, right, 12, dtype=np.float32)[None],
        np.arange(top, bottom, 12, dtype=np.float32)[:, None],
    )
    inside = lobe_field(mine, x, y) > 0.03
    columns, rows = np.broadcast_arrays(x // TILE, y // TILE)
    return {(int(c), int(r)) for c, r in zip(columns[inside], rows[inside], strict=True)}


def place_decoys(plan: Plan, n_tiles: int, rng: np.random.Generator) -> list[Spot]:
    found = len(plan.spots)
    shrink = 1.0 if n_tiles >= 4 else 0.6
    for kind, (count, lengths, widths, (low, high)) in DECOYS.items():
        wanted = max(1, round(count * n_tiles**2 / 144))
        for _ in range(400 * wanted):
            if not wanted:
                break
            x, y = rng.uniform(0, plan.size, 2)
            length, width = rng.uniform(*lengths) * shrink, rng.uniform(*widths) * shrink
            salt = int(rng.integers(1 << 20))
            spot = Spot(
                kind, float(x), float(y), float(rng.normal(0.1, 0.12)), float(length), float(width), salt
            )
            woods = float(plan.at("woods", np.array([x]), np.array([y]))[0])
            if low < woods < high and _free(plan, spot.box, gap=30):
                plan.spots.append(spot)
                wanted -= 1
    spots = plan.spots[found:]
    del plan.spots[found:]
    return spots


def _tracks_to_mines(plan: Plan, rng: np.random.Generator) -> list[Road]:
    road_points = np.concatenate([resample(road.points, 40) for road in plan.roads])
    tracks = []
    for mine in plan.mines:
        here = np.array([mine.x, mine.y], dtype=np.float32)
        start = road_points[np.argmin(np.hypot(*(road_points - here).T))]
        line = wander(start, here, rng, 0.14)
        tracks.append(Road("track", line, 5.5))
        road_points = np.concatenate([road_points, line])
    return tracks
