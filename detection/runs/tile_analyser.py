"""A run's frozen model at work on tiles. For workers: it loads the heavy libraries.

Reading, decoding, superpixels, features and classification of neighbouring tiles overlap in threads, with a
few pictures in memory at a time; all questions to the data base are asked from the caller's own thread. Tiles
whose features are kept from an earlier search are judged from those, and their pictures are not opened.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from detection.feature_cache import FeatureCache, RegionFeatureCache
from detection.runs.errors import FrozenInputChanged
from detection.runs.models import DetectionRun, TileResult
from detection.runs.tile_analysis import TileAnalysis, guarded
from detection.runs.tile_outcome import TileOutcome, is_positive, judge_tile
from imagery import files
from imagery.errors import ImageryError
from imagery.messages import message as _
from imagery.models import Tile, TileSegmentation
from imagery.services.prepare_tile import SETTLED, find_or_add_tile, read_tile, store_reading
from imagery.services.segment_tile import cut_tile, has_files, has_outlines, store_segmentation
from ml.feature_store import as_stored
from ml.features.base import FeatureExtractor
from ml.pictures import open_picture
from ml.pipeline import READ_AHEAD, in_order, one_thread_each

if TYPE_CHECKING:
    from ml.bundle import ModelBundle


@dataclass(frozen=True)
class TileAnalyser:
    """Model and extractor, loaded once a worker and chunk."""

    run: DetectionRun
    bundle: "ModelBundle"
    extractor: FeatureExtractor
    region: RegionFeatureCache
    """Kept, so that a search with the next model looks at no picture twice."""

    def judge_cached(self, results: Sequence[TileResult]) -> dict[TileResult, TileOutcome]:
        """Those tiles that can be judged without a picture, all at once."""
        tiles = self._ready_tiles(results)
        kept = self.region.find(tiles.values())
        if not kept:
            return {}
        ends = np.cumsum([len(vectors) for vectors in kept.values()])[:-1]
        probabilities = np.split(self.bundle.predict(np.concatenate(list(kept.values()))), ends)
        judged = dict(zip(kept, probabilities, strict=True))
        segmentations = self._segmentations(tiles.values(), has_outlines)
        found: dict[TileResult, TileOutcome] = {}
        for result in results:
            tile = tiles.get((result.x, result.y))
            if tile is None or tile.quadkey not in judged:
                continue
            segmentation = segmentations.get(tile.pk)
            if segmentation is None and is_positive(self.run, judged[tile.quadkey]):
                continue  # its outlines are gone: they are cut from the picture again
            with suppress(ImageryError):  # they are damaged: a look at the tile itself says so
                found[result] = judge_tile(self.run, tile, segmentation, judged[tile.quadkey])
        return found

    def analyse(self, results: Iterable[TileResult]) -> Generator[TileAnalysis]:
        """All tiles, in the order given, each with its finding. What goes wrong with one is its own finding;
        what would go wrong with all, and the data base's errors, are raised."""
        n_workers = settings.SEARCH_THREADS
        with (
            one_thread_each(),
            ThreadPoolExecutor(READ_AHEAD) as readers,
            ThreadPoolExecutor(n_workers) as workers,
        ):
            placed = map(guarded(self._place), map(TileAnalysis, results))
            read = in_order(readers, guarded(self._read), placed, READ_AHEAD)
            settled = map(guarded(self._settle), read)
            described = in_order(workers, guarded(self._describe), settled, n_workers + 1)
            yield from map(guarded(self._judge), described)

    def _place(self, analysis: TileAnalysis) -> None:
        analysis.tile = find_or_add_tile(source=self.run.source, address=analysis.result.address)
        if analysis.tile.state == Tile.State.READY:
            analysis.segmentation = self._segmentations([analysis.tile], has_files).get(analysis.tile.pk)

    def _read(self, analysis: TileAnalysis) -> None:
        """In a thread: it asks no data base."""
        tile = analysis.placed
        if tile.state not in SETTLED:
            analysis.reading = read_tile(self.run.source, tile)
            analysis.picture = open_picture(analysis.reading.content) if analysis.reading.content else None
        elif tile.state == Tile.State.READY:
            analysis.picture = files.read_picture(tile)

    def _settle(self, analysis: TileAnalysis) -> None:
        tile = analysis.placed
        if analysis.reading is not None:
            store_reading(tile, analysis.reading)
        if tile.state == Tile.State.NO_IMAGERY:
            analysis.outcome = TileOutcome.no_imagery(tile)
        elif tile.state != Tile.State.READY:
            analysis.outcome = TileOutcome.failed(
                tile.failure_parts or _("The picture could not be read."), tile
            )
        elif analysis.reading is not None and analysis.reading.columns.get("sha256") != tile.sha256:
            analysis.picture = files.read_picture(tile)  # another worker's reading was first

    def _describe(self, analysis: TileAnalysis) -> None:
        """In a thread: it asks no data base."""
        picture = analysis.opened
        if analysis.segmentation is None:
            labels = cut_tile(analysis.placed, self.run.segmentation_settings, picture)
        else:
            labels = files.read_labels(analysis.segmentation)
        analysis.vectors = as_stored(self.extractor.extract(picture, labels))
        analysis.probabilities = self.bundle.predict(analysis.vectors)
        analysis.picture = None  # what waits for its turn to be recorded holds no picture

    def _judge(self, analysis: TileAnalysis) -> None:
        probabilities: NDArray[np.float32] = analysis.judged
        if analysis.segmentation is None:
            analysis.segmentation = store_segmentation(
                tile=analysis.placed,
                settings=self.run.segmentation_settings,
                n_superpixels=len(probabilities),
            )
        analysis.outcome = judge_tile(self.run, analysis.placed, analysis.segmentation, probabilities)

    def _ready_tiles(self, results: Sequence[TileResult]) -> dict[tuple[int, int], Tile]:
        ready = Tile.objects.ready().filter(
            source=self.run.source,
            source_version=self.run.source_version,
            z=self.run.zoom,
            x__in={result.x for result in results},
            y__in={result.y for result in results},
        )
        return {(tile.x, tile.y): tile for tile in ready}

    def _segmentations(
        self, tiles: Iterable[Tile], is_whole: Callable[[TileSegmentation], bool]
    ) -> dict[int, TileSegmentation]:
        """By tile, where the files are still there."""
        rows = TileSegmentation.objects.filter(tile__in=list(tiles), settings_key=self.run.segmentation_key)
        return {row.tile_id: row for row in rows if is_whole(row)}


def load_analyser(run: DetectionRun) -> TileAnalyser:
    """The run's model and extractor. Raises `WorldChanged` or `MlError` when what was frozen is gone."""
    from ml.bundle import ModelBundle  # heavy: XGBoost, which the web process never loads
    from ml.features import get_extractor

    check_frozen_inputs(run)
    bundle = ModelBundle.load(files.data_path(run.model_version.folder))
    extractor = get_extractor(run.model_version.extractor)
    bundle.check_extractor(extractor)
    region = FeatureCache(extractor).of_region(run.source_version, run.segmentation_key)
    return TileAnalyser(run, bundle, extractor, region)


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
                "This worker cuts superpixels in another way than when the search began. "
                "Retrain and start a new one."
            )
        )
