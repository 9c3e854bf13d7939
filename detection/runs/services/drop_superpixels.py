"""Takes superpixels that have proved to hold no imagery out of what searches found."""

from django.db import transaction

from detection.runs.models import DetectionRun, TileResult
from detection.runs.services.merge_findings import merge_findings
from detection.runs.signals import scores_changed
from imagery.models import Tile, TileSegmentation
from ml.rule import positive_numbers


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
    result.n_positive = len(positive_numbers(probabilities, result.run.threshold))
    result.n_novel = min(result.n_novel, len(judged))
    result.max_probability = max(judged, default=None)
    if not judged:
        result.state = TileResult.State.NO_IMAGERY
    result.save()
    scores_changed.send(DetectionRun, run=result.run)
    _join_again(result)


def _join_again(result: TileResult) -> None:
    """The findings that reach into the tile, unless somebody has reviewed one of them."""
    west, south, east, north = result.address.bounds
    near = result.run.findings().filter(west__lt=east, east__gt=west, south__lt=north, north__gt=south)
    touched = [finding for finding in near if str(result) in finding.superpixels]
    if not touched or any(finding.reviews.exists() for finding in touched):
        return
    names = {name for finding in touched for name in finding.superpixels}
    columns = {int(name.split("/")[1]) for name in names}
    tiles = TileResult.objects.filter(run=result.run, x__in=columns).select_related("tile")
    merge_findings(run=result.run, tiles=[one for one in tiles if str(one) in names])
