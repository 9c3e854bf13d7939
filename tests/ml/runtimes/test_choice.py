import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest

from ml import runtimes
from ml.errors import UnknownRuntime
from ml.features import get_extractor
from ml.features.efficientnet import EfficientNetExtractor
from ml.runtimes.on_keras import load_keras
from tests.ml.drawing import make_meadow


def test_an_unknown_runtime_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownRuntime, match=r"'abacus'.*tensorflow, openvino, jax, torch"):
        runtimes.choose_runtime("abacus")


def test_a_runtime_that_is_not_installed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtimes, "_is_installed", lambda library: library != "openvino")
    with pytest.raises(UnknownRuntime, match="openvino is not installed"):
        runtimes.choose_runtime("openvino")


@pytest.mark.parametrize(
    ("installed", "gpu", "chosen"),
    [(True, False, "openvino"), (True, True, "tensorflow"), (False, False, "tensorflow")],
)
def test_auto_takes_the_fastest_that_is_there(
    monkeypatch: pytest.MonkeyPatch, installed: bool, gpu: bool, chosen: str
) -> None:
    monkeypatch.setattr(runtimes, "_is_installed", lambda library: installed)
    monkeypatch.setattr(runtimes, "has_gpu", lambda backend=None: gpu)
    monkeypatch.setattr(runtimes, "keras_backend", lambda: "tensorflow")
    assert runtimes.choose_runtime("auto") == chosen


def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    weights = tmp_path / "any.h5"
    weights.write_bytes(b"weights")
    monkeypatch.setenv("LANDSCAR_RESNET50_RUNTIME", "abacus")
    extractor = get_extractor(
        "resnet50", weights=weights, sha256=hashlib.sha256(weights.read_bytes()).hexdigest()
    )
    with pytest.raises(UnknownRuntime, match="abacus"):
        extractor.extract_crop(make_meadow())


def test_nothing_is_loaded_to_look_for_a_gpu_where_there_is_no_device(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looks: list[str] = []

    def look(backend: str) -> bool:
        looks.append(backend)
        return backend == "torch"

    monkeypatch.setattr(runtimes, "DEVICES", tmp_path)
    monkeypatch.setattr(runtimes, "_is_installed", lambda library: library != "jax")
    monkeypatch.setattr(runtimes, "_sees_gpu", look)
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    assert not runtimes.has_gpu() and not looks
    (tmp_path / "nvidia3").touch()
    assert runtimes.has_gpu() and looks == ["tensorflow", "torch"]
    assert runtimes.has_gpu("torch") and not runtimes.has_gpu("tensorflow")
    assert not runtimes.has_gpu("jax")


@pytest.mark.parametrize(
    ("asked", "installed", "seeing", "chosen"),
    [
        (None, {"tensorflow", "torch"}, "torch", "torch"),
        (None, {"tensorflow", "torch"}, "none", "tensorflow"),
        (None, {"jax"}, "none", "jax"),
        ("jax", {"tensorflow", "jax"}, "tensorflow", "jax"),
        (None, set(), "none", "tensorflow"),
    ],
)
def test_keras_runs_on_what_is_asked_for_what_sees_a_gpu_or_what_is_there(
    asked: str | None, installed: set[str], seeing: str, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    if asked:
        monkeypatch.setenv("KERAS_BACKEND", asked)
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.setattr(runtimes, "_is_installed", lambda library: library in installed)
    monkeypatch.setattr(runtimes, "has_gpu", lambda backend: backend == seeing)
    assert runtimes.keras_backend() == chosen


def test_keras_cannot_change_its_backend_while_it_runs() -> None:
    pytest.importorskip("keras")
    running = runtimes.keras_backend()
    load_keras(running)
    with pytest.raises(UnknownRuntime, match=f"already runs on {running}.*KERAS_BACKEND=other"):
        load_keras("other")


def test_a_machine_without_openvino_and_keras_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(UnknownRuntime, match="install openvino"):
        load_keras("tensorflow")


def test_a_processor_without_bfloat16_computes_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openvino")
    from ml.runtimes import on_openvino

    usual = EfficientNetExtractor().extract_crop(make_meadow())
    monkeypatch.setattr(on_openvino, "_multiplies_bfloat16", lambda core: False)
    plain = EfficientNetExtractor(runtime="openvino")
    found = plain.extract_crop(make_meadow())
    assert plain.runtime.precision == "float32"
    assert np.linalg.norm(found - usual) < 0.03 * np.linalg.norm(usual)
    with pytest.raises(UnknownRuntime, match="bfloat16"):
        EfficientNetExtractor(runtime="openvino", precision="bfloat16").extract_crop(make_meadow())
