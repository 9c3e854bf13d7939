from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.features.resnet50 import build_network
from ml.runtimes import TOLERANCE, Runtime, start_runtime
from tests.ml.drawing import make_meadow, make_pits

SIDE = 256


@pytest.fixture(scope="module", params=["tensorflow", "openvino"])
def runtime(request: pytest.FixtureRequest, random_weights: Path) -> Runtime:
    pytest.importorskip(request.param)
    return start_runtime(request.param, build_network(random_weights))


@pytest.fixture(scope="module")
def reference(random_weights: Path) -> NDArray[np.float32]:
    """Keras' own preparation and Keras' own network, called as its documentation does."""
    keras = pytest.importorskip("keras")
    network = keras.applications.ResNet50(include_top=False, weights=None, input_shape=(None, None, 3))
    network.load_weights(random_weights)
    prepared = keras.applications.resnet50.preprocess_input(make_tile()[np.newaxis].astype(np.float32))
    return np.asarray(network(prepared, training=False))


def make_tile() -> NDArray[np.uint8]:
    tile = make_meadow(SIDE, SIDE)
    tile[64:192, 64:192] = make_pits(128, 128)
    return tile


def distances(found: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each cell's vector is off, as a share of its length."""
    off: NDArray[np.float32] = np.linalg.norm(found - wanted, axis=-1) / np.linalg.norm(wanted, axis=-1)
    return off


def test_every_runtime_agrees_with_keras(runtime: Runtime, reference: NDArray[np.float32]) -> None:
    found = runtime.run(make_tile()[np.newaxis])
    assert found.shape == reference.shape == (1, SIDE // 32, SIDE // 32, 2048)
    assert found.dtype == np.float32
    assert distances(found, reference).max() < (1e-3 if runtime.precision == "float32" else TOLERANCE)


def test_a_picture_among_others_is_the_picture_alone(runtime: Runtime) -> None:
    pictures = np.stack([make_meadow(), make_pits(), make_meadow(seed=2)])
    together = runtime.run(pictures)
    for number in range(len(pictures)):
        assert distances(together[number], runtime.run(pictures[number : number + 1])[0]).max() < TOLERANCE


def test_an_answer_survives_the_next_question(runtime: Runtime) -> None:
    first = runtime.run(make_meadow()[np.newaxis])
    kept = first.copy()
    runtime.run(make_pits()[np.newaxis])
    assert np.array_equal(first, kept)


def test_the_tolerance_tells_pictures_apart(runtime: Runtime) -> None:
    """Else agreement would say nothing."""
    assert (
        distances(runtime.run(make_meadow()[np.newaxis]), runtime.run(make_pits()[np.newaxis])).min()
        > TOLERANCE
    )


def test_half_precision_is_within_the_tolerance(random_weights: Path, reference: NDArray[np.float32]) -> None:
    """What a GPU computes in."""
    found = start_runtime("tensorflow", build_network(random_weights, "mixed_float16")).run(
        make_tile()[np.newaxis]
    )
    assert distances(found, reference).max() < TOLERANCE


def test_building_leaves_kerass_policy_alone(random_weights: Path) -> None:
    keras = pytest.importorskip("keras")
    build_network(random_weights, "mixed_float16")
    assert keras.config.dtype_policy().name == "float32"
