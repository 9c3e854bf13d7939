from functools import cache
from pathlib import Path

import numpy as np
import pytest

from ml.blocks import Block
from ml.bundle import ModelBundle
from ml.classifier import train_classifier
from ml.errors import BundleError, FeatureError, VersionMismatch
from ml.prevalence import SHARES, PrevalenceError
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
    assert np.array_equal(loaded.predict(features, 0.03), bundle.predict(features, 0.03))
    assert np.array_equal(loaded.novelty(features), bundle.novelty(features))
    assert loaded.thresholds_at(0.03) == bundle.thresholds_at(0.03)
    assert loaded.learnt_share == bundle.learnt_share == 0.5


def test_saving_again_replaces_the_model_and_leaves_nothing_behind(tmp_path: Path) -> None:
    bundle = make_bundle()
    bundle.save(tmp_path / "model")
    bundle.save(tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_folder_that_is_no_model_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(BundleError, match="is no model"):
        make_bundle().save(tmp_path / "photos")


@pytest.mark.parametrize("name", ["classifier.ubj", "kernel.npz", "out_of_fold.npz", "seen.npz"])
def test_a_torn_file_is_noticed(tmp_path: Path, name: str) -> None:
    path = make_bundle().save(tmp_path / "model") / name
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(BundleError, match=f"{name} is damaged"):
        ModelBundle.load(tmp_path / "model")


@pytest.mark.parametrize("card", ["", "{}", "[1]", '{"format": 2}', '{"format": 99}'])
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


def test_what_was_predicted_is_corrected_without_features() -> None:
    bundle, features = make_bundle(), make_data(seed=2)[0]
    plain, there = bundle.predict(features), bundle.predict(features, 0.02)
    assert (there < plain).all() and there.dtype == np.float32
    assert bundle.correct(plain, 0.02) == pytest.approx(there, rel=1e-3)
    assert np.array_equal(bundle.correct(plain), plain)
    assert bundle.predict(features, bundle.learnt_share) == pytest.approx(plain, abs=1e-6)


def test_thresholds_go_with_the_share() -> None:
    bundle = make_bundle()
    assert bundle.thresholds_at() == bundle.thresholds
    assert bundle.threshold("precise", 0.02) == bundle.thresholds_at(0.02).precise
    assert bundle.threshold(0.4, 0.02) == 0.4
    with pytest.raises(PrevalenceError):
        bundle.thresholds_at(0.0)
    with pytest.raises(PrevalenceError):
        bundle.predict(make_data()[0], 1.0)


def test_the_card_says_what_to_expect_where_positives_are_rare() -> None:
    card = make_bundle().card()
    assert [row["share"] for row in card["expected"]] == list(SHARES)
    for row in card["expected"]:
        assert row["threshold"] == make_bundle().thresholds_at(row["share"]).precise
        for figure in ("precision", "recall", "false_per_1000_tiles"):
            assert row[figure]["low"] <= row[figure]["value"] <= row[figure]["high"]
    assert card["metrics"]["cross_validation_by_land"] is None
    assert card["learnt_share"] == 0.5


def test_the_share_of_a_region_is_estimated_from_what_is_predicted() -> None:
    bundle = make_bundle()
    features, labels, _ = make_data(4000, seed=3)
    kept = np.flatnonzero(~labels | (np.arange(4000) % 20 == 0))
    found = bundle.estimate_share(bundle.predict(features[kept]), groups=kept // 4)
    assert found.low < labels[kept].mean() < found.high


def test_features_of_another_width_have_no_novelty() -> None:
    with pytest.raises(FeatureError, match="takes 6 features"):
        make_bundle().novelty(np.zeros((2, 5), dtype=np.float32))
