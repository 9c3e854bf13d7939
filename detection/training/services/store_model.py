from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from campaigns.models import Job
from detection.training.errors import Stopped
from detection.training.models import TRAINING_SET, ModelVersion
from detection.training.training_set import freeze
from imagery import files
from imagery.messages import message as _
from labeling.interface import TrainingExamples

if TYPE_CHECKING:
    from ml.bundle import ModelBundle
    from ml.classifier import TrainedClassifier
    from ml.features import FeatureExtractor

MAX_TRIES = 5


def store_model(
    *, job: Job, examples: TrainingExamples, trained: "TrainedClassifier", extractor: "FeatureExtractor"
) -> ModelVersion | None:
    """Write the files, then the row, then finish the job. None when the job has ended meanwhile."""
    from ml.bundle import ModelBundle  # heavy: XGBoost, which the web process never loads

    content, sha256 = freeze(examples)
    details = {"campaign": job.campaign.slug, "training_set_sha256": sha256, "job": job.pk}
    bundle = ModelBundle.from_training(
        trained, extractor, segmentation=job.campaign.segmentation, details=details
    )
    folder = f"models/{job.campaign.slug}/job-{job.pk}"
    bundle.save(files.data_path(folder))
    files.write_atomically(f"{folder}/{TRAINING_SET}", content)
    return _add_version(job, _columns(job, bundle, folder, sha256))


def _columns(job: Job, bundle: "ModelBundle", folder: str, sha256: str) -> dict[str, Any]:
    metrics, card = bundle.metrics, bundle.card()
    return {
        "campaign": job.campaign,
        "extractor": bundle.extractor,
        "extractor_version": bundle.extractor_version,
        "segmentation_key": bundle.segmentation.key,
        "folder": folder,
        "training_set_sha256": sha256,
        "n_positive": metrics["n_positive"],
        "n_negative": metrics["n_negative"],
        "metrics": {
            **metrics["cross_validation"],
            "n_groups": metrics["n_groups"],
            "by_land": metrics["cross_validation_by_land"],
            "n_land": metrics["n_land"],
        },
        "learnt_share": card["learnt_share"],
        "expected": card["expected"],
        "thresholds": bundle.named_thresholds(),
        "job": job,
        "created_by": job.started_by,
    }


def _add_version(job: Job, columns: dict[str, Any]) -> ModelVersion | None:
    for _attempt in range(MAX_TRIES):
        try:
            with transaction.atomic():
                return _add_next_version(job, columns)
        except IntegrityError:
            if ModelVersion.objects.filter(job=job).exists():
                return None  # another worker has stored this job's model
        except Stopped:
            return None
    raise IntegrityError(f"No free model number in {job.campaign.slug} after {MAX_TRIES} tries")


def _add_next_version(job: Job, columns: dict[str, Any]) -> ModelVersion:
    version = ModelVersion.objects.create(number=job.campaign.model_versions.next_number(), **columns)
    figures = {"number": version.number, "f1": version.metrics["f1"]}
    message = _("Model v%(number)d: F1 %(f1).2f in cross-validation grouped by tile") % figures
    if not job.succeed(message, model_version=version.number):
        raise Stopped(_("The retraining was stopped."))
    return version
