import hashlib
from pathlib import Path

import pytest

from ml import runtimes
from ml.errors import UnknownRuntime
from ml.features import get_extractor
from tests.ml.drawing import make_meadow


def test_an_unknown_runtime_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownRuntime, match=r"'abacus'.*tensorflow, openvino"):
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
    monkeypatch.setattr(runtimes, "has_gpu", lambda: gpu)
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
