"""Many pictures through reading, superpixels, features and the model, with the steps overlapping.

Pictures are read ahead by threads while others are segmented and described; NumPy, SciPy and the decoders let
go of the interpreter's lock for most of their work. At most a few pictures are in memory at once, results
come in the order of the sources whatever finishes first, and a picture that fails takes nobody with it.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ml.bundle import ModelBundle
from ml.errors import MlError, NoData
from ml.features.base import FeatureExtractor
from ml.segmentation import segment_tile
from ml.segmentation_settings import SegmentationSettings

logger = logging.getLogger(__name__)

Key = TypeVar("Key")
Given = TypeVar("Given")
Made = TypeVar("Made")
Picture = NDArray[np.uint8]
READ_AHEAD = 4


@dataclass(frozen=True)
class Source(Generic[Key]):
    """A picture to come: its name for the caller, and how to read it as uint8 (rows, columns, 3)."""

    key: Key
    read: Callable[[], Picture]


@dataclass(frozen=True)
class Analysis(Generic[Key]):
    """What became of one source: everything about its superpixels, or `error`, one sentence. `no_data` is
    True when the source raised `NoData`."""

    key: Key
    image: Picture | None = None
    labels: NDArray[np.int32] | None = None
    features: NDArray[np.float32] | None = None
    probabilities: NDArray[np.float32] | None = None
    error: str | None = None
    no_data: bool = False

    @property
    def n_superpixels(self) -> int:
        """How many superpixels were described; 0 after an error."""
        return 0 if self.features is None else len(self.features)


@dataclass(frozen=True)
class _Read(Generic[Key]):
    key: Key
    image: Picture | None
    error: str | None = None
    no_data: bool = False


def analyse_pictures(
    sources: Iterable[Source[Key]],
    extractor: FeatureExtractor,
    model: ModelBundle | None = None,
    *,
    segmentation: SegmentationSettings | None = None,
    n_workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Analysis[Key]]:
    """Analyse pictures one by one, in the order given.

    Without `model` there are features but no probabilities. `segmentation` is by default the model's own.
    `n_workers` threads compute (by default one a core). `progress` is called with the number done after each
    picture. What a source raises becomes its `error`; a model for other features raises `VersionMismatch`
    at once.
    """
    if model is not None:
        model.check_extractor(extractor)
    settings = segmentation or (model.segmentation if model else SegmentationSettings())
    n_workers = n_workers or os.cpu_count() or 1

    def analyse(read: _Read[Key]) -> Analysis[Key]:
        return _analyse(read, extractor, model, settings)

    return _run(sources, analyse, n_workers, progress)


def _run(
    sources: Iterable[Source[Key]],
    analyse: Callable[[_Read[Key]], Analysis[Key]],
    n_workers: int,
    progress: Callable[[int], None] | None,
) -> Iterator[Analysis[Key]]:
    with (
        one_thread_each(),
        ThreadPoolExecutor(READ_AHEAD) as readers,
        ThreadPoolExecutor(n_workers) as workers,
    ):
        pictures = in_order(readers, _read, sources, READ_AHEAD)
        for done, analysis in enumerate(in_order(workers, analyse, pictures, n_workers + 1), start=1):
            if progress is not None:
                progress(done)
            yield analysis


@contextmanager
def one_thread_each() -> Iterator[None]:
    """While pictures are described side by side, a library's own threads only wait for each other: small
    products of matrices took ten times their work in waiting."""
    with threadpool_limits(1):
        yield


def in_order(
    pool: ThreadPoolExecutor, work: Callable[[Given], Made], items: Iterable[Given], depth: int
) -> Iterator[Made]:
    """Results of `work` in the order of `items`, with at most `depth` items under way in the pool.

    Items are drawn in the caller's own thread, and only as results are: so stages can be chained, bounded in
    memory, with work between them that must stay in that thread, such as a database's.
    """
    waiting: deque[Future[Made]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= depth:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _read(source: Source[Key]) -> _Read[Key]:
    try:
        return _Read(source.key, source.read())
    except Exception as error:  # whatever a reader raises belongs to this picture alone
        return _Read(source.key, None, _explain(source.key, error), isinstance(error, NoData))


def _analyse(
    read: _Read[Key], extractor: FeatureExtractor, model: ModelBundle | None, settings: SegmentationSettings
) -> Analysis[Key]:
    if read.image is None:
        return Analysis(read.key, error=read.error, no_data=read.no_data)
    try:
        labels = segment_tile(read.image, settings)
        features = extractor.extract(read.image, labels)
        probabilities = None if model is None else model.predict(features)
    except Exception as error:  # as above: the rest of the batch goes on
        return Analysis(read.key, error=_explain(read.key, error))
    return Analysis(read.key, read.image, labels, features, probabilities)


def _explain(key: object, error: Exception) -> str:
    if isinstance(error, MlError):
        return str(error) if str(key) in str(error) else f"{key}: {error}"
    logger.warning("%s failed", key, exc_info=error)
    return f"{key} failed: {type(error).__name__}: {error}"
