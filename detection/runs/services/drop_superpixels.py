"""Takes superpixels that have proved to hold no imagery out of what searches found."""

from typing import Any

from django.db import transaction

from detection.runs.models import Detection, TileResult
from detection.runs.tile_outcome import finding_on
from imagery.models import Tile, TileSegmentation


@transaction.atomic
def drop_superpixels(*, tile: Tile) -> None:
    """A result loses these superpixels, and a finding that nobody has reviewed shrinks or goes. What was
    reviewed stays as the editors saw it."""
    results = TileResult.objects.filter(tile=tile, state=TileResult.State.ANALYSED).select_related("run")
    for result in results.select_for_update(of=("self",)).order_by("pk"):
        cut = TileSegmentation.objects.filter(tile=tile, settings_key=result.run.segmentation_key).first()
        if cut is not None and cut.n_without_data:
            _drop(result, cut)


def _drop(result: TileResult, segmentation: TileSegmentation) -> None:
    left = set(segmentation.numbers_with_data)
    probabilities = [
        probability if number in left else None
        for number, probability in enumerate(result.probabilities or [], start=1)
    ]
    judged = [probability for probability in probabilities if probability is not None]
    result.probabilities, result.n_superpixels = probabilities, len(judged)
    result.n_positive = sum(probability >= result.run.threshold for probability in judged)
    result.n_novel = min(result.n_novel, len(judged))
    result.max_probability = max(judged, default=None)
    if not judged:
        result.state = TileResult.State.NO_IMAGERY
    result.save()
    finding = Detection.objects.filter(tile_result=result, reviews__isnull=True).first()
    if finding is not None:
        _shrink(finding, segmentation, [number for number in finding.superpixels if number in left])


def _shrink(finding: Detection, segmentation: TileSegmentation, positive: list[int]) -> None:
    result = finding.tile_result
    if len(positive) < result.run.min_positive_superpixels:
        finding.delete()
        return
    columns: dict[str, Any] = finding_on(
        segmentation.tile, segmentation, positive, result.max_probability or 0.0
    )
    Detection.objects.filter(pk=finding.pk).update(**columns)
