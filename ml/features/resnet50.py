"""ResNet50 trained on ImageNet, as the original method used it, run once over the whole picture.

He et al., "Deep Residual Learning for Image Recognition", 2016, in Keras' implementation. The network is
fully convolutional without its last layer: instead of a crop for each superpixel, the picture passes
through it once and its 2,048 channels are averaged inside each superpixel.
"""

from __future__ import annotations

import hashlib
import os
import threading
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ml.blocks import Block
from ml.errors import MissingWeights
from ml.features.base import check_finite, check_superpixels
from ml.runtimes import AUTOMATIC, Runtime, choose_runtime, has_gpu, start_runtime
from ml.runtimes.on_keras import load_keras

WEIGHTS_VARIABLE = "LANDSCAR_RESNET50_WEIGHTS"
HASH_VARIABLE = "LANDSCAR_RESNET50_SHA256"
RUNTIME_VARIABLE = "LANDSCAR_RESNET50_RUNTIME"
ALGORITHM_VERSION = "2"
STRIDE = 32
MARGIN = 64
"""Pixels, whole cells. With random weights it halves what a crop's vector is off from the tile's."""
CROP_SIDE = 224
CROPS_A_BATCH = 8
# Means of ImageNet's blue, green and red, which the published network expects to be taken away.
MEANS = (103.939, 116.779, 123.68)


class ResNet50Extractor:
    """ImageNet features; the libraries of the runtime are loaded at the first picture.

    `weights` is a file of the network without its last layer, by default what LANDSCAR_RESNET50_WEIGHTS
    names; its SHA-256 must be `sha256`, by default LANDSCAR_RESNET50_SHA256, or, with neither, the file
    must be the one that Keras publishes. Without a file Keras downloads its own. Raises `MissingWeights`
    when that fails or the hash differs: the network never runs with random weights.

    `way` is `whole`, one pass over the picture, or `crops`, the original's: each superpixel's bounding box is
    resized to 224 pixels by nearest neighbour and passes alone, for comparison; its vectors have a version of
    their own.

    `runtime` is `tensorflow`, the reference, `openvino`, `jax`, `torch` or `auto`, by default
    LANDSCAR_RESNET50_RUNTIME or else `auto`; see `ml.runtimes.choose_runtime`. Runtimes agree within
    `ml.runtimes.TOLERANCE`, so they share a version. Raises `UnknownRuntime`.
    """

    name = "resnet50"
    n_features = 2048

    def __init__(
        self,
        weights: Path | str | None = None,
        sha256: str | None = None,
        runtime: str | None = None,
        way: Literal["whole", "crops"] = "whole",
    ) -> None:
        self._way = way
        self._asked_weights = weights or os.environ.get(WEIGHTS_VARIABLE) or None
        self._asked_sha256 = sha256 or os.environ.get(HASH_VARIABLE) or None
        self._asked_runtime = runtime or os.environ.get(RUNTIME_VARIABLE) or AUTOMATIC
        self._starting = threading.Lock()
        self._runtime: Runtime | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All features are of one kind."""
        return (Block(self.n_features),)

    @cached_property
    def version(self) -> str:
        """The algorithm's version and the beginning of the hash of the weights."""
        way = "" if self._way == "whole" else f"{self._way}-"
        return f"{ALGORITHM_VERSION}-{way}{_sha256(self.weights)[:12]}"

    @cached_property
    def weights(self) -> Path:
        """The checked file of weights; downloads it on first use when none was named."""
        if self._asked_weights is None:
            return _download()
        path = Path(self._asked_weights)
        _check_weights(path, self._asked_sha256)
        return path

    @property
    def runtime(self) -> Runtime:
        """What runs the network; started once, whichever thread asks first."""
        with self._starting:
            if self._runtime is None:
                name = choose_runtime(self._asked_runtime)
                load_keras("tensorflow" if name == "openvino" else name)
                policy = "mixed_float16" if name != "openvino" and has_gpu(name) else "float32"
                self._runtime = start_runtime(name, build_network(self.weights, policy))
            return self._runtime

    def extract(self, image: NDArray[np.uint8], labels: NDArray[np.int32]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract`; features are float32 (n_superpixels, 2048)."""
        n_superpixels = check_superpixels(image, labels)
        if self._way == "crops":
            return check_finite(self._describe_crops(image, labels), "the picture")
        cells = self._run(image)
        shares = _cell_shares(labels, n_superpixels, cells.shape[0], cells.shape[1])
        return check_finite(shares @ cells.reshape(-1, self.n_features), "the picture")

    def extract_crop(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract_crop`; float32 (2048,). The crop is mirrored about itself before it
        passes and left out of the average there: a superpixel in a tile has ground round about, while the
        zeros that convolutions put beyond an edge are like no ground at all."""
        margin = 0 if self._way == "crops" else MARGIN
        padded = np.pad(image, ((margin, margin), (margin, margin), (0, 0)), mode="symmetric")
        labels = np.full(padded.shape[:2], 2, dtype=np.int32)
        labels[margin : margin + image.shape[0], margin : margin + image.shape[1]] = 1
        vector: NDArray[np.float32] = self.extract(padded, labels)[0]
        return vector

    def _describe_crops(self, image: NDArray[np.uint8], labels: NDArray[np.int32]) -> NDArray[np.float32]:
        crops = [_resize(image[box]) for box in ndimage.find_objects(labels) if box is not None]
        batches = [
            np.stack(crops[start : start + CROPS_A_BATCH]) for start in range(0, len(crops), CROPS_A_BATCH)
        ]
        return np.concatenate([self.runtime.run(batch).mean(axis=(1, 2)) for batch in batches])

    def _run(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The network's last map, (rows / 32, columns / 32, 2048); edges are mirrored to whole cells."""
        padding = [(0, -side % STRIDE) for side in image.shape[:2]]
        padded = np.pad(image, (*padding, (0, 0)), mode="symmetric")
        cells: NDArray[np.float32] = self.runtime.run(padded[np.newaxis])[0]
        return cells


def build_network(weights: Path, policy: str = "float32") -> Any:
    """ResNet50 without its last layer, with the weights of the file, as a Keras model from RGB from 0 to
    255 to cells; `policy` is Keras' name for the numbers that it computes in. Raises `MissingWeights` for a
    file of something else."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        resnet = keras.applications.ResNet50(include_top=False, weights=None, input_shape=(None, None, 3))
        resnet.load_weights(weights)
        rgb = keras.Input((None, None, 3))
        prepared = keras.layers.Rescaling(1.0, offset=[-mean for mean in MEANS])(keras.ops.flip(rgb, axis=-1))
        return keras.Model(rgb, resnet(prepared))
    except (OSError, ValueError, KeyError) as error:
        raise MissingWeights(
            f"{weights} holds no weights of ResNet50 without its last layer ({error}); "
            "fetch the file that ends in notop.h5 again."
        ) from error
    finally:
        keras.config.set_dtype_policy(before)


def _cell_shares(labels: NDArray[np.int32], n: int, rows: int, columns: int) -> NDArray[np.float32]:
    """(n, rows * columns) weights that average the network's cells over each superpixel's pixels."""
    cell_rows = np.minimum(np.arange(labels.shape[0]) // STRIDE, rows - 1)
    cell_columns = np.minimum(np.arange(labels.shape[1]) // STRIDE, columns - 1)
    cells = cell_rows[:, np.newaxis] * columns + cell_columns
    counts = np.bincount(((labels - 1) * (rows * columns) + cells).ravel(), minlength=n * rows * columns)
    shares = counts.reshape(n, rows * columns).astype(np.float32)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
    return shares


def _resize(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    resized = Image.fromarray(crop).resize((CROP_SIDE, CROP_SIDE), Image.Resampling.NEAREST)
    return np.asarray(resized, dtype=np.uint8)


def _check_weights(path: Path, sha256: str | None) -> None:
    if not path.is_file():
        raise MissingWeights(
            f"The weights {path} do not exist; correct {WEIGHTS_VARIABLE}, "
            "or unset it and let Keras download them."
        )
    if sha256 is not None:
        found, wanted, kind = _sha256(path), sha256.lower(), "SHA-256"
    else:
        found, wanted, kind = _md5(path), _published()[1], "MD5, which Keras publishes,"
    if found != wanted:
        raise MissingWeights(
            f"The {kind} of {path} is {found}, not {wanted}; fetch the file again, "
            f"or set {HASH_VARIABLE} to the hash of weights of your own."
        )


def _published() -> tuple[str, str]:
    """Address and MD5 of the file that Keras publishes."""
    from keras.src.applications import resnet

    address = f"{resnet.BASE_WEIGHTS_PATH}resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5"
    return address, resnet.WEIGHTS_HASHES["resnet50"][1]


def _download() -> Path:
    import keras

    address, md5 = _published()
    try:
        name = address.rsplit("/", 1)[1]
        return Path(keras.utils.get_file(name, address, cache_subdir="models", file_hash=md5))
    except Exception as error:  # Keras raises plain exceptions for every failure of the network
        raise MissingWeights(
            f"The weights of ResNet50 could not be downloaded ({error}); fetch {address} on another machine "
            f"and name the file in {WEIGHTS_VARIABLE}, or use the extractor texture."
        ) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
