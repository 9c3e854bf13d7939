"""Groups of features that belong together: what an extractor says of its numbers, and a classifier uses."""

from __future__ import annotations

from typing import NamedTuple


class Block(NamedTuple):
    """`n_features` columns side by side. In a block of `one_unit` a number that varies more says more, as in
    a projection; otherwise each is measured in its own deviations, as grey levels beside shares.

    The Gaussian of likeness is `smoothness` times as wide (in squared distance) as usual: a wider one says
    more of ground unlike any that was learnt from. `share` is what the block counts beside the others."""

    n_features: int
    one_unit: bool = False
    smoothness: float = 1.0
    share: float = 1.0
