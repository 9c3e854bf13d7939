"""Superpixels of a region that could be findings, in arrays, so that a rule is tried in a moment.

Of each superpixel from a lowest probability (`floor`) on: its probability, hectares, outline, and which
others it touches or lies near. `judge` then gives the findings of any rule that is not below the floor,
without reading a label or a picture. NumPy and Shapely alone, so that web processes may use it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from ml.clusters import group
from ml.errors import MlError
from ml.geometry import to_degrees
from ml.rule import FindingRule

FORMAT = 1


class CandidatesError(MlError):
    """The file of a search's candidates is damaged, or a rule asks for more than it holds."""


@dataclass(frozen=True)
class Found:
    """The findings that a rule gives, numbered from 0 from west to east: the `members` int64 (k,), numbers of
    candidates, and the finding of each, `finding_of` int64 (k,); of each finding its hectares, highest
    probability, number of superpixels, and edges in degrees (n, 4): west, south, east, north."""

    members: NDArray[np.int64]
    finding_of: NDArray[np.int64]
    areas_ha: NDArray[np.float64]
    scores: NDArray[np.float64]
    sizes: NDArray[np.int64]
    bounds: NDArray[np.float64]
    n_lone: int
    """Findings for the stricter threshold alone."""

    def __len__(self) -> int:
        return len(self.areas_ha)

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.searchsorted(self.finding_of, np.arange(len(self) + 1))

    def members_of(self, finding: int) -> NDArray[np.int64]:
        """Numbers of the candidates of one finding."""
        return self.members[self._starts[finding] : self._starts[finding + 1]]


@dataclass(frozen=True)
class Candidates:
    """`tiles` int64 (t, 2) are the tiles' x and y; `tile_of` int64 (n,) is the tile of each candidate and
    `numbers` int64 (n,) its number there; `probabilities` float64 (n,), 0..1; `areas_ha` float64 (n,);
    `bounds` float64 (n, 4) in degrees; `touching` int64 (m, 2) are pairs that share an edge; `near` int64
    (k, 2) pairs that do not and are at most `max_distance_m` metres apart, and `near_m` float64 (k,) how far.
    Outlines are WKB in world pixels of `zoom`, one after the other, uint8: that of candidate i begins at
    `starts[i]` and ends before `starts[i + 1]`."""

    zoom: int
    floor: float
    max_distance_m: float
    tiles: NDArray[np.int64]
    tile_of: NDArray[np.int64]
    numbers: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    areas_ha: NDArray[np.float64]
    bounds: NDArray[np.float64]
    touching: NDArray[np.int64]
    near: NDArray[np.int64]
    near_m: NDArray[np.float64]
    starts: NDArray[np.int64]
    outlines: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.numbers)

    def judge(self, rule: FindingRule) -> Found:
        """The findings of a rule. Raises `CandidatesError` for one below the floor or for a longer
        distance."""
        self.check(rule)
        members = np.flatnonzero(self.probabilities >= rule.threshold)
        shape_of = group(len(members), _among(members, self.touching, len(self)))
        sizes = np.bincount(shape_of)
        best = _highest(self.probabilities[members], shape_of, len(sizes))
        pairs = self.near[self.near_m <= rule.cluster_distance_m] if rule.cluster_distance_m > 0 else None
        near = np.empty((0, 2), dtype=np.int64) if pairs is None else _among(members, pairs, len(self))
        cluster_of = group(len(sizes), np.unique(shape_of[near], axis=0))
        found = rule.find(sizes, best, cluster_of, self._in_positive_tile(members, shape_of, rule))
        strict = FindingRule(rule.threshold, rule.min_superpixels)
        n_clustered = int(strict.find(sizes, best, cluster_of, found).sum())
        n_lone = 0 if rule.per_tile else int(found.sum()) - n_clustered
        return self._collect(members, shape_of, found, n_lone)

    def check(self, rule: FindingRule) -> None:
        if rule.threshold < self.floor:
            raise CandidatesError(
                f"Superpixels below {self.floor:.4f} were not kept; choose a threshold from there on."
            )
        if rule.cluster_distance_m > self.max_distance_m:
            raise CandidatesError(
                f"Distances above {self.max_distance_m:.0f} m were not kept; choose a shorter one."
            )

    def shape(self, members: NDArray[np.int64]) -> MultiPolygon:
        """The union of candidates, in degrees, outer rings anticlockwise."""
        return to_degrees(shapely.union_all(self._outlines_of(members)), self.zoom)

    def _outlines_of(self, members: NDArray[np.int64]) -> list[shapely.Geometry]:
        return [
            shapely.from_wkb(self.outlines[self.starts[one] : self.starts[one + 1]].tobytes())
            for one in members.tolist()
        ]

    def positive_by_tile(self, threshold: float) -> NDArray[np.int64]:
        """Number of candidates of each tile that reach the threshold, int64 (t,)."""
        return np.bincount(self.tile_of[self.probabilities >= threshold], minlength=len(self.tiles))

    def _in_positive_tile(
        self, members: NDArray[np.int64], shape_of: NDArray[np.int64], rule: FindingRule
    ) -> NDArray[np.bool_]:
        is_positive = self.positive_by_tile(rule.threshold) >= rule.min_superpixels
        found = np.zeros(int(shape_of.max(initial=-1)) + 1, dtype=bool)
        found[shape_of[is_positive[self.tile_of[members]]]] = True
        return found

    def _collect(
        self,
        members: NDArray[np.int64],
        shape_of: NDArray[np.int64],
        found: NDArray[np.bool_],
        n_lone: int,
    ) -> Found:
        kept = found[shape_of]
        members, numbers = members[kept], (np.cumsum(found) - 1)[shape_of[kept]]
        n, edges = int(found.sum()), self.bounds[members]
        bounds = np.column_stack(
            [
                _lowest(edges[:, 0], numbers, n),
                _lowest(edges[:, 1], numbers, n),
                _highest(edges[:, 2], numbers, n),
                _highest(edges[:, 3], numbers, n),
            ]
        )
        order = np.lexsort((bounds[:, 1], bounds[:, 0]))
        rank = np.empty(n, dtype=np.int64)
        rank[order] = np.arange(n)
        finding_of = rank[numbers]
        sorting = np.argsort(finding_of, kind="stable")
        members, finding_of = members[sorting], finding_of[sorting]
        return Found(
            members=members,
            finding_of=finding_of,
            areas_ha=np.bincount(finding_of, self.areas_ha[members], n).astype(np.float64),
            scores=_highest(self.probabilities[members], finding_of, n),
            sizes=np.bincount(finding_of, minlength=n),
            bounds=bounds[order],
            n_lone=n_lone,
        )

    def pack(self) -> bytes:
        """For a file; `Candidates.unpack` reads it again. Outlines are stored apart."""
        buffer = io.BytesIO()
        arrays: dict[str, Any] = {name: getattr(self, name) for name in _STORED}
        np.savez(buffer, format=np.array(FORMAT), **arrays)
        return buffer.getvalue()

    @classmethod
    def unpack(cls, arrays: Mapping[str, NDArray[Any]], outlines: NDArray[np.uint8]) -> Candidates:
        """Raises `CandidatesError` for a damaged file or one of another layout."""
        try:
            if int(arrays["format"]) != FORMAT:
                raise CandidatesError(f"The file is not of layout {FORMAT}; prepare it again.")
            stored: dict[str, Any] = {name: arrays[name] for name in _STORED}
        except KeyError as error:
            raise CandidatesError(f"The file lacks {error}; prepare it again.") from error
        plain = {name: stored[name].item() for name in ("zoom", "floor", "max_distance_m")}
        found = cls(**stored | plain, outlines=outlines)
        if len(found.starts) != len(found) + 1 or int(found.starts[-1]) != len(outlines):
            raise CandidatesError("The outlines do not belong to these superpixels; prepare them again.")
        return found


_STORED = [name for name in Candidates.__dataclass_fields__ if name != "outlines"]


def floor_for(highest: NDArray[Any], wanted: float, max_candidates: int) -> float:
    """The lowest probability, `wanted` or above, from which on there are at most `max_candidates` of the
    probabilities `highest` (n,)."""
    above = np.sort(highest[highest >= wanted])[::-1]
    if len(above) <= max_candidates:
        return wanted
    # Equal ones are all in or all out.
    return float(np.nextafter(above[max_candidates], math.inf))


def _among(members: NDArray[np.int64], pairs: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Pairs of which both are members, by the members' places."""
    place = np.full(n, -1, dtype=np.int64)
    place[members] = np.arange(len(members))
    found = place[pairs]
    return np.asarray(found[(found >= 0).all(axis=1)], dtype=np.int64).reshape(-1, 2)


def _highest(values: NDArray[np.float64], groups: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    found = np.full(n, -math.inf)
    np.maximum.at(found, groups, values)
    return found


def _lowest(values: NDArray[np.float64], groups: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    return -_highest(-values, groups, n)
