"""The reference: Keras' network as a TensorFlow graph, in the arithmetic that it was built for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


class TensorFlowRuntime:
    """Traced once for all sizes of picture: calling a Keras model layer by layer takes several times as
    long."""

    name = "tensorflow"

    def __init__(self, network: Any) -> None:
        self.precision = str(network.compute_dtype)
        self._graph = trace(network)

    def run(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `Runtime.run`."""
        return np.asarray(self._graph(pictures), dtype=np.float32)


def trace(network: Any) -> Any:
    """A TensorFlow function from uint8 pictures (n, rows, columns, 3) to what `network` makes of them."""
    import tensorflow

    def run(pictures: Any) -> Any:
        found = network(tensorflow.cast(pictures, tensorflow.float32), training=False)
        return tensorflow.cast(found, tensorflow.float32)

    shape = tensorflow.TensorSpec((None, None, None, 3), tensorflow.uint8, name="pictures")
    return tensorflow.function(run, input_signature=[shape])
