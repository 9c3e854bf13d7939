"""What runs a network: the same weights and, within a stated tolerance, the same numbers everywhere."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ml.errors import UnknownRuntime
from ml.runtimes.base import TOLERANCE, Runtime

KERAS_BACKENDS = ("tensorflow", "jax", "torch")
RUNTIMES = ("tensorflow", "openvino", "jax", "torch")
AUTOMATIC = "auto"
DEVICES = Path("/dev")
"""Where an NVIDIA GPU has a file: `nvidia0` and so on, under Windows' Linux `dxg`."""

__all__ = [
    "AUTOMATIC",
    "KERAS_BACKENDS",
    "RUNTIMES",
    "TOLERANCE",
    "Runtime",
    "choose_runtime",
    "has_gpu",
    "keras_backend",
    "start_runtime",
]


def choose_runtime(wanted: str) -> str:
    """The runtime of that name; for `auto` OpenVINO where it is installed and there is no GPU for Keras, else
    Keras' backend.

    Raises `UnknownRuntime` for another name, and for a runtime that is not installed.
    """
    if wanted == AUTOMATIC:
        return "openvino" if _is_installed("openvino") and not has_gpu() else keras_backend()
    if wanted not in RUNTIMES:
        raise UnknownRuntime(f"There is no runtime {wanted!r}; choose auto or one of {', '.join(RUNTIMES)}.")
    if not _is_installed(wanted):
        raise UnknownRuntime(f"The runtime {wanted} is not installed; install it, or choose auto.")
    return wanted


def start_runtime(name: str, network: Any) -> Runtime:
    """Run `network`, a Keras model from uint8-range RGB pictures to cells, on the runtime `name` of
    `RUNTIMES`; its library is loaded only here. On a GPU pictures of several threads are run together."""
    if name == "openvino":
        from ml.runtimes.on_openvino import OpenVinoRuntime

        return OpenVinoRuntime(network)
    from ml.runtimes.on_keras import KerasRuntime

    reference = KerasRuntime(network)
    if not has_gpu(name):
        return reference
    from ml.runtimes.batching import BatchingRuntime

    return BatchingRuntime(reference)


def keras_backend() -> str:
    """What Keras runs on: what it already does, what KERAS_BACKEND says, the first that sees a GPU, or the
    first that is installed."""
    if sys.modules.get("keras"):
        return str(sys.modules["keras"].backend.backend())
    asked = os.environ.get("KERAS_BACKEND")
    if asked:
        return asked
    installed = [backend for backend in KERAS_BACKENDS if _is_installed(backend)]
    seeing = (backend for backend in installed if has_gpu(backend))
    return next(seeing, None) or next(iter(installed), KERAS_BACKENDS[0])


def has_gpu(backend: str | None = None) -> bool:
    """Whether one of Keras' backends, by default any that Keras may run on, sees a GPU. Loads its library,
    but only where there is an NVIDIA device."""
    if not any([*DEVICES.glob("nvidia[0-9]*"), *DEVICES.glob("dxg")]):
        return False
    asked = backend or os.environ.get("KERAS_BACKEND")
    return any(_is_installed(name) and _sees_gpu(name) for name in ([asked] if asked else KERAS_BACKENDS))


def _sees_gpu(backend: str) -> bool:
    looks: dict[str, Callable[[], bool]] = {
        "tensorflow": _tensorflow_sees_gpu,
        "jax": _jax_sees_gpu,
        "torch": _torch_sees_gpu,
    }
    return backend in looks and looks[backend]()


def _tensorflow_sees_gpu() -> bool:
    import tensorflow

    return bool(tensorflow.config.list_physical_devices("GPU"))


def _jax_sees_gpu() -> bool:
    return bool(importlib.import_module("jax").default_backend() == "gpu")


def _torch_sees_gpu() -> bool:
    return bool(importlib.import_module("torch").cuda.is_available())


def _is_installed(library: str) -> bool:
    return importlib.util.find_spec(library) is not None
