from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.bundle import ModelBundle
from ml.classifier import train_classifier
from ml.errors import VersionMismatch
from ml.feature_store import Chunk, FeatureStore, StoreKey
from ml.features import get_extractor
from ml.prevalence import PrevalenceError
from ml.rescore import rescore_store

N_FEATURES = 6
PER_CHUNK = 7
NAMES = ["1200", "1201", "1202", "1203"]


@pytest.fixture(scope="module")
def model() -> ModelBundle:
    labels = np.arange(60) % 2 == 0
    features = make_features(60, 0) + labels[:, np.newaxis].astype(np.float32)
    return ModelBundle.from_training(train_classifier(features, labels), get_extractor("texture"))


@pytest.fixture
def store(tmp_path: Path, model: ModelBundle) -> FeatureStore:
    key = StoreKey("2026-05", model.segmentation.key, model.extractor, model.extractor_version)
    filled = FeatureStore(tmp_path, key)
    for seed, name in enumerate(NAMES):
        numbers = np.arange(1, PER_CHUNK + 1, dtype=np.int32)
        filled.write(name, Chunk(np.array([name] * PER_CHUNK), numbers, make_features(PER_CHUNK, seed)))
    return filled


def make_features(n: int, seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(0, 1, (n, N_FEATURES)).astype(np.float32)


def test_every_superpixel_is_judged_as_the_model_judges_it(store: FeatureStore, model: ModelBundle) -> None:
    found = list(rescore_store(store, model, n_workers=3))
    assert [chunk.name for chunk in found] == NAMES
    for chunk in found:
        assert chunk.probabilities == pytest.approx(model.predict(store.read(chunk.name).features), abs=1e-6)
        assert chunk.superpixels is not None
        assert chunk.superpixels.tolist() == list(range(1, PER_CHUNK + 1))


def test_a_torn_chunk_stops_nothing(store: FeatureStore, model: ModelBundle) -> None:
    path = store.path("1201")
    path.write_bytes(path.read_bytes()[:40])
    found = list(rescore_store(store, model))
    assert [chunk.name for chunk in found if chunk.error] == ["1201"]
    assert "1201.npz" in str(found[1].error)
    assert "analyse its tiles again" in str(found[1].error)


def test_features_of_another_version_are_refused_at_once(tmp_path: Path, model: ModelBundle) -> None:
    other = FeatureStore(tmp_path, StoreKey("2026-05", model.segmentation.key, "texture", "another"))
    with pytest.raises(VersionMismatch, match="analyse the region again"):
        next(rescore_store(other, model))


def test_some_chunks_can_be_chosen_and_progress_is_told(store: FeatureStore, model: ModelBundle) -> None:
    told: list[int] = []
    found = list(rescore_store(store, model, names=["1203", "1200"], n_workers=1, progress=told.append))
    assert [chunk.name for chunk in found] == ["1203", "1200"]
    assert told == [1, 2]


def test_no_chunk_is_no_failure(tmp_path: Path, store: FeatureStore, model: ModelBundle) -> None:
    assert list(rescore_store(FeatureStore(tmp_path / "empty", store.key), model)) == []


def test_probabilities_are_those_of_the_share_that_is_given(store: FeatureStore, model: ModelBundle) -> None:
    for chunk in rescore_store(store, model, share=0.02):
        features = store.read(chunk.name).features
        assert chunk.probabilities == pytest.approx(model.predict(features, 0.02), abs=1e-6)
    with pytest.raises(PrevalenceError):
        next(rescore_store(store, model, share=0.0))
