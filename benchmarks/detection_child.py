"""The child process of one contestant of `benchmarks.detection`."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.child import peak_rss_mib, serve
from ml.features import EXTRACTORS

N_ROWS = 200


def main() -> None:
    options = _parse()
    if options.contestant == "notebook":
        _serve_notebook(options)
    else:
        _serve_landscar(options)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("contestant", choices=("notebook", *EXTRACTORS))
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--sha256", required=True)
    parser.add_argument("pictures", nargs="+", type=Path)
    return parser.parse_args()


def _serve_notebook(options: argparse.Namespace) -> None:
    from benchmarks.notebook_pipeline import NotebookPipeline

    pipeline = NotebookPipeline(options.weights)
    features = np.concatenate([pipeline.describe(path) for path in options.pictures[:2]])
    pipeline.learn(features, np.arange(len(features)) % 2 == 0)
    pipeline.judge(options.pictures[0])

    def answer(order: dict[str, Any]) -> dict[str, Any]:
        pipeline.seconds.clear()
        started, worked = time.perf_counter(), time.process_time()
        n_superpixels = sum(len(pipeline.judge(Path(path))) for path in order["pictures"])
        return {
            "seconds": time.perf_counter() - started,
            "cpu_seconds": time.process_time() - worked,
            "n_superpixels": n_superpixels,
            "stages": dict(pipeline.seconds),
            "peak_rss_mib": peak_rss_mib(),
        }

    serve({}, answer)


def _serve_landscar(options: argparse.Namespace) -> None:
    from ml.features import get_extractor
    from ml.pipeline import analyse_pictures

    chosen = (
        {"weights": options.weights, "sha256": options.sha256} if options.contestant == "resnet50" else {}
    )
    extractor = get_extractor(options.contestant, **chosen)
    model = learn_anything(extractor, options.pictures)
    list(analyse_pictures(find_sources(options.pictures), extractor, model))

    def answer(order: dict[str, Any]) -> dict[str, Any]:
        if order.get("floor"):
            return _measure_floor(extractor, options.pictures)
        sources = find_sources([Path(path) for path in order["pictures"]])
        started, worked = time.perf_counter(), time.process_time()
        n_superpixels = sum(found.n_superpixels for found in analyse_pictures(sources, extractor, model))
        return {
            "seconds": time.perf_counter() - started,
            "cpu_seconds": time.process_time() - worked,
            "n_superpixels": n_superpixels,
            "peak_rss_mib": peak_rss_mib(),
            "stages": _time_stages(order["pictures"], extractor, model),
        }

    runtime = getattr(extractor, "runtime", None)
    about = {} if runtime is None else {"runtime": runtime.name, "precision": runtime.precision}
    serve(about, answer)


def find_sources(paths: list[Path]) -> Any:
    from ml.pictures import open_picture
    from ml.pipeline import Source

    return [Source(str(path), partial(open_picture, path)) for path in paths]


def learn_anything(extractor: Any, paths: list[Path]) -> Any:
    """A model of the usual size, trained on arbitrary labels."""
    from ml.bundle import ModelBundle
    from ml.classifier import train_classifier
    from ml.pipeline import analyse_pictures

    features = np.concatenate([found.features for found in analyse_pictures(find_sources(paths), extractor)])
    rows = np.resize(features, (N_ROWS, features.shape[1]))
    noise = np.asarray(np.random.default_rng(0).normal(1, 0.01, rows.shape), dtype=np.float32)
    labels = np.arange(N_ROWS) % 2 == 0
    trained = train_classifier(
        rows * noise, labels, groups=list(range(N_ROWS)), blocks=extractor.blocks, n_threads=1
    )
    return ModelBundle.from_training(trained, extractor)


def _time_stages(paths: list[str], extractor: Any, model: Any) -> dict[str, float]:
    """Seconds of each step, one tile after the other; in the pipeline the steps overlap."""
    from ml.pictures import open_picture
    from ml.segmentation import segment_tile

    seconds: dict[str, float] = defaultdict(float)

    def timed(stage: str, work: Any) -> Any:
        started = time.perf_counter()
        made = work()
        seconds[stage] += time.perf_counter() - started
        return made

    for path in paths:
        image = timed("read", partial(open_picture, Path(path)))
        labels = timed("segment", partial(segment_tile, image, model.segmentation))
        features = timed("features", partial(extractor.extract, image, labels))
        timed("classify", partial(model.predict, features))
    return dict(seconds)


def _measure_floor(extractor: Any, paths: list[Path]) -> dict[str, Any]:
    """The arithmetic limit in seconds per tile."""
    from benchmarks.arithmetic import matrix_rate, resnet50_operations
    from ml.pictures import open_picture

    shapes = [open_picture(path).shape for path in paths]
    operations = fmean(resnet50_operations(rows, columns) for rows, columns, _ in shapes)
    rate = matrix_rate(extractor.runtime.name, extractor.runtime.precision)
    return {"gflop_a_tile": operations / 1e9, "gflops": rate / 1e9, "seconds": operations / rate}


if __name__ == "__main__":
    main()
