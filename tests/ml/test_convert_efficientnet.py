"""Published weights converted: on a tiny file in PyTorch's format of before 1.6, made without PyTorch."""

import importlib.util
import io
import os
import pickle
import sys
from collections import OrderedDict
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def convert() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "convert_efficientnet", ROOT / "scripts/convert_efficientnet.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class _Tensor:
    def __init__(self, key: str, array: NDArray[np.float32]) -> None:
        self.key, self.array = key, array


class _Writer:
    """Writes the few opcodes that PyTorch's pickles of tensors consist of."""

    def __init__(self) -> None:
        self.out = io.BytesIO()

    def value(self, value: Any) -> None:
        self.out.write(pickle.dumps(value, protocol=2)[2:-1])

    def tensor(self, tensor: _Tensor) -> None:
        array = tensor.array
        self.out.write(b"ctorch._utils\n_rebuild_tensor_v2\n(")
        self.out.write(b"(")
        self.value("storage")
        self.out.write(b"ctorch\nFloatStorage\n")
        for part in (tensor.key, "cpu", array.size, None):
            self.value(part)
        self.out.write(b"tQ")  # a tuple, given to persistent_load
        self.value(0)
        self.value(array.shape)
        self.value(tuple(step // array.itemsize for step in array.strides))
        self.value(False)
        self.value(OrderedDict())
        self.out.write(b"tR")


def make_file(tensors: dict[str, NDArray[np.float32]]) -> io.BytesIO:
    writer = _Writer()
    for value in (0x1950A86A20F9469CFC6C, 1001, {"protocol_version": 1001, "little_endian": True}):
        writer.out.write(pickle.dumps(value, protocol=2))
    writer.out.write(b"\x80\x02ccollections\nOrderedDict\n)R(")
    for number, (name, array) in enumerate(tensors.items()):
        writer.value(name)
        writer.tensor(_Tensor(str(number), array))
    writer.out.write(b"u.")
    writer.out.write(pickle.dumps([str(number) for number in range(len(tensors))], protocol=2))
    for array in tensors.values():
        writer.out.write(array.size.to_bytes(8, "little"))
        writer.out.write(array.tobytes(order="A"))
    writer.out.seek(0)
    return writer.out


def test_tensors_are_read_whatever_the_order_of_their_numbers(convert: ModuleType) -> None:
    plain = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    other = np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3))
    found = convert.read_tensors(make_file({"plain": plain, "other": other}))
    assert set(found) == {"plain", "other"}
    assert np.array_equal(found["plain"], plain) and np.array_equal(found["other"], other)


class _Evil:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, ("false",)


def test_a_pickle_that_asks_for_anything_else_is_refused(convert: ModuleType) -> None:
    file = io.BytesIO(
        b"".join(
            pickle.dumps(value, protocol=2)
            for value in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}, {"weight": _Evil()})
        )
    )
    with pytest.raises(pickle.UnpicklingError, match="system, which no tensor needs"):
        convert.read_tensors(file)


@pytest.mark.parametrize("content", [pickle.dumps(1), pickle.dumps(0x1950A86A20F9469CFC6C) + pickle.dumps(2)])
def test_another_format_is_refused(convert: ModuleType, content: bytes) -> None:
    with pytest.raises(ValueError, match=r"before 1\.6"):
        convert.read_tensors(io.BytesIO(content))


def test_a_tensor_beyond_its_storage_is_refused(convert: ModuleType) -> None:
    tensor = convert.Tensor(convert.Storage("0", "<f4", 4), 1, (2, 2), (2, 1))
    with pytest.raises(ValueError, match="beyond"):
        convert._view(tensor, np.zeros(4, dtype=np.float32))
    negative = convert.Tensor(convert.Storage("0", "<f4", 4), 3, (2,), (-1,))
    with pytest.raises(ValueError, match="not plain"):
        convert._view(negative, np.zeros(4, dtype=np.float32))


def test_a_normalisation_is_folded_into_its_convolution(convert: ModuleType) -> None:
    random = np.random.default_rng(0)
    tensors = {"c.weight": random.normal(size=(3, 2, 1, 1))}
    tensors |= {f"n.{word}": random.normal(size=3) for word in ("weight", "bias", "running_mean")}
    tensors["n.running_var"] = random.random(3)
    weight, bias = convert._fold(tensors, "c", "n")
    given = random.normal(size=2)
    convolved = tensors["c.weight"][:, :, 0, 0] @ given
    normal = (convolved - tensors["n.running_mean"]) / np.sqrt(tensors["n.running_var"] + 1e-3)
    assert weight[:, :, 0, 0] @ given + bias == pytest.approx(
        normal * tensors["n.weight"] + tensors["n.bias"]
    )


def test_only_what_the_expansion_of_block_eleven_needs_is_kept(convert: ModuleType) -> None:
    kept = ["stem.weight", "blocks.0.project.bias", "blocks.10.depthwise.weight", "blocks.11.expand.weight"]
    left = ["blocks.11.depthwise.weight", "blocks.12.expand.bias", "head.weight", "top.bias"]
    assert all(convert.is_kept(name) for name in kept) and not any(convert.is_kept(name) for name in left)
