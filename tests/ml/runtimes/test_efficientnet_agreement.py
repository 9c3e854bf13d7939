"""OpenVINO and TensorFlow share oneDNN, so both are held against a network written in NumPy besides."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.features.arrays import read_arrays
from ml.features.efficientnet import STEP, WEIGHTS, WEIGHTS_SHA256, EfficientNetExtractor, start_network
from ml.features.efficientnet_network import Weights, build_keras
from ml.runtimes import TOLERANCE, Runtime, keras_backend, start_runtime
from tests.ml.drawing import make_meadow, make_pits
from tests.ml.reference_network import run_network

SIDE = 4 * STEP
PICTURES = ("chelsea", "coffee", "rocket", "drawn")
EXACT = 2e-4
"""The largest difference of a number of 0 to 6 between float32 and float64."""


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read_arrays(WEIGHTS, WEIGHTS_SHA256)


def make_picture(name: str) -> NDArray[np.uint8]:
    """Photographs like ImageNet's, which scikit-image's wheel holds, and a drawn tile."""
    if name == "drawn":
        tile = make_meadow(SIDE, SIDE)
        tile[64:192, 64:192] = make_pits(128, 128)
        return tile
    data = pytest.importorskip("skimage.data")
    photograph: NDArray[np.uint8] = getattr(data, name)()
    return photograph[:SIDE, 64 : 64 + SIDE]


@pytest.fixture(scope="module")
def expected(weights: Weights) -> dict[str, NDArray[np.float64]]:
    return {name: run_network(weights, make_picture(name)) for name in PICTURES}


@pytest.fixture(scope="module", params=["openvino", "keras"])
def runtime(request: pytest.FixtureRequest, weights: Weights) -> Runtime:
    pytest.importorskip(request.param)
    return start_network(
        "openvino" if request.param == "openvino" else keras_backend(), weights, precision="float32"
    )


@pytest.mark.parametrize("name", PICTURES)
def test_every_runtime_agrees_with_numpy(
    name: str, runtime: Runtime, expected: dict[str, NDArray[np.float64]]
) -> None:
    (found,) = runtime.run(make_picture(name)[np.newaxis])
    assert found.dtype == np.float32 and found.shape == expected[name].shape == (SIDE // 16, SIDE // 16, 672)
    assert runtime.precision == "float32"
    assert np.abs(found - expected[name]).max() < EXACT


def test_the_network_sees_something(expected: dict[str, NDArray[np.float64]]) -> None:
    """Else agreement would say nothing."""
    for cells in expected.values():
        assert 0.05 < (cells > 0).mean() < 0.98 and cells.std() > 0.1
    one, other = expected["chelsea"], expected["coffee"]
    assert np.linalg.norm(one - other) > 20 * TOLERANCE * np.linalg.norm(one)


def test_half_precision_is_within_the_tolerance(
    weights: Weights, expected: dict[str, NDArray[np.float64]]
) -> None:
    """What a GPU computes in."""
    pytest.importorskip("keras")
    runtime = start_runtime(keras_backend(), build_keras(weights, "mixed_float16"))
    assert runtime.precision == "float16"
    (found,) = runtime.run(make_picture("chelsea")[np.newaxis])
    off = np.linalg.norm(found - expected["chelsea"], axis=-1)
    assert (off / np.linalg.norm(expected["chelsea"], axis=-1)).max() < TOLERANCE


def test_a_picture_among_others_is_the_picture_alone(runtime: Runtime) -> None:
    pictures = np.stack([make_picture(name) for name in PICTURES[:3]])
    together = runtime.run(pictures)
    for number in range(len(pictures)):
        alone = runtime.run(pictures[number : number + 1])[0]
        assert np.abs(together[number] - alone).max() < EXACT


@pytest.mark.parametrize("name", PICTURES)
def test_what_the_processor_is_fastest_in_hardly_moves_spreads(name: str) -> None:
    """bfloat16 where it multiplies that: the accuracy of models is the same."""
    fastest, exact = (EfficientNetExtractor(precision=precision) for precision in (None, "float32"))
    found, wanted = (extractor.describe_crop(make_picture(name)) for extractor in (fastest, exact))
    assert np.linalg.norm(found - wanted) < 0.05 * np.linalg.norm(wanted)
