import hashlib
from pathlib import Path

import numpy as np
import pytest

from ml.errors import MissingWeights
from ml.features import get_extractor
from ml.features.base import FeatureExtractor
from tests.ml.drawing import make_meadow, make_pits


@pytest.fixture(scope="module")
def weights(random_weights: Path) -> tuple[Path, str]:
    return random_weights, hashlib.sha256(random_weights.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def resnet50(weights: tuple[Path, str]) -> FeatureExtractor:
    """One for all tests: to build and compile the network takes longer than all that is asked of it."""
    return get_extractor("resnet50", weights=weights[0], sha256=weights[1])


def test_features_are_averages_of_the_cells_under_each_superpixel(resnet50: FeatureExtractor) -> None:
    picture = make_meadow(64, 128)
    labels = np.ones((64, 128), dtype=np.int32)
    labels[:, 64:] = 2
    features = resnet50.extract(picture, labels)
    assert features.shape == (2, 2048)
    assert np.isfinite(features).all()
    whole = resnet50.extract(picture, np.ones_like(labels))[0]
    assert features.mean(axis=0) == pytest.approx(whole, abs=1e-4)


def test_a_crop_is_described_as_if_it_lay_in_a_tile(resnet50: FeatureExtractor) -> None:
    tile = make_pits(320, 320)
    labels = np.full((320, 320), 2, dtype=np.int32)
    labels[96:224, 96:224] = 1
    inside = resnet50.extract(tile, labels)[0]
    crop = tile[96:224, 96:224]
    alone, bare = resnet50.extract_crop(crop), resnet50.extract(crop, np.ones((128, 128), dtype=np.int32))[0]
    assert np.linalg.norm(alone - inside) < 0.5 * np.linalg.norm(bare - inside)


def test_a_crop_of_one_pixel_has_a_vector(resnet50: FeatureExtractor) -> None:
    assert np.isfinite(resnet50.extract_crop(make_meadow(1, 1))).all()


def test_the_originals_way_takes_each_superpixel_alone(
    resnet50: FeatureExtractor, weights: tuple[Path, str]
) -> None:
    crops = get_extractor("resnet50", weights=weights[0], sha256=weights[1], way="crops")
    picture = np.concatenate([make_meadow(64, 64), make_pits(64, 64)], axis=1)
    labels = np.ones((64, 128), dtype=np.int32)
    labels[:, 64:] = 2
    found = crops.extract(picture, labels)
    assert found.shape == (2, 2048) and crops.version != resnet50.version
    for number, place in ((0, slice(0, 64)), (1, slice(64, 128))):
        assert found[number] == pytest.approx(crops.extract_crop(picture[:, place]), rel=0.05, abs=0.05)
    assert not np.allclose(found, resnet50.extract(picture, labels), rtol=0.05)


def test_the_version_tells_the_weights(weights: tuple[Path, str]) -> None:
    assert weights[1][:12] in get_extractor("resnet50", weights=weights[0], sha256=weights[1]).version


def test_other_weights_than_those_named_are_refused(weights: tuple[Path, str]) -> None:
    with pytest.raises(MissingWeights, match="SHA-256"):
        get_extractor("resnet50", weights=weights[0], sha256="0" * 64).extract_crop(make_meadow())
    with pytest.raises(MissingWeights, match="Keras publishes"):
        get_extractor("resnet50", weights=weights[0]).extract_crop(make_meadow())


def test_a_missing_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSCAR_RESNET50_WEIGHTS", "/nowhere/resnet50.h5")
    with pytest.raises(MissingWeights, match="LANDSCAR_RESNET50_WEIGHTS"):
        get_extractor("resnet50").extract_crop(make_meadow())


def test_a_failed_download_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    keras = pytest.importorskip("keras")

    def fail(*args: object, **kwargs: object) -> str:
        raise OSError("no route to host")

    monkeypatch.delenv("LANDSCAR_RESNET50_WEIGHTS", raising=False)
    monkeypatch.setattr(keras.utils, "get_file", fail)
    with pytest.raises(MissingWeights, match=r"no route to host.*texture"):
        get_extractor("resnet50").extract_crop(make_meadow())
