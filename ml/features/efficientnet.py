"""The default extractor: what a network trained on ImageNet sees, and colours.

EfficientNet-Lite0 (Liu, "Higher accuracy on vision models with EfficientNet-Lite", TensorFlow blog, 2020; Tan
and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019) is run up to the
widest layer of its stride of 16, the expansion of block 11, over the picture at one and a half times its
size. How much each of the 672 channels varies inside a superpixel tells mining from other ground better than
any other layer, and than means do: a pit is rare in the mean of a field. Spreads are taken in the
superpixel's bounding box, which is what a lone crop of it shows, and turned to the directions in which they
vary most on real ground, measured without labels by scripts/measure_spreads.py. Colours of the box stand
beside them with a small share. The weights lie in the package; see scripts/convert_efficientnet.py.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.blocks import Block
from ml.features import maps, pooling
from ml.features.arrays import read_arrays
from ml.features.base import check_finite, check_superpixels
from ml.features.efficientnet_network import STRIDE, Weights, build_keras, build_openvino
from ml.features.texture import describe_colours
from ml.runtimes import AUTOMATIC, Runtime, choose_runtime, has_gpu, start_runtime

FOLDER = Path(__file__).parent
WEIGHTS = FOLDER / "efficientnet_lite0.npz"
WEIGHTS_SHA256 = "719e550f95d4aa2fc6db7939a47dad6b922a17f29bf7c9d1d7c160135767e2b6"
STATISTICS = FOLDER / "efficientnet_statistics.npz"
STATISTICS_SHA256 = "e2f96a0a826b4338ce052ae31cee8041f6c74103ba911e2947fb90f0b8ec7aee"
SCALE = 1.5
CROP_MARGIN, TILE_MARGIN = 64, 32
"""Pixels of the enlarged picture, whole cells, by which it is mirrored about itself: a superpixel inside a
tile has ground round about, while the zeros that convolutions put beyond an edge are like no ground at all.
Wider ones bring a superpixel at a tile's edge no closer to its crop."""
STEP = 64
"""Sides of enlarged pictures are filled up to a multiple of this, so that a runtime meets few shapes."""
COLOUR_STEP = 4
FLOOR = 0.3
"""Added to a spread before its logarithm is taken, so that channels that hardly vary say nothing."""
N_CHANNELS = 672
FARTHEST = 6.0
"""Deviations from the mean beyond which a spread is cut."""
EVENING = 0.15
"""The power of its variance that a direction is divided by: 0 leaves it, 0.5 makes all vary alike."""
LEAST = 0.01
N_SPREADS = 256
N_COLOURS = 58
SMOOTHNESS = 3.0
COLOUR_SHARE = 0.15


class EfficientNetExtractor:
    """Spreads of ImageNet features, and colours; the runtime's library is loaded at the first picture.

    `runtime` is `openvino`, `tensorflow`, the reference, `jax`, `torch` or `auto`; see
    `ml.runtimes.choose_runtime`. `precision` is `float32`, or `bfloat16` on OpenVINO; by default OpenVINO
    computes in bfloat16 where the processor can, and Keras in 16 bits on a GPU: that moves spreads by one or
    two per cent and no figure of accuracy by as much as chance does, so all share a version. Raises
    `MissingWeights` when the package's files are absent or of another hash: the network never runs with other
    weights.
    """

    name = "efficientnet"
    version = "1"
    n_features = N_SPREADS + N_COLOURS
    blocks: tuple[Block, ...] = (
        Block(N_SPREADS, one_unit=True, smoothness=SMOOTHNESS),
        Block(N_COLOURS, share=COLOUR_SHARE),
    )

    def __init__(
        self,
        runtime: str = AUTOMATIC,
        precision: str | None = None,
        weights: Path = WEIGHTS,
        sha256: str = WEIGHTS_SHA256,
    ) -> None:
        self._asked_runtime, self._asked_precision = runtime, precision
        self._weights, self._sha256 = weights, sha256
        self._starting = threading.Lock()
        self._runtime: Runtime | None = None

    @property
    def runtime(self) -> Runtime:
        """What runs the network; started once, whichever thread asks first."""
        with self._starting:
            if self._runtime is None:
                weights = read_arrays(self._weights, self._sha256)
                name = choose_runtime(self._asked_runtime)
                self._runtime = start_network(name, weights, self._asked_precision)
            return self._runtime

    def extract(self, image: NDArray[np.uint8], labels: NDArray[np.int32]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract`; features are float32 (n_superpixels, n_features)."""
        check_superpixels(image, labels)
        return self._extract(image, pooling.Boxes(labels), TILE_MARGIN)

    def extract_crop(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract_crop`; float32 (n_features,)."""
        labels = np.ones(image.shape[:2], dtype=np.int32)
        check_superpixels(image, labels)
        vector: NDArray[np.float32] = self._extract(image, pooling.Boxes(labels), CROP_MARGIN)[0]
        return vector

    def describe_crop(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """What is turned: the logarithm of each channel's spread in a crop, float32 (N_CHANNELS,)."""
        whole = pooling.Region(slice(0, image.shape[0]), slice(0, image.shape[1]))
        found: NDArray[np.float32] = self._describe(image, [whole], CROP_MARGIN)[0]
        return found

    def _extract(self, image: NDArray[np.uint8], boxes: pooling.Boxes, margin: int) -> NDArray[np.float32]:
        spreads = _load_statistics().turn(self._describe(image, boxes.at(1), margin))
        colours = _describe_colours(image, boxes.at(COLOUR_STEP))
        return check_finite(np.concatenate([spreads, colours], axis=1), "the picture")

    def _describe(
        self, image: NDArray[np.uint8], boxes: Sequence[pooling.Region], margin: int
    ) -> NDArray[np.float32]:
        enlarged = _enlarge(image)
        cells = self.runtime.run(_mirror(enlarged, margin)[np.newaxis])[0]
        row_scale, column_scale = (
            new / (old * STRIDE) for new, old in zip(enlarged.shape[:2], image.shape[:2], strict=True)
        )
        first = margin / STRIDE
        places = [
            _Place(
                first + box.rows.start * row_scale,
                first + box.rows.stop * row_scale,
                first + box.columns.start * column_scale,
                first + box.columns.stop * column_scale,
            )
            for box in boxes
        ]
        described: NDArray[np.float32] = np.log(_spread(cells, places) + np.float32(FLOOR))
        return described


def start_network(name: str, weights: Weights, precision: str | None = None) -> Runtime:
    """The network with these weights on the runtime of that name of `ml.runtimes.RUNTIMES`; `precision` as
    for `EfficientNetExtractor`."""
    if name == "openvino":
        from ml.runtimes.on_openvino import OpenVinoRuntime

        return OpenVinoRuntime.of_model(build_openvino(weights), precision=precision)
    from ml.runtimes.on_keras import load_keras

    load_keras(name)
    halved = has_gpu(name) and precision is None
    return start_runtime(name, build_keras(weights, "mixed_float16" if halved else "float32"))


def _enlarge(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = (max(1, round(side * SCALE)) for side in image.shape[:2])
    return np.asarray(Image.fromarray(image).resize((columns, rows), Image.Resampling.BILINEAR))


def _mirror(image: NDArray[np.uint8], margin: int) -> NDArray[np.uint8]:
    """The picture with `margin` mirrored pixels on each side, and as many more below and to the right as make
    its sides multiples of `STEP`."""
    padding = [(margin, margin + -(side + 2 * margin) % STEP) for side in image.shape[:2]]
    return np.pad(image, (*padding, (0, 0)), mode="symmetric")


def _describe_colours(image: NDArray[np.uint8], boxes: Sequence[pooling.Region]) -> NDArray[np.float32]:
    """The colours of `texture` in boxes of the picture reduced `COLOUR_STEP` times, (n_boxes, N_COLOURS)."""
    reduced = np.asarray(Image.fromarray(image).reduce(COLOUR_STEP), dtype=np.float32)
    colours = maps.opponents(reduced)
    return np.stack([describe_colours(box.pick(colours)) for box in boxes])


@dataclass(frozen=True)
class _Place:
    """A box in cells, whose edges may cut through cells."""

    top: float
    bottom: float
    left: float
    right: float


def _spread(cells: NDArray[np.float32], places: Sequence[_Place]) -> NDArray[np.float32]:
    """The deviation of each channel of cells (rows, columns, channels) in each place, (n_places, channels); a
    cell counts by the share of it that lies inside."""
    found = np.empty((len(places), cells.shape[2]), dtype=np.float32)
    for number, place in enumerate(places):
        rows, row_shares = _overlap(place.top, place.bottom, cells.shape[0])
        columns, column_shares = _overlap(place.left, place.right, cells.shape[1])
        inside = cells[rows, columns].reshape(-1, cells.shape[2])
        shares = np.outer(row_shares, column_shares).ravel().astype(np.float32)
        shares /= shares.sum()
        inside = inside - shares @ inside
        found[number] = np.sqrt(shares @ (inside * inside))
    return found


def _overlap(first: float, last: float, n: int) -> tuple[slice, NDArray[np.float64]]:
    """The cells between two places on a line of `n` cells, and the share of each that lies between them."""
    start = min(int(first), n - 1)
    stop = min(n, max(start + 1, int(np.ceil(last))))
    numbers = np.arange(start, stop)
    shares = np.minimum(numbers + 1, last) - np.maximum(numbers, first)
    return slice(start, stop), np.maximum(shares, 1e-3)


@dataclass(frozen=True)
class Statistics:
    """How described superpixels vary on real ground: `mean` and `scale` (N_CHANNELS,) of each number and the
    `directions` (N_CHANNELS, N_SPREADS) in which they vary most."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    directions: NDArray[np.float32]

    @classmethod
    def of_superpixels(cls, described: NDArray[np.float32]) -> Statistics:
        """Measured over superpixels (n, N_CHANNELS)."""
        mean, scale = described.mean(axis=0), described.std(axis=0) + np.float32(1e-6)
        standard = np.clip((described - mean) / scale, -FARTHEST, FARTHEST)
        variances, directions = np.linalg.eigh(np.cov(standard.T))
        widest = slice(None, -N_SPREADS - 1, -1)
        evened = directions[:, widest] / (np.maximum(variances[widest], 0) + LEAST) ** EVENING
        return cls(mean, scale, evened.astype(np.float32))

    def turn(self, described: NDArray[np.float32]) -> NDArray[np.float32]:
        """Superpixels (n, N_CHANNELS) as float32 (n, N_SPREADS)."""
        standard = np.clip((described - self.mean) / self.scale, -FARTHEST, FARTHEST)
        found: NDArray[np.float32] = standard @ self.directions
        return found


@cache
def _load_statistics() -> Statistics:
    return Statistics(**read_arrays(STATISTICS, STATISTICS_SHA256))
