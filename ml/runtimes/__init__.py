"""What runs a network: the same weights and, within a stated tolerance, the same numbers everywhere."""

from __future__ import annotations

import importlib.util
from typing import Any

from ml.errors import UnknownRuntime
from ml.runtimes.base import TOLERANCE, Runtime

RUNTIMES = ("tensorflow", "openvino")
AUTOMATIC = "auto"

__all__ = ["AUTOMATIC", "RUNTIMES", "TOLERANCE", "Runtime", "choose_runtime", "has_gpu", "start_runtime"]


def choose_runtime(wanted: str) -> str:
    """The runtime of that name; for `auto` OpenVINO where it is installed and there is no GPU for TensorFlow.

    Raises `UnknownRuntime` for another name, and for a runtime that is not installed.
    """
    if wanted == AUTOMATIC:
        return "openvino" if _is_installed("openvino") and not has_gpu() else "tensorflow"
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
    from ml.runtimes.on_tensorflow import TensorFlowRuntime

    reference = TensorFlowRuntime(network)
    if not has_gpu():
        return reference
    from ml.runtimes.batching import BatchingRuntime

    return BatchingRuntime(reference)


def _is_installed(library: str) -> bool:
    return importlib.util.find_spec(library) is not None


def has_gpu() -> bool:
    """Whether TensorFlow is installed and sees a GPU; loads TensorFlow."""
    if not _is_installed("tensorflow"):
        return False
    import tensorflow

    return bool(tensorflow.config.list_physical_devices("GPU"))
