from functools import cache
from pathlib import Path

import numpy as np
import pytest

from ml.blocks import Block
from ml.bundle import ModelBundle
from ml.classifier import train_classifier
from ml.errors import BundleError, VersionMismatch
from tests.ml.test_classifier import make_data


class Extractor:
    # A model reads its name, version and blocks alone; pictures are never given to it here.
    name = "texture"
    n_features = 6
    blocks = (Block(6),)

    def __init__(self, version: str = "1") -> None:
        self.version = version

    def extract(self, image: np.ndarray, labels: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def extract_crop(self, image: np.ndarray) -> np.ndarray:
        raise NotImplementedError


@cache  # nothing changes a bundle, and learning one takes a second
def make_bundle() -> ModelBundle:
    features, labels, groups = make_data()
    return ModelBundle.from_training(train_classifier(features, labels, groups=groups), Extractor())


def test_a_model_judges_the_same_after_a_round_trip(tmp_path: Path) -> None:
    bundle, features = make_bundle(), make_data(seed=2)[0]
    loaded = ModelBundle.load(bundle.save(tmp_path / "model"))
    assert np.array_equal(loaded.predict(features), bundle.predict(features))
    assert loaded.card() == bundle.card()


def test_saving_again_replaces_the_model_and_leaves_nothing_behind(tmp_path: Path) -> None:
    bundle = make_bundle()
    bundle.save(tmp_path / "model")
    bundle.save(tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_folder_that_is_no_model_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(BundleError, match="is no model"):
        make_bundle().save(tmp_path / "photos")


@pytest.mark.parametrize("name", ["classifier.ubj", "kernel.npz"])
def test_a_torn_file_is_noticed(tmp_path: Path, name: str) -> None:
    path = make_bundle().save(tmp_path / "model") / name
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(BundleError, match=f"{name} is damaged"):
        ModelBundle.load(tmp_path / "model")


@pytest.mark.parametrize("card", ["", "{}", "[1]", '{"format": 99}'])
def test_a_damaged_card_is_noticed(tmp_path: Path, card: str) -> None:
    (make_bundle().save(tmp_path / "model") / "card.json").write_text(card)
    with pytest.raises(BundleError, match=r"card\.json"):
        ModelBundle.load(tmp_path / "model")


def test_a_missing_model_is_called_missing(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="is no model"):
        ModelBundle.load(tmp_path / "nothing")


def test_features_of_another_version_are_refused() -> None:
    with pytest.raises(VersionMismatch, match="texture 1 and is given texture 2"):
        make_bundle().check_extractor(Extractor("2"))
