"""EfficientNet-Lite0 from plain arrays, as far as they go, for OpenVINO and for Keras.

Batch normalisation is folded into the convolutions; "same" padding is TensorFlow's, which puts the odd pixel
below and to the right; activations are ReLU6. Both builders walk through the same list of layers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Weights = dict[str, NDArray[np.float32]]
"""`stem`, `blocks.N.expand`, `.depthwise`, `.project` and `head`, each with `.weight` (channels out, channels
in or 1 if depthwise, rows, columns) and `.bias` (channels out,)."""
MEAN, SCALE = 127.0, 128.0
"""Taken from RGB of 0 to 255, and what is left is divided by."""
STRIDES = {1: 2, 3: 2, 5: 2, 11: 2}
"""Blocks that halve the map; the stem does, too."""
STRIDE = 16
"""Of what the package's arrays end with, the expansion of block 11."""


class Layer(NamedTuple):
    """A convolution: its name among the weights, whether a block begins with it, what it skips pixels by,
    whether each channel has a filter of its own, whether ReLU6 follows, and whether what went into the block
    is added."""

    name: str
    begins: bool = False
    stride: int = 1
    depthwise: bool = False
    relu6: bool = True
    adds_input: bool = False


def list_layers(weights: Weights) -> Iterator[Layer]:
    """All layers that there are weights for, in order."""
    yield Layer("stem", begins=True, stride=2)
    n_channels = len(weights["stem.bias"])
    for number in itertools.count():
        block, stride = f"blocks.{number}", STRIDES.get(number, 1)
        expands = f"{block}.expand.weight" in weights
        if expands:
            yield Layer(f"{block}.expand", begins=True)
        if f"{block}.depthwise.weight" not in weights:
            break
        yield Layer(f"{block}.depthwise", begins=not expands, stride=stride, depthwise=True)
        n_found = len(weights[f"{block}.project.bias"])
        yield Layer(f"{block}.project", relu6=False, adds_input=stride == 1 and n_found == n_channels)
        n_channels = n_found
    if "head.weight" in weights:
        yield Layer("head", begins=True)


def build_openvino(weights: Weights) -> Any:
    """An OpenVINO model from uint8 RGB (n, rows, columns, 3) to float32 cells (n, rows / stride, columns /
    stride, channels)."""
    from ml.runtimes.on_openvino import load_openvino

    openvino = load_openvino()
    ops = openvino.opset13
    pictures = ops.parameter([-1, -1, -1, 3], openvino.Type.u8, name="pictures")
    maps = ops.transpose(ops.convert(pictures, "f32"), np.array([0, 3, 1, 2]))
    maps = begun = ops.divide(ops.subtract(maps, np.float32(MEAN)), np.float32(SCALE))
    for layer in list_layers(weights):
        begun = maps if layer.begins else begun
        weight, bias = weights[f"{layer.name}.weight"], weights[f"{layer.name}.bias"]
        convolve = ops.group_convolution if layer.depthwise else ops.convolution
        filters = ops.constant(weight[:, np.newaxis] if layer.depthwise else weight)
        maps = convolve(maps, filters, [layer.stride] * 2, [0, 0], [0, 0], [1, 1], auto_pad="same_upper")
        maps = ops.add(maps, ops.constant(bias[np.newaxis, :, np.newaxis, np.newaxis]))
        maps = ops.clamp(maps, 0.0, 6.0) if layer.relu6 else maps
        maps = ops.add(maps, begun) if layer.adds_input else maps
    return openvino.Model([ops.transpose(maps, np.array([0, 2, 3, 1]))], [pictures], "efficientnet_lite0")


def build_keras(weights: Weights, policy: str = "float32") -> Any:
    """The same as a Keras model from RGB of 0 to 255: the reference. `policy` is Keras' name for the numbers
    that it computes in."""
    import keras

    rgb = keras.Input((None, None, 3))
    maps = begun = keras.layers.Rescaling(1 / SCALE, offset=-MEAN / SCALE, dtype=policy)(rgb)
    for layer in list_layers(weights):
        begun = maps if layer.begins else begun
        weight, bias = weights[f"{layer.name}.weight"], weights[f"{layer.name}.bias"]
        convolution = _make_convolution(keras, layer, weight, policy)
        maps = convolution(maps)
        convolution.set_weights([weight.transpose((2, 3, 0, 1) if layer.depthwise else (2, 3, 1, 0)), bias])
        maps = keras.layers.ReLU(max_value=6.0, dtype=policy)(maps) if layer.relu6 else maps
        maps = keras.layers.Add(dtype=policy)([maps, begun]) if layer.adds_input else maps
    return keras.Model(rgb, maps)


def _make_convolution(keras: Any, layer: Layer, weight: NDArray[np.float32], policy: str) -> Any:
    side, options = weight.shape[2], {"strides": layer.stride, "padding": "same", "dtype": policy}
    if layer.depthwise:
        return keras.layers.DepthwiseConv2D(side, **options)
    return keras.layers.Conv2D(len(weight), side, **options)
