"""Groups of features that belong together: what an extractor says of its numbers, and a classifier uses."""

from __future__ import annotations

from typing import NamedTuple


class Block(NamedTuple):
    """`n_features` columns side by side. In a block of `one_unit` a number that varies more says more, as in
    a projection; otherwise each is measured in its own deviations, as grey levels beside shares."""

    n_features: int
    one_unit: bool = False
