import logging
from typing import TYPE_CHECKING

import numpy as np
from django.db import Error as DatabaseError

from campaigns.models import Campaign, Job
from campaigns.services.take_job import taken_job
from campaigns.texts import by_language
from detection.errors import DetectionError
from detection.feature_cache import FeatureCache
from detection.training.errors import Stopped, TooFewLabels
from detection.training.models import ModelVersion
from detection.training.services.store_model import store_model
from detection.training.training_set import Table, build_table
from imagery.errors import ImageryError
from imagery.messages import Words, words_of
from imagery.messages import message as _
from labeling.interface import TrainingExamples, training_examples
from ml.blocks import Block
from ml.errors import MlError

if TYPE_CHECKING:
    from ml.classifier import TrainedClassifier

logger = logging.getLogger(__name__)

MIN_PER_CLASS = 10
"""Labelled superpixels of each class, so that cross-validation has two per fold."""


def train_model(*, job_id: int) -> ModelVersion | None:
    """Train a new model version on the labels that people agree on. Every failure is stored on the job."""
    with taken_job(job_id) as job:
        return None if job is None else _train(job)


def _train(job: Job) -> ModelVersion | None:
    try:
        return _train_version(job)
    except Stopped:
        return None
    except DatabaseError:
        raise  # the job cannot be written either; it is given back when the database answers
    except (DetectionError, ImageryError, MlError) as error:
        job.fail(words_of(error))
    except Exception as error:
        logger.exception("Retraining %s failed", job.campaign)
        job.fail(
            _("Retraining failed with an unexpected error (%(kind)s: %(error)s). See the worker's log.")
            % {"kind": type(error).__name__, "error": error}
        )
    return None


def _train_version(job: Job) -> ModelVersion | None:
    from ml.features import get_extractor  # heavy: the extractor's libraries

    _report(job, 0, 0, _("Collecting the labels"))
    examples = training_examples(job.campaign)
    _check_enough(job.campaign, examples)
    features = FeatureCache(get_extractor(job.campaign.extractor))
    total = len(examples.tiles) + len(examples.crops)

    def progress(done: int) -> None:
        _report(job, done, total, _("Describing labelled superpixels"))

    table = build_table(examples, features, progress)
    _report(job, total, total, _("Training and cross-validating"))
    trained = _train_classifier(table, features.extractor.blocks)
    _report(job, total, total, _("Storing the model"))
    return store_model(job=job, examples=examples, trained=trained, extractor=features.extractor)


def _report(job: Job, done: int, total: int, message: Words) -> None:
    if not job.report(done, total, message):
        raise Stopped(_("The retraining was stopped."))


def _check_enough(campaign: Campaign, examples: TrainingExamples) -> None:
    if min(examples.n_positive, examples.n_negative) >= MIN_PER_CLASS:
        return
    raise TooFewLabels(
        _(
            "Retraining needs at least %(minimum)d superpixels of each class on which people agree. "
            "There are %(positive)d for “%(positive_name)s” and %(negative)d for “%(negative_name)s”. "
            "Label more tiles, then retrain."
        )
        % {
            "positive": examples.n_positive,
            "negative": examples.n_negative,
            "positive_name": by_language(campaign, "positive_name"),
            "negative_name": by_language(campaign, "negative_name"),
            "minimum": MIN_PER_CLASS,
        }
    )


def _train_classifier(table: Table, blocks: tuple[Block, ...]) -> "TrainedClassifier":
    from ml.classifier import train_classifier  # heavy: XGBoost and scikit-learn

    return train_classifier(
        np.concatenate(table.features),
        table.probabilities,
        table.weights,
        groups=table.groups,
        land=table.land,
        variants=np.concatenate(table.variants),
        blocks=blocks,
    )
