from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from campaigns.models import Job
from detection.training.errors import Stopped
from detection.training.models import ModelVersion
from detection.training.training_set import FILE, freeze
from imagery import files
from imagery.messages import message as _
from labeling.interface import TrainingExamples

if TYPE_CHECKING:
    from ml.bundle import ModelBundle
    from ml.classifier import TrainedClassifier
    from ml.features import FeatureExtractor

NUMBER_TRIES = 5


def store_model(
    *, job: Job, examples: TrainingExamples, trained: "TrainedClassifier", extractor: "FeatureExtractor"
) -> ModelVersion | None:
    """Write bundle and training set, then the row, then the job's end. None when the job ended meanwhile."""
    from ml.bundle import ModelBundle  # heavy: XGBoost, which the web process never loads

    content, sha256 = freeze(examples)
    details = {"campaign": job.campaign.slug, "training_set_sha256": sha256, "job": job.pk}
    bundle = ModelBundle.from_training(
        trained, extractor, segmentation=job.campaign.segmentation, details=details
    )
    folder = f"models/{job.campaign.slug}/job-{job.pk}"
    bundle.save(files.data_path(folder))
    files.write_atomically(f"{folder}/{FILE}", content)
    return _add_version(job, _columns(job, bundle, folder, sha256))


def _columns(job: Job, bundle: "ModelBundle", folder: str, sha256: str) -> dict[str, Any]:
    figures = bundle.metrics
    return {
        "campaign": job.campaign,
        "extractor": bundle.extractor,
        "extractor_version": bundle.extractor_version,
        "segmentation_key": bundle.segmentation.key,
        "folder": folder,
        "training_set_sha256": sha256,
        "n_positive": figures["n_positive"],
        "n_negative": figures["n_negative"],
        "metrics": {**figures["cross_validation"], "n_groups": figures["n_groups"]},
        "thresholds": bundle.card()["thresholds"],
        "job": job,
        "created_by": job.started_by,
    }


def _add_version(job: Job, columns: dict[str, Any]) -> ModelVersion | None:
    for _try in range(NUMBER_TRIES):
        try:
            with transaction.atomic():
                return _add_next_version(job, columns)
        except IntegrityError:
            if ModelVersion.objects.filter(job=job).exists():
                return None  # a second worker on the same job was quicker
        except Stopped:
            return None
    raise IntegrityError(f"No free model number in {job.campaign.slug} after {NUMBER_TRIES} tries")


def _add_next_version(job: Job, columns: dict[str, Any]) -> ModelVersion:
    newest: int | None = job.campaign.model_versions.aggregate(newest=Max("number"))["newest"]
    version = ModelVersion.objects.create(number=(newest or 0) + 1, **columns)
    words = {"number": version.number, "f1": version.metrics["f1"]}
    message = _("Model v%(number)d: F1 %(f1).2f in cross-validation grouped by tile") % words
    if not job.succeed(message, model_version=version.number):
        raise Stopped(_("The retraining was stopped."))
    return version
