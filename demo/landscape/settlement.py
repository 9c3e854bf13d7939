"""The plan of the village and of the roads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.landscape.noise import FloatArray
from demo.landscape.roads import resample, smooth_line, wander
from demo.landscape.scene import PAD, House, Road, Spot


def plan_roads(size: int, village: tuple[float, float], rng: np.random.Generator) -> list[Road]:
    centre = np.array(village, dtype=np.float32)
    lean = rng.uniform(-0.12, 0.12)
    north = np.array([village[0] + lean * size, -2 * PAD], dtype=np.float32)
    south = np.array([village[0] - lean * size, size + 2 * PAD], dtype=np.float32)
    main = np.concatenate([wander(north, centre, rng, 0.03), wander(centre, south, rng, 0.03)[1:]])
    roads = [Road("paved", resample(smooth_line(main, 12), 22), 8.5)]
    for target in ((-2 * PAD, rng.uniform(0.1, 0.5)), (size + 2 * PAD, rng.uniform(0.25, 0.6))):
        end = np.array([target[0], target[1] * size], dtype=np.float32)
        roads.append(Road("dirt", wander(centre, end, rng, 0.09), 7.0))
    return roads


def plan_rides(size: int, rng: np.random.Generator, spacing: float = 1330) -> list[Road]:
    turn = rng.uniform(0.05, 0.16)
    cos, sin = np.cos(turn), np.sin(turn)
    roads = []
    for offset in np.arange(-0.6 * size, 1.6 * size, spacing):
        for across in (False, True):
            along = np.array([-0.5 * size - PAD, 1.5 * size + PAD])
            fixed = np.full(2, offset + rng.uniform(-80, 80))
            u, v = (fixed, along) if across else (along, fixed)
            line = np.stack([u * cos - v * sin, u * sin + v * cos], axis=1)
            roads.append(Road("ride", resample(line, 60), 5.0))
    return roads


def plan_village(
    size: int, roads: list[Road], village: tuple[float, float], rng: np.random.Generator
) -> tuple[list[House], list[Spot]]:
    reach = min(1250.0, 0.18 * size)
    houses: list[House] = []
    spots: list[Spot] = []
    for road in roads[:3]:
        street = resample(road.points, 6)
        near = np.hypot(*(street - village).T) < (reach if road.kind == "paved" else 0.62 * reach)
        first = 0 if road.kind == "paved" else 20
        _plan_street(street[near][first:], road.half_width, rng, houses, spots)
    return houses, spots


def _plan_street(
    street: FloatArray, half_width: float, rng: np.random.Generator, houses: list[House], spots: list[Spot]
) -> None:
    for side in (-1, 1):
        step = 6.0
        while step < len(street) - 8:
            width = rng.uniform(54, 84)
            index = int(step)
            ahead = street[index + 3] - street[index - 3]
            angle = float(np.arctan2(ahead[1], ahead[0]))
            outward = angle + side * np.pi / 2
            if rng.uniform() < 0.9 and not _is_built_on(street[index], outward, houses):
                kerb = street[index] + (half_width + 9) * np.array([np.cos(outward), np.sin(outward)])
                plot = Plot(kerb, outward, width, rng.uniform(90, 130), rng.uniform(170, 380))
                more_houses, more_spots = _plan_plot(plot, rng)
                houses += more_houses
                spots += more_spots
            step += width / 6 + 0.4


def _is_built_on(point: FloatArray, outward: float, houses: list[House]) -> bool:
    x, y = point[0] + 46 * np.cos(outward), point[1] + 46 * np.sin(outward)
    return any(abs(house.x - x) < 50 and abs(house.y - y) < 50 for house in houses)


@dataclass(frozen=True)
class Plot:
    """A homestead's ground: where it meets the kerb, its direction, its width and its depth."""

    kerb: NDArray[np.float64]
    outward: float
    width: float
    yard: float
    garden: float

    def at(self, out: float, aside: float = 0.0) -> tuple[float, float]:
        cos, sin = np.cos(self.outward), np.sin(self.outward)
        return float(self.kerb[0] + out * cos - aside * sin), float(self.kerb[1] + out * sin + aside * cos)


def _plan_plot(plot: Plot, rng: np.random.Generator) -> tuple[list[House], list[Spot]]:
    salt = int(rng.integers(1 << 20))
    spots = [
        Spot(kind, *plot.at(start + depth / 2), plot.outward, depth / 2, plot.width / 2 - 1, salt)
        for kind, start, depth in (("yard", 0.0, plot.yard), ("garden", plot.yard, plot.garden))
    ]
    turn = plot.outward + np.pi / 2 * int(rng.integers(2)) + rng.normal(0, 0.03)
    position = plot.at(rng.uniform(22, 32), rng.uniform(-9, 4))
    houses = [House(*position, turn, rng.uniform(12, 17), rng.uniform(9, 12), 8, int(rng.integers(8)))]
    if rng.uniform() < 0.8:
        position = plot.at(plot.yard - rng.uniform(14, 30), rng.uniform(-0.36, -0.2) * plot.width)
        turn = plot.outward + rng.normal(0, 0.05)
        houses.append(House(*position, turn, rng.uniform(9, 15), rng.uniform(6, 8), 6, int(rng.integers(3))))
    if rng.uniform() < 0.6:
        position, turn = plot.at(rng.uniform(56, 70), 0.3 * plot.width), plot.outward + rng.normal(0, 0.1)
        houses.append(House(*position, turn, rng.uniform(4, 7), rng.uniform(3.5, 5), 5, 5))
    return houses, spots
