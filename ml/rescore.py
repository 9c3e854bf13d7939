"""A new model over a region that was analysed before: from stored features, without touching a picture."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.bundle import ModelBundle
from ml.errors import MlError, VersionMismatch
from ml.feature_store import FeatureStore
from ml.pipeline import in_order, one_thread_each
from ml.prevalence import check_share


@dataclass(frozen=True)
class Rescored:
    """What became of one chunk: `quadkeys` (n,), `superpixels` int32 (n,) and the model's `probabilities`
    float32 (n,) for them, or `error`, one sentence that names the file and the remedy."""

    name: str
    quadkeys: NDArray[np.str_] | None = None
    superpixels: NDArray[np.int32] | None = None
    probabilities: NDArray[np.float32] | None = None
    error: str | None = None


def rescore_store(
    store: FeatureStore,
    model: ModelBundle,
    *,
    share: float | None = None,
    names: Sequence[str] | None = None,
    n_workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Rescored]:
    """Judge all chunks, or those of `names`, in order; a damaged chunk becomes an `error` and stops nothing.
    Probabilities are for `share`, by default the learnt share of positives.

    One chunk a worker is in memory, by default one worker a core; `progress` is called with the number of
    chunks done. Raises `VersionMismatch` at once when the store holds other features than the model takes,
    and `PrevalenceError` for an invalid share.
    """
    _check_key(store, model)
    if share is not None:
        check_share(share)
    wanted = store.names() if names is None else names
    n_workers = n_workers or os.cpu_count() or 1
    with one_thread_each(), ThreadPoolExecutor(n_workers) as pool:
        rescored = in_order(pool, lambda name: _rescore(store, model, share, name), wanted, n_workers + 1)
        for done, found in enumerate(rescored, start=1):
            if progress is not None:
                progress(done)
            yield found


def _rescore(store: FeatureStore, model: ModelBundle, share: float | None, name: str) -> Rescored:
    try:
        chunk = store.read(name)
        return Rescored(name, chunk.quadkeys, chunk.superpixels, model.predict(chunk.features, share))
    except MlError as error:
        return Rescored(name, error=str(error))


def _check_key(store: FeatureStore, model: ModelBundle) -> None:
    held = (store.key.extractor, store.key.extractor_version, store.key.segmentation_key)
    wanted = (model.extractor, model.extractor_version, model.segmentation.key)
    if held != wanted:
        raise VersionMismatch(
            f"The store holds features {' '.join(held)} and the model takes {' '.join(wanted)}; "
            "analyse the region again, or train a model on the features that are there."
        )
