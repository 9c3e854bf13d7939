"""Weights of a network, drawn once: ImageNet's cannot be had without the network."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def random_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of ResNet50 without its last layer, as Keras saves them."""
    keras = pytest.importorskip("keras")
    keras.utils.set_random_seed(0)
    path: Path = tmp_path_factory.mktemp("weights") / "random.weights.h5"
    resnet = keras.applications.ResNet50(include_top=False, weights=None, input_shape=(None, None, 3))
    resnet.save_weights(path)
    return path
