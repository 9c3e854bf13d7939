"""Applies a search's frozen model to tiles. For workers: it loads the heavy libraries.

Reading, decoding, superpixels, features and classification of neighbouring tiles overlap in threads, with a
few pictures in memory at a time. Only the caller's thread queries the database. Tiles whose features an
earlier search has stored are judged from those, without opening their pictures.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings

from detection.feature_cache import FeatureCache, RegionFeatureCache
from detection.runs.errors import FrozenInputChanged
from detection.runs.models import DetectionRun, TileResult
from detection.runs.newer_pictures import earlier_tile, look_for_newer
from detection.runs.tile_analysis import TileAnalysis, guarded
from detection.runs.tile_outcome import Prediction, TileOutcome, has_positive, judge_tile
from detection.training.bundles import load_bundle
from imagery import files
from imagery.messages import message as _
from imagery.models import Tile, TileSegmentation
from imagery.services.prepare_tile import FINAL_STATES, get_or_create_tile, read_tile, store_reading
from imagery.services.read_again import picture_for_a_moment
from imagery.services.segment_tile import cut_tile, has_files, store_segmentation
from ml.feature_store import Vectors, as_stored
from ml.features.base import FeatureExtractor
from ml.pictures import open_picture
from ml.pipeline import READ_AHEAD, in_order, one_thread_each

if TYPE_CHECKING:
    from ml.bundle import ModelBundle


@dataclass(frozen=True)
class TileAnalyser:
    """Model and extractor, loaded once for each worker and chunk."""

    run: DetectionRun
    bundle: "ModelBundle"
    extractor: FeatureExtractor
    region_features: RegionFeatureCache

    def judge_from_cache(self, results: Sequence[TileResult]) -> dict[TileResult, TileOutcome]:
        """Outcomes of those tiles whose stored features suffice; the others have to be analysed. None in a
        search that repeats another: each tile is compared with the source first."""
        if self.run.repeats_id is not None:
            return {}
        tiles = self._described_tiles(results)
        predictions = self._predict_by_tile(self.region_features.find(tiles.values()))
        if not predictions:
            return {}
        segmentations = self._segmentations(tiles.values())
        outcomes: dict[TileResult, TileOutcome] = {}
        for result in results:
            tile = tiles.get((result.x, result.y))
            if tile is None or tile.quadkey not in predictions:
                continue
            prediction = predictions[tile.quadkey]
            segmentation = segmentations.get(tile.pk)
            if not self._must_be_cut(tile, segmentation, prediction):
                outcomes[result] = judge_tile(self.run, tile, segmentation, prediction)
        return outcomes

    def _must_be_cut(self, tile: Tile, segmentation: TileSegmentation | None, prediction: Prediction) -> bool:
        """Its superpixels are needed, to know which have data or to join a finding, and are gone."""
        if segmentation is None and tile.mask:
            return True
        has_shapes = segmentation is not None and has_files(segmentation)
        return not has_shapes and has_positive(self.run, segmentation, prediction)

    def _predict_by_tile(self, vectors: Mapping[str, Vectors]) -> dict[str, Prediction]:
        # One call of the classifier for all tiles is much faster than one per tile.
        if not vectors:
            return {}
        ends = np.cumsum([len(of_tile) for of_tile in vectors.values()])[:-1]
        together = self._predict(np.concatenate(list(vectors.values())))
        parts = zip(np.split(together.probabilities, ends), np.split(together.novelty, ends), strict=True)
        return dict(zip(vectors, starmap(Prediction, parts), strict=True))

    def _predict(self, vectors: Vectors) -> Prediction:
        return Prediction(self.bundle.predict(vectors, self.run.share), self.bundle.novelty(vectors))

    def analyse(self, results: Iterable[TileResult]) -> Generator[TileAnalysis]:
        """Every tile, in the order given, with its outcome. An error that concerns one tile becomes its
        outcome; database errors and errors that would hit every tile are raised."""
        n_workers = settings.SEARCH_THREADS
        with (
            one_thread_each(),
            ThreadPoolExecutor(READ_AHEAD) as readers,
            ThreadPoolExecutor(n_workers) as workers,
        ):
            found = map(guarded(self._find_tile), map(TileAnalysis, results))
            read = in_order(readers, guarded(self._read), found, READ_AHEAD)
            stored = map(guarded(self._store_reading), read)
            described = in_order(workers, guarded(self._describe), stored, n_workers + 1)
            yield from map(guarded(self._judge), described)

    def add_features(self, vectors: Mapping[Tile, Vectors]) -> None:
        """Store what was described; a repeated search has tiles of several versions."""
        for version in {tile.source_version for tile in vectors}:
            of_version = {tile: found for tile, found in vectors.items() if tile.source_version == version}
            self._features_of(version).add(of_version)

    def _features_of(self, version: str) -> RegionFeatureCache:
        if version == self.run.source_version:
            return self.region_features
        return FeatureCache(self.extractor).of_region(version, self.run.segmentation_key)

    def _find_tile(self, analysis: TileAnalysis) -> None:
        analysis.earlier = earlier_tile(self.run, analysis.result)
        if analysis.earlier is not None:
            return
        analysis.tile = self._new_tile(analysis)
        if analysis.tile.sha256:  # cut before; a picture that was deleted and read again has the same hash
            stored = self._segmentations([analysis.tile]).get(analysis.tile.pk)
            analysis.segmentation = stored if stored and has_files(stored) else None

    def _new_tile(self, analysis: TileAnalysis) -> Tile:
        return get_or_create_tile(
            source=self.run.source, address=analysis.result.address, version=self.run.new_tiles_version
        )

    def _read(self, analysis: TileAnalysis) -> None:
        # In a thread: no database.
        with analysis.timed("reading"):
            if analysis.earlier is None:
                self._read_picture(analysis, analysis.found_tile)
                return
            found = look_for_newer(self.run, analysis.earlier)
            analysis.unchanged, analysis.reading = found.unchanged, found.reading
            if found.unchanged:
                stored = self._features_of(analysis.earlier.source_version).find([analysis.earlier])
                analysis.vectors = stored.get(analysis.earlier.quadkey)
            elif found.reading is not None and found.reading.content:
                analysis.picture = open_picture(found.reading.content)

    def _read_picture(self, analysis: TileAnalysis, tile: Tile) -> None:
        if tile.state not in FINAL_STATES:
            analysis.reading = read_tile(self.run.source, tile)
            analysis.picture = open_picture(analysis.reading.content) if analysis.reading.content else None
        elif tile.state == Tile.State.READY:
            analysis.picture = files.read_picture(tile)

    def _take_over(self, analysis: TileAnalysis, earlier: Tile) -> None:
        """The picture is the one that was searched before: what is stored about it is still true."""
        reading, analysis.tile, analysis.reading = analysis.reading, earlier, None
        stored = self._segmentations([earlier]).get(earlier.pk)
        analysis.segmentation = stored if stored is not None and has_files(stored) else None
        if analysis.segmentation is None:
            analysis.vectors = None
        if analysis.vectors is None:
            content = reading.content if reading is not None else b""
            analysis.picture = open_picture(content) if content else picture_for_a_moment(earlier)

    def _store_reading(self, analysis: TileAnalysis) -> None:
        if analysis.earlier is not None and analysis.unchanged:
            self._take_over(analysis, analysis.earlier)
            return
        if analysis.earlier is not None:
            analysis.tile = self._new_tile(analysis)
        tile = analysis.found_tile
        if analysis.reading is not None:
            store_reading(tile, analysis.reading)
        if tile.state == Tile.State.NO_IMAGERY:
            analysis.outcome = TileOutcome.no_imagery(tile)
        elif tile.state != Tile.State.READY:
            analysis.outcome = TileOutcome.failed(
                tile.failure_parts or _("The picture could not be read."), tile
            )
        elif analysis.reading is not None and analysis.reading.columns.get("sha256") != tile.sha256:
            analysis.picture = files.read_picture(tile)  # another worker's reading was stored first

    def _describe(self, analysis: TileAnalysis) -> None:
        # In a thread: no database.
        if analysis.vectors is not None:
            with analysis.timed("judging"):
                analysis.prediction = self._predict(analysis.vectors)
            analysis.vectors = None  # stored already
            return
        picture = analysis.opened_picture
        with analysis.timed("segmenting"):
            if analysis.segmentation is None:
                analysis.cut = cut_tile(analysis.found_tile, self.run.segmentation_settings, picture)
                labels = analysis.cut.labels
            else:
                labels = files.read_labels(analysis.segmentation)
        with analysis.timed("describing"):
            analysis.vectors = as_stored(self.extractor.extract(picture, labels))
        with analysis.timed("judging"):
            analysis.prediction = self._predict(analysis.vectors)
        analysis.picture = None  # so that tiles that wait to be recorded hold no picture in memory

    def _judge(self, analysis: TileAnalysis) -> None:
        tile, prediction = analysis.found_tile, analysis.found_prediction
        if analysis.cut is not None:
            settings = self.run.segmentation_settings
            analysis.segmentation = store_segmentation(tile=tile, settings=settings, cut=analysis.cut)
        elif analysis.segmentation is not None:
            analysis.segmentation.refresh_from_db()  # parts may have proved to be placeholders meanwhile
        analysis.cut = None  # see `_describe`
        analysis.outcome = judge_tile(self.run, tile, analysis.segmentation, prediction)
        if analysis.earlier is not None:
            analysis.outcome.tile_result["is_newer"] = not analysis.unchanged

    def _described_tiles(self, results: Sequence[TileResult]) -> dict[tuple[int, int], Tile]:
        described = Tile.objects.described().filter(
            source=self.run.source,
            source_version=self.run.source_version,
            z=self.run.zoom,
            x__in={result.x for result in results},
            y__in={result.y for result in results},
        )
        return {(tile.x, tile.y): tile for tile in described}

    def _segmentations(self, tiles: Iterable[Tile]) -> dict[int, TileSegmentation]:
        rows = TileSegmentation.objects.filter(tile__in=list(tiles), settings_key=self.run.segmentation_key)
        return {row.tile_id: row for row in rows}


def load_analyser(run: DetectionRun) -> TileAnalyser:
    """Raises `FrozenInputChanged` or `MlError` when a frozen input of the search is missing or has
    changed."""
    check_frozen_inputs(run)
    bundle, extractor = load_bundle(run.model_version)
    region_features = FeatureCache(extractor).of_region(run.source_version, run.segmentation_key)
    return TileAnalyser(run, bundle, extractor, region_features)


def check_frozen_inputs(run: DetectionRun) -> None:
    if run.source.version != run.source_version:
        raise FrozenInputChanged(
            _(
                "The imagery source was changed after this search began. "
                "Start a new search for the new imagery."
            )
        )
    if run.segmentation_settings.key != run.segmentation_key:
        raise FrozenInputChanged(
            _(
                "This worker cuts superpixels differently from when the search began. "
                "Retrain, then start a new search."
            )
        )
