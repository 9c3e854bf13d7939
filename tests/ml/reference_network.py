"""EfficientNet-Lite0 in float64 by NumPy alone, layer by layer as the paper draws it: it shares no arithmetic
with the libraries that it judges, which share oneDNN."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Map = NDArray[np.float64]

# Channels out and stride of each block, before the one whose expansion is the last layer.
BLOCKS = [
    (16, 1),
    *[(24, 2), (24, 1)],
    *[(40, 2), (40, 1)],
    *[(80, 2), (80, 1), (80, 1)],
    *[(112, 1), (112, 1), (112, 1)],
]


def run_network(weights: dict[str, NDArray[Any]], picture: NDArray[np.uint8]) -> Map:
    """Cells (rows / 16, columns / 16, 672) of a picture (rows, columns, 3)."""
    found = _convolve(weights, "stem", (picture.astype(np.float64) - 127) / 128, stride=2)
    for number, (n_channels, stride) in enumerate(BLOCKS):
        name, begun = f"blocks.{number}", found
        if number > 0:
            found = _convolve(weights, f"{name}.expand", found)
        found = _convolve(weights, f"{name}.depthwise", found, stride=stride, depthwise=True)
        found = _convolve(weights, f"{name}.project", found, relu6=False)
        if begun.shape == found.shape:
            found = found + begun
        assert found.shape[2] == n_channels
    return _convolve(weights, f"blocks.{len(BLOCKS)}.expand", found)


def _convolve(
    weights: dict[str, NDArray[Any]],
    name: str,
    maps: Map,
    *,
    stride: int = 1,
    depthwise: bool = False,
    relu6: bool = True,
) -> Map:
    weight = weights[f"{name}.weight"].astype(np.float64)
    side = weight.shape[2]
    padding = []
    for length in maps.shape[:2]:
        total = max(0, (-(-length // stride) - 1) * stride + side - length)
        padding.append((total // 2, total - total // 2))
    windows = sliding_window_view(np.pad(maps, (*padding, (0, 0))), (side, side), axis=(0, 1))
    windows = windows[::stride, ::stride]
    if depthwise:
        found = np.einsum("rcdyx,dyx->rcd", windows, weight[:, 0])
    else:
        rows, columns = windows.shape[:2]
        found = windows.reshape(rows, columns, -1) @ weight.reshape(len(weight), -1).T
    found = found + weights[f"{name}.bias"].astype(np.float64)
    return np.clip(found, 0, 6) if relu6 else found
