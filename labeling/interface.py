"""What detection may ask of labeling. The import contracts forbid it the rest of the package."""

from labeling.consensus.examples import CropExample, TileExamples, TrainingExamples, training_examples
from labeling.consensus.services.update_consensus import update_consensus
from labeling.consensus.summary import AnswersGiven, LabelingSummary, answers_given, labeling_summary
from labeling.events.listing import open_events
from labeling.first_labels.services.answer_place import AnsweredPlace, answer_place
from labeling.first_labels.services.keep_place import drop_place, keep_place
from labeling.joining.identity import visible_campaigns
from labeling.queueing.cuts import queued_cuts
from labeling.queueing.estimate import Prevalence, estimate_prevalence
from labeling.queueing.pictures_in_use import pictures_in_use
from labeling.queueing.predictions import (
    QueuedTile,
    TilePrediction,
    random_tiles,
    record_predictions,
    sample_tiles,
    tiles_to_predict,
)
from labeling.queueing.services.order_queue import order_queue
from labeling.thumbnails import dates_in_words, place_in_words

__all__ = [
    "AnsweredPlace",
    "AnswersGiven",
    "CropExample",
    "LabelingSummary",
    "Prevalence",
    "QueuedTile",
    "TileExamples",
    "TilePrediction",
    "TrainingExamples",
    "answer_place",
    "answers_given",
    "dates_in_words",
    "drop_place",
    "estimate_prevalence",
    "keep_place",
    "labeling_summary",
    "open_events",
    "order_queue",
    "pictures_in_use",
    "place_in_words",
    "queued_cuts",
    "random_tiles",
    "record_predictions",
    "sample_tiles",
    "tiles_to_predict",
    "training_examples",
    "update_consensus",
    "visible_campaigns",
]
