"""All that the consensus is made of, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from labeling.consensus.dawid_skene import Estimate, Floats, Ints, Priors, Votes, dawid_skene
from labeling.consensus.responses import ON_NEGATIVE, ON_POSITIVE, POSITIVE, PREVALENCE

PRIORS = Priors(np.array([ON_NEGATIVE, ON_POSITIVE]), prevalence=PREVALENCE)
STRIDE = 65_536
"""More than a tile has superpixels: an item is its tile's key times this, plus the superpixel's number."""


@dataclass(frozen=True)
class Ballots:
    votes: Votes
    item_keys: Ints
    """(n_items,): label tile times STRIDE plus superpixel, ascending."""
    contributors: list[UUID]
    gold: Floats
    """(n_items,): 0 or 1 where an expert has answered, else NaN."""
    seconds: dict[UUID, list[float]] = field(default_factory=dict)
    """How long each finished tile was on the screen, where that was recorded."""
    tiles: dict[UUID, int] = field(default_factory=dict)
    """How many tiles each has finished."""
    tutorial: dict[UUID, list[tuple[bool, bool]]] = field(default_factory=dict)
    """Answers of the tutorial: (truth, answer), True for yes."""

    def estimate(self) -> Estimate:
        return dawid_skene(self.votes, PRIORS, gold=self.gold, positive=POSITIVE)

    def spread(self, keys: Ints, values: Floats) -> Floats:
        """(n_items,): `values` (n,) at the items that `keys` (n,) names, NaN at all others; keys that nobody
        has voted on are left out."""
        found = np.full(len(self.item_keys), np.nan)
        if len(found):
            places = np.minimum(np.searchsorted(self.item_keys, keys), len(found) - 1)
            known = self.item_keys[places] == keys
            found[places[known]] = values[known]
        return found
