import numpy as np
import pytest

from ml.blocks import Block
from ml.calibration import Calibration, fit_calibration
from ml.classifier import MAX_TREES, train_classifier
from ml.errors import FeatureError, TrainingError
from ml.evaluation import grouped_folds, recall_at_precision, score, tile_of_crop
from ml.svm import KernelScorer, fit_kernel
from ml.thresholds import ThresholdError, choose_thresholds


def make_data(n: int = 80, seed: int = 0) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Two clouds that hardly overlap, four superpixels a tile."""
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % 2 == 0
    features = rng.normal(0, 1, (n, 6)) + labels[:, np.newaxis] * 2.0
    return features.astype(np.float32), labels, [i // 4 for i in range(n)]


def test_two_clouds_are_told_apart() -> None:
    features, labels, groups = make_data()
    trained = train_classifier(features, labels, groups=groups)
    fresh, truth, _ = make_data(seed=1)
    assert ((trained.predict(fresh) >= trained.thresholds.balanced) == truth).mean() > 0.9
    assert trained.cross_validation.f1 > 0.9


def test_the_same_data_give_the_same_classifier() -> None:
    features, labels, groups = make_data()
    first, second = (train_classifier(features, labels, groups=groups, n_threads=1) for _ in range(2))
    assert np.array_equal(first.predict(features), second.predict(features))


def test_one_row_is_judged_as_among_others() -> None:
    features, labels, groups = make_data()
    trained = train_classifier(features, labels, groups=groups)
    alone = np.concatenate([trained.predict(features[i : i + 1]) for i in range(5)])
    assert alone == pytest.approx(trained.predict(features)[:5], abs=1e-5)


def test_unsure_labels_give_less_sure_answers() -> None:
    features, labels, groups = make_data()
    sure = train_classifier(features, labels, groups=groups).predict(features)
    unsure = train_classifier(features, np.where(labels, 0.7, 0.3), groups=groups).predict(features)
    assert unsure[labels].mean() < sure[labels].mean()


def test_one_class_only_is_refused() -> None:
    with pytest.raises(TrainingError, match="0 negative"):
        train_classifier(np.zeros((20, 3)), np.ones(20))


def test_too_few_labels_are_refused() -> None:
    with pytest.raises(TrainingError, match="2 positive"):
        train_classifier(np.zeros((20, 3)), np.arange(20) < 2)


def test_labels_of_one_tile_are_refused() -> None:
    features, labels, _ = make_data()
    with pytest.raises(TrainingError, match="one tile"):
        train_classifier(features, labels, groups=["a"] * len(labels))


def test_features_that_are_not_finite_are_refused() -> None:
    features, labels, groups = make_data()
    features[3, 1] = np.nan
    with pytest.raises(FeatureError, match="number 3"):
        train_classifier(features, labels, groups=groups)


def test_features_of_another_width_are_refused() -> None:
    features, labels, groups = make_data()
    with pytest.raises(FeatureError, match="takes 6 features"):
        train_classifier(features, labels, groups=groups).predict(features[:, :5])


def test_no_tile_is_on_both_sides_of_a_fold() -> None:
    _, labels, groups = make_data()
    tiles = np.array(groups)
    judged = []
    for learn, judge in grouped_folds(labels, tiles):
        assert not set(tiles[learn]) & set(tiles[judge])
        judged += list(judge)
    assert sorted(judged) == list(range(len(labels)))


def test_the_name_of_a_crop_tells_its_tile() -> None:
    assert tile_of_crop("51.5_27.6_02_Apr_2015_GMT_super_17.webp") == "51.5_27.6_02_Apr_2015_GMT"
    assert tile_of_crop("holiday.png") == "holiday"


def test_known_decisions_give_known_figures() -> None:
    labels = np.array([True, True, True, False, False])
    found = score(np.array([0.9, 0.8, 0.2, 0.7, 0.1]), labels, np.array([True, True, False, True, False]))
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert found.confusion == {
        "true_positive": 2,
        "false_positive": 1,
        "false_negative": 1,
        "true_negative": 1,
    }


def test_recall_at_a_precision_is_the_best_of_all_thresholds() -> None:
    assert recall_at_precision(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, True]), 0.95) == (
        pytest.approx(2 / 3)
    )


def test_the_two_thresholds_serve_their_purposes() -> None:
    probabilities = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.1, 0.1])
    labels = np.array([True, True, False, True, True, False, False])
    found = choose_thresholds(probabilities, labels)
    assert 0.1 < found.balanced < 0.5
    assert 0.7 < found.precise < 0.8
    assert found.precision_reached
    assert found.get("0.25") == 0.25
    for wrong in ("wild", 1.5, "nan"):
        with pytest.raises(ThresholdError):
            found.get(wrong)


def test_calibration_mends_scores_that_are_too_sure() -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0.2, 0.8, 4000)
    labels = rng.uniform(size=4000) < truth
    odds = np.log(truth / (1 - truth))
    scores = 1 / (1 + np.exp(-3 * odds))
    found = fit_calibration(scores, labels.astype(float), np.ones(4000))
    assert found.apply(scores) == pytest.approx(truth, abs=0.05)
    assert Calibration().apply(np.array([0.3])) == pytest.approx([0.3])


def test_trees_stop_when_they_no_longer_help_on_tiles_held_out() -> None:
    random = np.random.default_rng(0)
    groups, labels = [str(number // 4) for number in range(160)], np.arange(160) % 2 == 0
    noise = random.normal(size=(160, 6)).astype(np.float32)
    assert train_classifier(noise, labels, groups=groups).judge.booster.num_boosted_rounds() < MAX_TREES


def test_each_block_of_features_has_a_say_however_few_its_numbers() -> None:
    random = np.random.default_rng(0)
    labels = random.random(300) < 0.5
    telling = (labels[:, np.newaxis] + random.normal(0, 0.45, (300, 1))).astype(np.float32)
    features = np.concatenate([telling, random.normal(size=(300, 400)).astype(np.float32)], axis=1)
    lone = train_classifier(features, labels).judge.kernel
    parted = train_classifier(features, labels, blocks=(Block(1), Block(400))).judge.kernel
    new = random.random(200) < 0.5
    unseen = np.concatenate(
        [new[:, np.newaxis] + random.normal(0, 0.45, (200, 1)), random.normal(size=(200, 400))], axis=1
    ).astype(np.float32)
    right = [((kernel.margins(unseen) > 0) == new).mean() for kernel in (lone, parted)]
    assert right[1] > right[0] + 0.05


def test_a_block_counts_by_its_share() -> None:
    """Two blocks say the opposite of each other where they are judged; the larger share has its way."""
    random = np.random.default_rng(0)
    labels = np.arange(120) % 2 == 0
    telling = (2.0 * labels[:, np.newaxis] + random.normal(0, 0.3, (120, 2))).astype(np.float32)
    opposed = telling.copy()
    opposed[:, 1] = 2 - opposed[:, 1]
    for shares, wanted in (((1.0, 0.2), labels), ((0.2, 1.0), ~labels)):
        kernel = fit_kernel(
            telling,
            labels.astype(float),
            np.ones(120),
            blocks=[Block(1, share=share) for share in shares],
        )
        assert kernel.shares.tolist() == pytest.approx(shares)
        assert ((kernel.margins(opposed) > 0) == wanted).mean() > 0.9


def test_a_smoother_block_sees_likeness_farther_away() -> None:
    features, labels, _ = make_data()
    usual, smooth = (
        fit_kernel(
            features,
            labels.astype(float),
            np.ones(len(labels)),
            blocks=[Block(features.shape[1], smoothness=smoothness)],
        )
        for smoothness in (1.0, 3.0)
    )
    assert smooth.gammas == pytest.approx(usual.gammas / 3)


def test_a_kernel_machine_comes_back_from_its_arrays() -> None:
    features, labels, _ = make_data()
    blocks = [Block(2, share=0.5), Block(features.shape[1] - 2, one_unit=True, smoothness=2.0)]
    kernel = fit_kernel(features, labels.astype(float), np.ones(len(labels)), blocks=blocks)
    again = KernelScorer.from_arrays(kernel.arrays())
    assert np.array_equal(again.margins(features), kernel.margins(features))


def test_blocks_that_do_not_make_the_features_are_refused() -> None:
    features, labels, groups = make_data()
    with pytest.raises(TrainingError, match="do not make 6"):
        train_classifier(features, labels, groups=groups, blocks=(Block(2), Block(3)))


def make_land(n: int = 80, seed: int = 0) -> tuple[np.ndarray, np.ndarray, list[int], list[str]]:
    """Two clouds, four superpixels a tile and two tiles a block of land, whose superpixels have some shade
    in common: a neighbour of the same block gives it away."""
    features, labels, groups = make_data(n, seed)
    rng = np.random.default_rng(seed + 1)
    blocks = np.array(groups) // 2
    features[:, 3:] += 3 * rng.normal(0, 1, (blocks.max() + 1, 3))[blocks].astype(np.float32)
    return features, labels, groups, [f"block {block}" for block in blocks]


def test_folds_of_land_are_judged_beside_folds_of_tiles() -> None:
    features, labels, groups, land = make_land()
    by_land = train_classifier(features, labels, groups=groups, land=land)
    by_tile = train_classifier(features, labels, groups=groups)
    assert by_land.cross_validation == by_tile.cross_validation
    assert by_land.cross_validation_by_land is not None and by_tile.cross_validation_by_land is None
    assert by_land.n_land == 10 and by_tile.n_land == 0
    assert by_land.n_groups == by_tile.n_groups == 20
    assert len(np.unique(by_land.out_of_fold.groups)) == 10
    assert len(np.unique(by_tile.out_of_fold.groups)) == 20


def test_land_moves_the_precise_threshold_and_no_probability() -> None:
    features, labels, groups, land = make_land()
    by_land = train_classifier(features, labels, groups=groups, land=land)
    by_tile = train_classifier(features, labels, groups=groups)
    assert np.array_equal(by_land.predict(features), by_tile.predict(features))
    assert by_land.thresholds.balanced == by_tile.thresholds.balanced
    for trained in (by_land, by_tile):
        record = trained.out_of_fold
        assert record.probabilities.dtype == np.float32 and np.array_equal(record.labels, labels)
        assert record.learnt_share == record.share == 0.5
        found = choose_thresholds(record.probabilities, record.labels)
        chosen = max(found.precise, trained.thresholds.balanced)
        assert trained.thresholds.precise == pytest.approx(chosen, abs=1e-6)
    assert by_land.thresholds.precise != by_tile.thresholds.precise


def test_unsure_and_weighted_labels_make_the_learnt_share() -> None:
    features, labels, groups = make_data()
    trained = train_classifier(
        features, np.where(labels, 0.9, 0.2), np.where(labels, 1.0, 3.0), groups=groups
    )
    assert trained.out_of_fold.learnt_share == pytest.approx((0.9 + 3 * 0.2) / 4)
    assert trained.out_of_fold.share == pytest.approx(1 / 4)


def test_too_few_blocks_of_land_leave_the_folds_of_tiles() -> None:
    features, labels, groups, _ = make_land()
    trained = train_classifier(features, labels, groups=groups, land=["here"] * len(labels))
    assert trained.cross_validation_by_land is None and trained.n_land == 0


def test_a_tile_in_two_blocks_of_land_is_refused() -> None:
    features, labels, groups, land = make_land()
    with pytest.raises(TrainingError, match="two blocks"):
        train_classifier(features, labels, groups=groups, land=["elsewhere", *land[1:]])
    with pytest.raises(TrainingError, match="give one each"):
        train_classifier(features, labels, groups=groups, land=land[1:])


def test_trained_ground_is_known_and_other_ground_is_not() -> None:
    features, labels, groups, land = make_land(160)
    seen = train_classifier(features, labels, groups=groups, land=land).seen
    assert seen.novelty(features + 20).min() == 1.0
    assert seen.novelty(make_land(160, seed=5)[0]).mean() < 0.9
