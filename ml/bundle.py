"""A model on disk: a folder with the trees (`classifier.ubj`), the margins that they start from
(`kernel.npz`), out-of-fold predictions (`out_of_fold.npz`), a summary of the training superpixels
(`seen.npz`) and the card (`card.json`). Nothing in it is a pickle."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from ml.calibration import Calibration
from ml.classifier import Judge, TrainedClassifier
from ml.errors import BundleError, VersionMismatch
from ml.features.base import FeatureExtractor
from ml.novelty import SeenGround
from ml.prevalence import SHARES, OutOfFold, PrevalenceError, ShareEstimate, correct, estimate_share, expect
from ml.segmentation_settings import SegmentationSettings
from ml.svm import KernelScorer
from ml.thresholds import Thresholds, choose_thresholds_at
from ml.two_thresholds import choose_two_thresholds

FORMAT = 3
KERNEL_FILE = "kernel.npz"
OUT_OF_FOLD_FILE = "out_of_fold.npz"
SEEN_FILE = "seen.npz"
CLASSIFIER_FILE = "classifier.ubj"
CARD_FILE = "card.json"


@dataclass(frozen=True)
class ModelBundle:
    """Everything needed to judge superpixels, and to say where the judgement comes from.

    `extractor` and `extractor_version` name the only features it takes; `metrics` holds plain figures, as
    `Scores.as_dict` gives them; `details` is for whoever made it (training set, campaign, dates).

    Probabilities and thresholds hold for one share of positives: that of the labels unless `share` is given.
    Compare probabilities only with thresholds for the same share.
    """

    judge: Judge
    extractor: str
    extractor_version: str
    segmentation: SegmentationSettings
    calibration: Calibration
    thresholds: Thresholds
    out_of_fold: OutOfFold
    seen: SeenGround
    metrics: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_training(
        cls,
        trained: TrainedClassifier,
        extractor: FeatureExtractor,
        *,
        segmentation: SegmentationSettings | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> ModelBundle:
        """What `train_classifier` gave, with the extractor and the superpixels that it was given."""
        counts = {
            "n_positive": trained.n_positive,
            "n_negative": trained.n_negative,
            "n_groups": trained.n_groups,
            "n_land": trained.n_land,
        }
        by_land = trained.cross_validation_by_land
        return cls(
            judge=trained.judge,
            extractor=extractor.name,
            extractor_version=extractor.version,
            segmentation=segmentation or SegmentationSettings(),
            calibration=trained.calibration,
            thresholds=trained.thresholds,
            out_of_fold=trained.out_of_fold,
            seen=trained.seen,
            metrics={
                **counts,
                "cross_validation": trained.cross_validation.as_dict(),
                "cross_validation_by_land": by_land.as_dict() if by_land else None,
            },
            details=dict(details or {}),
        )

    @property
    def learnt_share(self) -> float:
        """The share of positives among the labels, for which probabilities hold by default."""
        return self.out_of_fold.learnt_share

    def predict(self, features: NDArray[np.float32], share: float | None = None) -> NDArray[np.float32]:
        """Probabilities, float32 (n,), for features (n, n_features), calibrated for `share`, by default the
        learnt share. Raises `FeatureError`, and `PrevalenceError` for an invalid share."""
        return self.correct(self.calibration.apply(self.judge.scores(features)), share)

    def correct(self, probabilities: NDArray[Any], share: float | None = None) -> NDArray[np.float32]:
        """Turn probabilities of `predict(features)` into those of `predict(features, share)`. Raises
        `PrevalenceError` for an invalid share."""
        if share is not None:
            probabilities = correct(probabilities, self.learnt_share, share)
        return np.asarray(probabilities, dtype=np.float32)

    def estimate_share(
        self, probabilities: NDArray[Any], groups: Sequence[Any] | NDArray[Any] | None = None
    ) -> ShareEstimate:
        """The share of positives among superpixels of a region, from `predict(features)` (n,) and the tile of
        each, `groups` (n,). Raises `PrevalenceError` for an empty array."""
        return estimate_share(probabilities, self.out_of_fold, groups=groups)

    def novelty(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """How far superpixels are from everything the model was trained on, float32 (n,), 0 to 1
        (`ml.novelty`). Raises `FeatureError`."""
        self.judge.check(features)
        return self.seen.novelty(features)

    def thresholds_at(self, share: float | None = None) -> Thresholds:
        """The thresholds for `predict(features, share)`. Raises `PrevalenceError` for an invalid share."""
        if share is None:
            return self.thresholds
        return choose_thresholds_at(self.out_of_fold, share, self.thresholds)

    def named_thresholds(self, share: float | None = None) -> dict[str, Any]:
        """Everything about thresholds for `predict(features, share)`, as plain JSON: those of
        `thresholds_at`, and `clustered` and `lone` with what they reach. Raises `PrevalenceError` for an
        invalid share."""
        two = choose_two_thresholds(self.out_of_fold, share)
        return {
            **asdict(self.thresholds_at(share)),
            "clustered": two.clustered,
            "lone": two.lone,
            "two": {"precision": two.precision, "recall": two.recall, "f_half": two.f_half},
        }

    def threshold(self, wanted: str | float = "balanced", share: float | None = None) -> float:
        """The threshold called `balanced` or `precise`, for `share`, or the number given. Raises
        `ThresholdError`, and `PrevalenceError` for an invalid share."""
        return self.thresholds_at(share).get(wanted)

    def check_extractor(self, extractor: FeatureExtractor) -> None:
        """Raises `VersionMismatch` unless the model was trained on this very extractor's features."""
        mine = (self.extractor, self.extractor_version)
        if mine != (extractor.name, extractor.version):
            raise VersionMismatch(
                f"The model was trained on features {mine[0]} {mine[1]} and is given "
                f"{extractor.name} {extractor.version}; train it again."
            )

    def card(self) -> dict[str, Any]:
        """What the model is, as plain JSON."""
        return {
            "format": FORMAT,
            "extractor": self.extractor,
            "extractor_version": self.extractor_version,
            "n_features": self.judge.n_features,
            "segmentation": asdict(self.segmentation),
            "segmentation_key": self.segmentation.key,
            "calibration": asdict(self.calibration),
            "thresholds": asdict(self.thresholds),
            "learnt_share": self.learnt_share,
            "expected": [self._expected(share) for share in SHARES],
            "metrics": dict(self.metrics),
            "details": dict(self.details),
        }

    def _expected(self, share: float) -> dict[str, Any]:
        thresholds = self.thresholds_at(share)
        found = expect(self.out_of_fold, thresholds.precise, share)
        return {**found.as_dict(), "precision_reached": thresholds.precision_reached}

    def save(self, path: Path | str) -> Path:
        """Write the model as the folder `path`, whole or not at all; a model already there is replaced."""
        target = Path(path)
        if target.exists() and not (target / CARD_FILE).is_file():
            raise BundleError(f"{target} exists and is no model; choose another path.")
        target.parent.mkdir(parents=True, exist_ok=True)
        files = {
            CLASSIFIER_FILE: bytes(self.judge.booster.save_raw("ubj")),
            KERNEL_FILE: _pack(self.judge.kernel.arrays()),
            OUT_OF_FOLD_FILE: _pack(self.out_of_fold.arrays()),
            SEEN_FILE: _pack(self.seen.arrays()),
        }
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        card = json.dumps({**self.card(), "sha256": hashes}, indent=2, sort_keys=True) + "\n"
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        for name, content in {**files, CARD_FILE: card.encode()}.items():
            _write(folder / name, content)
        folder.chmod(0o755)
        _swap(folder, target)
        return target

    @classmethod
    def load(cls, path: Path | str) -> ModelBundle:
        """Read the folder `path`; raises `BundleError` when it is absent, damaged or of a later layout."""
        folder = Path(path)
        card = _read_card(folder)
        judge = _read_judge(folder, card)
        try:
            return cls(
                judge=judge,
                extractor=str(card["extractor"]),
                extractor_version=str(card["extractor_version"]),
                segmentation=SegmentationSettings(**card["segmentation"]),
                calibration=Calibration(**card["calibration"]),
                thresholds=Thresholds(**card["thresholds"]),
                out_of_fold=OutOfFold.from_arrays(_read_arrays(folder / OUT_OF_FOLD_FILE, card)),
                seen=SeenGround(**_read_arrays(folder / SEEN_FILE, card)),
                metrics=card["metrics"],
                details=card["details"],
            )
        except (KeyError, TypeError, ValueError, PrevalenceError) as error:
            raise BundleError(
                f"{folder / CARD_FILE} lacks or misspells {error}; train the model again."
            ) from error


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(folder: Path, target: Path) -> None:
    old = folder.with_name(folder.name + ".old")
    if target.exists():
        target.rename(old)
    folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _read_card(folder: Path) -> dict[str, Any]:
    path = folder / CARD_FILE
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BundleError(f"{folder} is no model: it has no {CARD_FILE}; train one with ml train.") from error
    except (OSError, ValueError) as error:
        raise BundleError(f"{path} cannot be read ({error}); train the model again.") from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise BundleError(
            f"{path} is not of layout {FORMAT}, which this version reads; train the model again."
        )
    return card


def _read_judge(folder: Path, card: dict[str, Any]) -> Judge:
    booster = xgboost.Booster()
    booster.load_model(bytearray(_read_checked(folder / CLASSIFIER_FILE, card)))
    return Judge(booster, KernelScorer.from_arrays(_read_arrays(folder / KERNEL_FILE, card)))


def _read_arrays(path: Path, card: dict[str, Any]) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(_read_checked(path, card)), allow_pickle=False) as arrays:
        return dict(arrays)


def _read_checked(path: Path, card: dict[str, Any]) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path} cannot be read ({error.strerror}); train the model again.") from error
    if hashlib.sha256(content).hexdigest() != card.get("sha256", {}).get(path.name):
        raise BundleError(f"{path} is damaged: its hash is not the one on the card; train the model again.")
    return content


def _pack(arrays: dict[str, NDArray[Any]]) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the names for its flag
    return buffer.getvalue()
