from pathlib import Path

import numpy as np
import pytest

from ml.errors import StoreError, StoreFull, VersionMismatch
from ml.feature_store import Chunk, FeatureStore, StoreKey, as_stored

KEY = StoreKey("2026-05", "abc", "texture", "2")


def make_chunk(n: int = 5) -> Chunk:
    features = np.random.default_rng(0).normal(0, 10, (n, 8)).astype(np.float32)
    return Chunk(np.array(["1203"] * n), np.arange(1, n + 1, dtype=np.int32), features)


def test_a_chunk_comes_back_within_half_precision(tmp_path: Path) -> None:
    store, chunk = FeatureStore(tmp_path, KEY), make_chunk()
    store.write("1203", chunk)
    found = store.read("1203")
    assert found.features == pytest.approx(chunk.features, rel=1e-3)
    assert np.array_equal(found.superpixels, chunk.superpixels)
    assert found.quadkeys.tolist() == chunk.quadkeys.tolist()
    assert store.names() == ["1203"]


@pytest.mark.parametrize("kept", [0, 10, 200, -1])
def test_a_torn_chunk_is_named_with_what_to_do(tmp_path: Path, kept: int) -> None:
    store = FeatureStore(tmp_path, KEY)
    path = store.write("1203", make_chunk())
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(StoreError, match=r"1203\.npz.*again"):
        store.read("1203")


def test_a_chunk_of_another_version_is_refused(tmp_path: Path) -> None:
    path = FeatureStore(tmp_path, KEY).write("1203", make_chunk())
    other = FeatureStore(tmp_path, StoreKey("2026-05", "abc", "texture", "3"))
    other.folder.mkdir()
    path.rename(other.path("1203"))
    with pytest.raises(VersionMismatch, match="compute it again"):
        other.read("1203")


def test_a_missing_chunk_is_called_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        FeatureStore(tmp_path, KEY).read("1203")


def test_features_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    chunk = make_chunk()
    chunk.features[0, 0] = np.inf
    with pytest.raises(StoreError, match="finite"):
        FeatureStore(tmp_path, KEY).write("1203", chunk)


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot name"):
        FeatureStore(tmp_path, KEY).read("../secret")


def test_the_compact_form_takes_a_byte_a_number_and_is_read_alike(tmp_path: Path) -> None:
    chunk = make_chunk(2000)
    sizes = {
        compact: FeatureStore(tmp_path / str(compact), KEY, compact=compact)
        .write("1203", chunk)
        .stat()
        .st_size
        for compact in (True, False)
    }
    found = FeatureStore(tmp_path / "True", KEY).read("1203")
    steps = np.ptp(chunk.features, axis=0) / 255
    assert (np.abs(found.features - chunk.features) <= steps * 0.51).all()
    assert found.quadkeys.tolist() == chunk.quadkeys.tolist()
    assert sizes[False] - sizes[True] == pytest.approx(2000 * 8, abs=1500)


def test_the_compact_form_keeps_wide_vectors_along_the_directions_in_which_they_vary(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    features = random.normal(size=(3000, 40)) @ random.normal(size=(40, 500)) * 7 + 20
    chunk = Chunk(np.array(["1203"] * 3000), np.arange(1, 3001, dtype=np.int32), features.astype(np.float32))
    path = FeatureStore(tmp_path, KEY, compact=True).write("1203", chunk)
    found = FeatureStore(tmp_path, KEY).read("1203").features
    assert path.stat().st_size < 3000 * 320
    errors = (found - features).std(axis=0) / features.std(axis=0)
    assert errors.max() < 0.02


@pytest.mark.parametrize("n", [0, 1])
def test_the_compact_form_holds_columns_that_do_not_vary(tmp_path: Path, n: int) -> None:
    store, chunk = FeatureStore(tmp_path, KEY, compact=True), make_chunk(n)
    store.write("1203", chunk)
    assert store.read("1203").features == pytest.approx(chunk.features)


def test_the_compact_form_refuses_what_is_not_finite(tmp_path: Path) -> None:
    chunk = make_chunk()
    chunk.features[0, 0] = np.nan
    with pytest.raises(StoreError, match="finite"):
        FeatureStore(tmp_path, KEY, compact=True).write("1203", chunk)


def test_whole_tiles_come_back_with_the_pictures_that_they_were_computed_from(tmp_path: Path) -> None:
    store = FeatureStore(tmp_path, KEY)
    tiles = {"1203": make_chunk(3).features, "1200": make_chunk(7).features}
    store.write("120", Chunk.of_tiles(tiles, {"1203": "ab12"}))
    found = store.read("120")
    assert found.pictures == {"1203": "ab12"}
    assert {name: len(vectors) for name, vectors in found.by_tile().items()} == {"1203": 3, "1200": 7}
    for name, vectors in found.by_tile().items():
        assert np.array_equal(vectors, as_stored(tiles[name]))


def test_numbers_beyond_half_precision_are_judged_but_not_kept(tmp_path: Path) -> None:
    chunk = make_chunk()
    chunk.features[0, 0] = 1e6
    assert as_stored(chunk.features)[0, 0] == 1e6
    with pytest.raises(StoreError, match="beyond 65,504"):
        FeatureStore(tmp_path, KEY).write("1203", chunk)


def test_a_full_disk_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(StoreFull, match=r"1203\.npz cannot be written \(No space left on device\); free"):
        FeatureStore(tmp_path, KEY).write("1203", make_chunk())
    assert not list(tmp_path.rglob("*.npz")) and not list(tmp_path.rglob(".1203*"))
