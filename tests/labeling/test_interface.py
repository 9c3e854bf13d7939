import numpy as np

from campaigns.models import Campaign
from labeling import interface
from labeling.consensus.services.update_consensus import recompute_consensus
from labeling.interface import TilePrediction
from labeling.models import Answer, GoldAnswer, GoldCrop, LabelTile, Participation, Reason, TileRating
from tests.factories_labeling import answer_tile, lease_tile, make_event, make_guest, make_label_tile


def label_by_three(campaign: Campaign) -> None:
    for positive in ({1, 2}, {1, 2}, {1}):
        answer_tile(campaign, make_guest(campaign), positive)


def make_crop(campaign: Campaign, name: str, answer: str) -> GoldCrop:
    return GoldCrop.objects.create(
        campaign=campaign,
        name=name,
        picture=f"gold/{name}",
        sha256=name.ljust(64, "0"),
        answer=answer,
        group="g",
    )


def test_agreed_superpixels_become_examples(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    label_by_three(campaign)
    make_crop(campaign, "a.png", Answer.POSITIVE)
    make_crop(campaign, "b.png", Answer.UNSURE)
    examples = interface.training_examples(campaign)
    (of_tile,) = examples.tiles
    assert (of_tile.tile_id, of_tile.segmentation_id) == (tile.tile_id, tile.segmentation_id)
    assert of_tile.group == str(tile.tile)
    assert of_tile.numbers == [1, 2, 3, 4, 5, 6]
    assert [probability > 0.5 for probability in of_tile.probabilities] == [True] * 2 + [False] * 4
    assert of_tile.weights[0] > of_tile.weights[1] > 0.5
    assert [(crop.name, crop.probability) for crop in examples.crops] == [("a.png", 1.0)]
    assert (examples.n_positive, examples.n_negative) == (3, 4)


def test_open_superpixels_are_no_examples(campaign: Campaign) -> None:
    make_label_tile(campaign)
    answer_tile(campaign, make_guest(campaign), {1})
    assert interface.training_examples(campaign).tiles == []


def test_gold_that_is_neither_yes_nor_no_is_no_example(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    GoldAnswer.objects.create(label_tile=tile, superpixel=1, answer=Answer.BAD_IMAGERY)
    recompute_consensus(campaign=campaign)
    assert interface.training_examples(campaign).tiles == []


def test_the_hash_changes_with_the_examples(campaign: Campaign) -> None:
    make_label_tile(campaign)
    label_by_three(campaign)
    before = interface.training_examples(campaign).sha256
    assert interface.training_examples(campaign).sha256 == before
    make_crop(campaign, "a.png", Answer.POSITIVE)
    assert interface.training_examples(campaign).sha256 != before


def test_the_summary_counts_tiles_votes_and_superpixels(campaign: Campaign) -> None:
    make_label_tile(campaign)
    for _ in range(4):
        make_guest(campaign)
    Campaign.objects.update(positive_votes_to_agree=3)
    campaign.refresh_from_db()
    for _ in range(3):
        answer_tile(campaign, make_guest(campaign), {1, 2})
    make_label_tile(campaign, 1)
    summary = interface.labeling_summary(campaign)
    assert (summary.tiles_queued, summary.tiles_done) == (2, 1)
    assert (summary.votes, summary.contributors) == (18, 7)
    assert (summary.superpixels_positive, summary.superpixels_negative) == (2, 4)
    assert summary.superpixels_disputed == 0


def test_the_summary_counts_disputed_superpixels(campaign: Campaign) -> None:
    make_label_tile(campaign)
    label_by_three(campaign)
    summary = interface.labeling_summary(campaign)
    assert (summary.superpixels_negative, summary.superpixels_disputed, summary.tiles_done) == (4, 1, 0)


def test_only_open_events_are_listed(campaign: Campaign) -> None:
    opened = make_event(campaign)
    make_event(campaign, is_closed=True)
    assert list(interface.open_events(campaign)) == [opened]


def test_tiles_that_the_model_doubts_are_served_first(campaign: Campaign) -> None:
    make_label_tile(campaign, 0)
    doubted = make_label_tile(campaign, 1)
    interface.record_predictions(
        campaign, 1, {doubted.pk: TilePrediction(np.array([0.1, 0.6, 0.4, 0.5]), 0.0)}
    )
    interface.order_queue(campaign=campaign)
    assignment = lease_tile(campaign, make_guest(campaign))
    assert (assignment.label_tile, assignment.reason) == (doubted, "uncertain")


def test_a_model_rates_a_tile_once(campaign: Campaign) -> None:
    first, second = make_label_tile(campaign, 0), make_label_tile(campaign, 1)
    interface.record_predictions(campaign, 1, {first.pk: TilePrediction(np.array([0.5]), 0.0)})
    assert [tile.label_tile_id for tile in interface.tiles_to_predict(campaign, 1)] == [second.pk]
    assert {tile.label_tile_id for tile in interface.tiles_to_predict(campaign, 2)} == {first.pk, second.pk}


def test_the_stored_doubt_is_the_newest_models_on_its_most_doubtful_parts(campaign: Campaign) -> None:
    tile = make_label_tile(campaign)
    interface.record_predictions(campaign, 1, {tile.pk: TilePrediction(np.array([0.5, 0.5, 0.5]), 0.0)})
    interface.record_predictions(campaign, 2, {tile.pk: TilePrediction(np.array([0.5, 0.0, 1.0, 0.25]), 0.0)})
    rating = TileRating.objects.get(pk=tile.pk)
    assert (rating.model_number, rating.uncertainty) == (2, 0.5)


def test_a_single_answer_has_full_weight_where_one_is_enough(campaign: Campaign) -> None:
    Campaign.objects.update(votes_to_agree=1)
    campaign.refresh_from_db()
    tile = make_label_tile(campaign)
    answer_tile(campaign, make_guest(campaign), {1})
    tile.refresh_from_db()
    assert tile.is_done
    (of_tile,) = interface.training_examples(campaign).tiles
    assert of_tile.probabilities == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert set(of_tile.weights) == {1.0}


def test_votes_of_an_excluded_contributor_are_no_examples(campaign: Campaign) -> None:
    make_label_tile(campaign)
    label_by_three(campaign)
    Participation.objects.update(is_excluded=True)
    interface.training_examples(campaign)
    LabelTile.objects.update(needs_consensus=True)
    assert interface.training_examples(campaign).tiles == []


def test_tiles_unlike_the_labelled_ground_are_served_before_certain_ones(campaign: Campaign) -> None:
    familiar, novel = make_label_tile(campaign, 0), make_label_tile(campaign, 1)
    certain = np.array([0.01, 0.02])
    predictions = {familiar.pk: TilePrediction(certain, 0.05), novel.pk: TilePrediction(certain, 0.9)}
    interface.record_predictions(campaign, 1, predictions)
    interface.order_queue(campaign=campaign)
    assignment = lease_tile(campaign, make_guest(campaign))
    assert assignment is not None and assignment.label_tile == novel
    novel.refresh_from_db()
    assert novel.reason == Reason.NOVEL
