import logging
from typing import TYPE_CHECKING

import numpy as np
from django.db import Error as DatabaseError

from campaigns.models import Campaign, Job
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

MIN_OF_EACH = 10
"""Labelled superpixels of each class, so that cross-validation has two a fold."""


def train_model(*, job_id: int) -> ModelVersion | None:
    """Learn a new model version from what people agree on. Every failure ends on the job, in words."""
    job = Job.objects.select_related("campaign", "started_by").filter(pk=job_id).first()
    if job is None or not job.claim():
        return None
    try:
        return _learn(job)
    except Stopped:
        return None
    except DatabaseError:
        raise  # nothing can be written on the job now; the sweep queues it again
    except (DetectionError, ImageryError, MlError) as error:
        job.fail(words_of(error))
    except Exception as error:
        logger.exception("Retraining %s failed", job.campaign)
        job.fail(
            _("Retraining ended with an unexpected error (%(kind)s: %(error)s). The worker's log says more.")
            % {"kind": type(error).__name__, "error": error}
        )
    return None


def _learn(job: Job) -> ModelVersion | None:
    from ml.features import (
        get_extractor,
    )  # heavy: the extractor's libraries, which the web process never loads

    _tell(job, 0, 0, _("Collecting the labels"))
    examples = training_examples(job.campaign)
    _check_enough(job.campaign, examples)
    kept = FeatureCache(get_extractor(job.campaign.extractor))
    total = len(examples.tiles) + len(examples.crops)

    def progress(done: int) -> None:
        _tell(job, done, total, _("Describing labelled superpixels"))

    table = build_table(examples, kept, progress)
    _tell(job, total, total, _("Learning and cross-validating"))
    trained = _train(table, kept.extractor.blocks)
    _tell(job, total, total, _("Storing the model"))
    return store_model(job=job, examples=examples, trained=trained, extractor=kept.extractor)


def _tell(job: Job, done: int, total: int, message: Words) -> None:
    if not job.report(done, total, message):
        raise Stopped(_("The retraining was stopped."))


def _check_enough(campaign: Campaign, examples: TrainingExamples) -> None:
    if min(examples.n_positive, examples.n_negative) >= MIN_OF_EACH:
        return
    raise TooFewLabels(
        _(
            "People agree on %(positive)d superpixels as “%(positive_name)s” and on %(negative)d as "
            "“%(negative_name)s”; retraining needs at least %(least)d of each. "
            "Label more tiles, then retrain."
        )
        % {
            "positive": examples.n_positive,
            "negative": examples.n_negative,
            "positive_name": campaign.positive_name,
            "negative_name": campaign.negative_name,
            "least": MIN_OF_EACH,
        }
    )


def _train(table: Table, blocks: tuple[Block, ...]) -> "TrainedClassifier":
    from ml.classifier import train_classifier  # heavy: XGBoost and scikit-learn

    return train_classifier(
        np.concatenate(table.features),
        table.probabilities,
        table.weights,
        groups=table.groups,
        variants=np.concatenate(table.variants),
        blocks=blocks,
    )
