"""A lower bound for the time of a network: its operations over the machine's rate of matrix products."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.timing import best_seconds

SIDE = 2048
N_TRIES = 8
STRIDE = 32


def resnet50_operations(rows: int, columns: int) -> float:
    """Multiplications and additions of ResNet50's convolutions, with the extractor's padding."""
    import keras

    shape = (rows + -rows % STRIDE, columns + -columns % STRIDE, 3)
    network = keras.applications.ResNet50(include_top=False, weights=None, input_shape=shape)
    convolutions = [layer for layer in network.layers if isinstance(layer, keras.layers.Conv2D)]
    return float(sum(2 * layer.kernel.shape.num_elements() * _n_positions(layer) for layer in convolutions))


def _n_positions(layer: Any) -> int:
    _, rows, columns, _ = layer.output.shape
    return int(rows * columns)


def matrix_rate(runtime: str, precision: str) -> float:
    """Operations per second of the fastest of a few products of square matrices on all cores, with the
    library and number type of the network."""
    multiply = _openvino_product(precision) if runtime == "openvino" else _tensorflow_product(precision)
    multiply()
    return 2 * SIDE**3 / best_seconds(multiply, N_TRIES)


def _matrix() -> Any:
    return np.random.default_rng(0).normal(size=(SIDE, SIDE)).astype(np.float32)


def _openvino_product(precision: str) -> Any:
    from ml.runtimes.on_openvino import load_openvino

    openvino = load_openvino()
    opset8 = openvino.opset8
    given = opset8.parameter([SIDE, SIDE], np.float32)
    model = openvino.Model([opset8.matmul(given, opset8.constant(_matrix()), False, False)], [given])
    hint = "bf16" if precision == "bfloat16" else "f32"
    request = openvino.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": hint}).create_infer_request()
    matrix = _matrix()
    return lambda: request.infer([matrix], share_inputs=True, share_outputs=True)


def _tensorflow_product(precision: str) -> Any:
    import tensorflow

    matrix = tensorflow.cast(_matrix(), precision)
    return lambda: tensorflow.linalg.matmul(matrix, matrix)[0, 0].numpy()
