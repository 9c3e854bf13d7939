"""Random samples of findings, drawn within strata of similar area."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

N_STRATA = 3
MIN_PER_STRATUM = 2
"""Of fewer no spread can be told, so smaller samples have one stratum."""


@dataclass(frozen=True)
class Stratum:
    """Findings of similar area. What it holds is known, and gives its weight."""

    n_findings: int
    area_ha: float
    """Hectares of all its findings together."""
    from_ha: float
    to_ha: float


@dataclass(frozen=True)
class Draw:
    strata: list[Stratum]
    drawn: list[tuple[int, int]]
    """Of each drawn finding its index among `areas` and its stratum, from 0, in random order."""


def draw(areas: Sequence[float], size: int, seed: int) -> Draw:
    """Draw `size` findings, or all where there are fewer. `areas`: hectares, ascending, one a finding, at
    least one.

    The strata hold the same number of findings, cut at the terciles of area. Within a stratum every finding
    has the same chance. What does not divide by three goes to the larger findings, which hold most hectares.
    """
    size = min(size, len(areas))
    n_strata = N_STRATA if size >= N_STRATA * MIN_PER_STRATUM else 1
    random = Random(seed)  # noqa: S311 - a sample, not a secret
    strata, drawn = [], []
    for number in range(n_strata):
        first, end = (part * len(areas) // n_strata for part in (number, number + 1))
        n_drawn = (number + 1) * size // n_strata - number * size // n_strata
        inside = areas[first:end]
        strata.append(Stratum(len(inside), sum(inside), inside[0], inside[-1]))
        drawn += [(index, number) for index in random.sample(range(first, end), n_drawn)]
    random.shuffle(drawn)
    return Draw(strata, drawn)
