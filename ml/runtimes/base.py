"""What every runtime promises."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 0.02
"""How far a vector of `resnet50` on one runtime may lie from TensorFlow's in float32, as a share of its
length. Rounding to bfloat16 takes about 0.007 of it; what differs more is another version of the extractor.
The spreads of `efficientnet` move more in bfloat16; what that does to models was measured."""


class Runtime(Protocol):
    """Runs one fully convolutional network; safe to call from several threads at once."""

    @property
    def name(self) -> str: ...

    @property
    def precision(self) -> str:
        """The numbers that it multiplies: `float32`, `bfloat16` or `float16`."""
        ...

    def run(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Pictures uint8 RGB (n, rows, columns, 3), sides whole numbers of cells, in; the network's last
        map, float32 (n, cell rows, cell columns, channels), out."""
        ...
