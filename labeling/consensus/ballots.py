"""The evidence that the consensus is computed from, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from labeling.consensus.dawid_skene import Estimate, Floats, Ints, Priors, Votes, dawid_skene
from labeling.consensus.responses import ON_NEGATIVE, ON_POSITIVE, POSITIVE, PREVALENCE

PRIORS = Priors(np.array([ON_NEGATIVE, ON_POSITIVE]), prevalence=PREVALENCE)
STRIDE = 65_536
"""More than the superpixels of any tile. An item's key is its label tile's key times this, plus the
superpixel's number."""


@dataclass(frozen=True)
class Ballots:
    votes: Votes
    item_keys: Ints
    """(n_items,): label tile times STRIDE plus superpixel, ascending."""
    contributors: list[UUID]
    gold: Floats
    """(n_items,): 0 or 1 with an expert's answer, else NaN."""
    seconds: dict[UUID, list[float]] = field(default_factory=dict)
    """Seconds that each finished tile was on the screen, where recorded."""
    tiles: dict[UUID, int] = field(default_factory=dict)
    """Number of finished tiles."""
    tutorial: dict[UUID, list[tuple[bool, bool]]] = field(default_factory=dict)
    """Tutorial answers: (truth, answer), True for yes."""

    def estimate(self) -> Estimate:
        return dawid_skene(self.votes, PRIORS, gold=self.gold, positive=POSITIVE)

    def align(self, keys: Ints, values: Floats) -> Floats:
        """(n_items,): `values` (n,) at the items named by `keys` (n,), NaN elsewhere. Keys without votes are
        ignored."""
        aligned = np.full(len(self.item_keys), np.nan)
        if len(aligned):
            positions = np.minimum(np.searchsorted(self.item_keys, keys), len(aligned) - 1)
            known = self.item_keys[positions] == keys
            aligned[positions[known]] = values[known]
        return aligned
