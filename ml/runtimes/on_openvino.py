"""OpenVINO on the CPU, in bfloat16 where the processor multiplies it: several times as fast as TensorFlow."""

from __future__ import annotations

import os
import sys
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.errors import UnknownRuntime
from ml.runtimes.on_keras import trace

# Each stream keeps the maps of one picture: for a tile 100 MiB of resnet50's, 250 MiB of efficientnet's.
MAX_STREAMS = 8


def load_openvino() -> Any:
    """The library without its telemetry, which otherwise reports each import and conversion to its maker:
    nobody who searches with Landscar has agreed to that."""
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # Python's own way to forbid an import
    import openvino

    return openvino


class OpenVinoRuntime:
    """One stream a core, each with its own request: threads that call at once share nothing and wait for
    nobody, which wastes less than all cores at one picture."""

    name = "openvino"

    def __init__(self, network: Any, *, n_streams: int | None = None, precision: str | None = None) -> None:
        """Runs a Keras model on TensorFlow. `precision` is `float32` or `bfloat16`, by default bfloat16 where
        the processor multiplies it; raises `UnknownRuntime` where it does not."""
        model = load_openvino().convert_model(trace(network).get_concrete_function())
        self._start(model, n_streams, precision)

    @classmethod
    def of_model(
        cls, model: Any, *, n_streams: int | None = None, precision: str | None = None
    ) -> OpenVinoRuntime:
        """Runs OpenVINO's own model from uint8 pictures to one map; no TensorFlow is needed."""
        runtime = cls.__new__(cls)
        runtime._start(model, n_streams, precision)
        return runtime

    def _start(self, model: Any, n_streams: int | None, precision: str | None) -> None:
        core = load_openvino().Core()
        able = _multiplies_bfloat16(core)
        self.precision = precision or ("bfloat16" if able else "float32")
        if self.precision == "bfloat16" and not able:
            raise UnknownRuntime("This processor does not multiply bfloat16; choose float32.")
        n_streams = n_streams or min(MAX_STREAMS, os.cpu_count() or 1)
        compiled = core.compile_model(model, "CPU", self._settings(n_streams))
        self._requests: SimpleQueue[Any] = SimpleQueue()
        for _ in range(n_streams):
            self._requests.put(compiled.create_infer_request())

    def _settings(self, n_streams: int) -> dict[str, str]:
        return {
            "INFERENCE_PRECISION_HINT": "bf16" if self.precision == "bfloat16" else "f32",
            "NUM_STREAMS": str(n_streams),
            "INFERENCE_NUM_THREADS": str(os.cpu_count() or 1),
        }

    def run(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `Runtime.run`."""
        request = self._requests.get()
        try:
            found = request.infer([np.ascontiguousarray(pictures)])[0]
            return np.array(found, dtype=np.float32)  # a copy: the request's own memory is used again
        finally:
            self._requests.put(request)


def _multiplies_bfloat16(core: Any) -> bool:
    return "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
