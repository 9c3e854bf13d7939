"""OpenVINO on the CPU, in bfloat16 where the processor multiplies it: several times as fast as TensorFlow."""

from __future__ import annotations

import os
import sys
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.runtimes.on_tensorflow import trace

# Each stream keeps the maps of one picture, about 100 MiB for a tile.
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

    def __init__(self, network: Any, *, n_streams: int | None = None) -> None:
        openvino = load_openvino()
        core = openvino.Core()
        self.precision = (
            "bfloat16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "float32"
        )
        n_streams = n_streams or min(MAX_STREAMS, os.cpu_count() or 1)
        model = openvino.convert_model(trace(network).get_concrete_function())
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
