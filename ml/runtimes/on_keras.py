"""The reference: Keras' network as one graph of Keras' backend, in the arithmetic that it was built for."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.errors import UnknownRuntime

Run = Callable[[NDArray[np.uint8]], Any]


def load_keras(backend: str) -> Any:
    """Keras on `tensorflow`, `jax` or `torch`; raises `UnknownRuntime` when it is not installed, or already
    runs on another in this process."""
    if "keras" not in sys.modules:
        os.environ["KERAS_BACKEND"] = backend
    try:
        import keras
    except ImportError as error:
        raise UnknownRuntime(
            f"Keras cannot be loaded on {backend} ({error}); install openvino, or keras with {backend}."
        ) from error
    if keras.backend.backend() != backend:
        raise UnknownRuntime(
            f"Keras already runs on {keras.backend.backend()} in this process and cannot change to "
            f"{backend}; start it with KERAS_BACKEND={backend}."
        )
    return keras


class KerasRuntime:
    """Traced once: calling a Keras model layer by layer takes several times as long. TensorFlow's graph
    takes pictures of all sizes; JAX compiles one for each size."""

    def __init__(self, network: Any) -> None:
        import keras

        self.name = str(keras.backend.backend())
        self.precision = str(network.layers[-1].compute_dtype)
        self._run: Run = {"tensorflow": trace, "jax": _on_jax, "torch": _on_torch}[self.name](network)

    def run(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `Runtime.run`."""
        return np.asarray(self._run(pictures), dtype=np.float32)


def trace(network: Any) -> Any:
    """A TensorFlow function from uint8 pictures (n, rows, columns, 3) to what `network` makes of them."""
    import tensorflow

    def run(pictures: Any) -> Any:
        found = network(tensorflow.cast(pictures, tensorflow.float32), training=False)
        return tensorflow.cast(found, tensorflow.float32)

    shape = tensorflow.TensorSpec((None, None, None, 3), tensorflow.uint8, name="pictures")
    return tensorflow.function(run, input_signature=[shape])


def _on_jax(network: Any) -> Run:
    jax = importlib.import_module("jax")

    trainable = [variable.value for variable in network.trainable_variables]
    other = [variable.value for variable in network.non_trainable_variables]

    def run(trainable: Any, other: Any, pictures: Any) -> Any:
        return network.stateless_call(trainable, other, pictures.astype("float32"), training=False)[0]

    compiled = jax.jit(run)

    def run_padded(pictures: NDArray[np.uint8]) -> Any:
        # Each number of pictures is compiled anew, which takes seconds: so only powers of two.
        missing = (1 << (len(pictures) - 1).bit_length()) - len(pictures)
        filled = np.pad(pictures, ((0, missing), (0, 0), (0, 0), (0, 0)))
        return jax.device_get(compiled(trainable, other, filled))[: len(pictures)]

    return run_padded


def _on_torch(network: Any) -> Run:
    torch = importlib.import_module("torch")

    device = network.variables[0].value.device

    def run(pictures: NDArray[np.uint8]) -> Any:
        with torch.no_grad():
            given = torch.from_numpy(np.array(pictures)).to(device).float()
            return network(given, training=False).cpu().numpy()

    return run
