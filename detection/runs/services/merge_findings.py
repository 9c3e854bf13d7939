"""Joins the positive superpixels of neighbouring tiles into findings."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from detection.places.matching import likeness
from detection.runs.finding_models import Detection, PlaceOverlap
from detection.runs.ground import Ground
from detection.runs.models import DetectionRun, TileResult
from detection.runs.services.link_places import number_first_findings
from detection.runs.signals import findings_changed
from imagery.readers.base import CaptureDates
from ml.clusters import group, near_pairs
from ml.geometry import area_ha, to_geojson
from ml.merging import MergedShape, ShapeMerger
from ml.smoothing import smooth_outline

Parts = dict[str, list[int]]
SCORE_DIGITS = 4
SMOOTH_PIXELS = 5
"""By how much outlines are simplified for show: less than the width of a small superpixel."""


@transaction.atomic
def merge_findings(*, run: DetectionRun, tiles: Iterable[TileResult]) -> None:
    """Bring the findings around some finished tiles of a search up to date.

    Whatever is connected with the tiles is joined anew, so the result depends neither on the order in which
    tiles are finished nor on how often this runs. Only the version in force changes. A finding that has not
    changed keeps its row and reviews; one that has grown keeps its row and number. Raises `ImageryError` when
    a tile's superpixels can neither be read nor cut again.
    """
    # Locked, so that two workers do not join neighbouring chunks at the same time.
    run = DetectionRun.objects.select_for_update().get(pk=run.pk)
    ground = Ground(run)
    results = {str(result): result for result in ground.connected(tiles)}
    old = _findings_in(run, results)
    new = _found(run, _shapes(ground, results), results)
    _replace(run, old, [finding_columns(shape, results) for shape in new])


def _shapes(ground: Ground, results: dict[str, TileResult]) -> list[MergedShape]:
    merger, shapes = ShapeMerger(ground.run.zoom), []
    for result in results.values():
        probabilities = np.asarray(result.probabilities, dtype=np.float32)
        shapes += merger.add(
            result.address,
            ground.labels_of(result),
            probabilities,
            ground.positive(result),
            outlines=ground.outlines_of(result),
        )
    return shapes + merger.finish()


def _found(run: DetectionRun, shapes: list[MergedShape], results: dict[str, TileResult]) -> list[MergedShape]:
    rule = run.finding_rule
    near, _metres = near_pairs([shape.geometry for shape in shapes], rule.cluster_distance_m)
    positive = {name for name, one in results.items() if one.n_positive >= rule.min_superpixels}
    found = rule.find(
        np.array([len(shape.superpixels) for shape in shapes], dtype=np.int64),
        np.array([max(shape.probabilities) for shape in shapes]),
        group(len(shapes), near),
        np.array([any(str(tile) in positive for tile, _number in shape.superpixels) for shape in shapes]),
    )
    return [shape for shape, is_found in zip(shapes, found.tolist(), strict=True) if is_found]


def finding_columns(shape: MergedShape, results: dict[str, TileResult]) -> dict[str, Any]:
    parts: dict[str, list[int]] = defaultdict(list)
    for tile, number in shape.superpixels:
        parts[str(tile)].append(number)
    ordered = {name: sorted(parts[name]) for name in sorted(parts)}
    dates = CaptureDates.spanning(
        [CaptureDates(results[name].captured_from, results[name].captured_to) for name in ordered]
    )
    west, south, east, north = shape.geometry.bounds
    pixel_m = shape.superpixels[0][0].metres_per_pixel()
    return {
        "tile_result": results[max(ordered, key=lambda name: (len(ordered[name]), name))],
        "geometry": to_geojson(shape.geometry),
        "shown": to_geojson(smooth_outline(shape.geometry, SMOOTH_PIXELS * pixel_m)),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "superpixels": ordered,
        "n_superpixels": len(shape.superpixels),
        "score": round(max(shape.probabilities), SCORE_DIGITS),
        "area_ha": area_ha(shape.geometry),
        "captured_from": dates.first,
        "captured_to": dates.last,
    }


def _findings_in(run: DetectionRun, results: dict[str, TileResult]) -> list[Detection]:
    """The findings that have superpixels in these tiles, by the box around the tiles."""
    if not results:
        return []
    boxes = np.array([result.address.bounds for result in results.values()])
    near = run.findings().filter(
        west__lt=boxes[:, 2].max(),
        east__gt=boxes[:, 0].min(),
        south__lt=boxes[:, 3].max(),
        north__gt=boxes[:, 1].min(),
    )
    return [finding for finding in near.order_by("pk") if finding.superpixels.keys() & results.keys()]


def _replace(run: DetectionRun, old: list[Detection], new: list[dict[str, Any]]) -> None:
    """Old findings that share superpixels with a new one become it, the largest share first."""
    known = {finding.pk: _members(finding.superpixels) for finding in old}
    changed = []
    for fields in sorted(new, key=lambda one: -one["n_superpixels"]):
        members = _members(fields["superpixels"])
        heir = max(known, key=lambda pk: (len(known[pk] & members), -pk), default=None)
        if heir is None or not known[heir] & members:
            changed.append(_create(run, fields))
        elif known.pop(heir) != members:
            absorbed = [pk for pk, others in known.items() if others & members]
            _grow(heir, fields, absorbed)
            changed.append(heir)
    _remove(list(known))
    number_first_findings(run)
    findings_changed.send(DetectionRun, run=run, detection_ids=changed)


def _create(run: DetectionRun, fields: dict[str, Any]) -> int:
    assert run.finding_set is not None  # noqa: S101 - a search begins with one
    return Detection.objects.create(run=run, finding_set=run.finding_set, **fields).pk


def _grow(heir: int, fields: dict[str, Any], absorbed: list[int]) -> None:
    """What was decided about the smaller shapes stays in the history, and nothing of it stands until somebody
    finds that the shape is essentially the same."""
    reviews = Detection.reviews.rel.related_model._default_manager  # of a package above this one
    reviews.filter(detection__in=[heir, *absorbed], superseded_at__isnull=True).update(
        superseded_at=timezone.now()
    )
    reviews.filter(detection__in=absorbed).update(detection=heir)
    _remember_places(heir, fields, absorbed)
    Detection.objects.filter(pk=heir).update(**fields, review_state=Detection.State.UNREVIEWED)


def _remember_places(heir: int, fields: dict[str, Any], absorbed: list[int]) -> None:
    for joined in Detection.objects.filter(pk__in=absorbed, place__isnull=False):
        PlaceOverlap.objects.update_or_create(
            detection_id=heir,
            place=joined.place,
            defaults={"likeness": likeness(joined.geometry, fields["geometry"])},
        )


def _remove(gone: list[int]) -> None:
    published = Detection.objects.filter(pk__in=gone, places__isnull=False)
    published.update(review_state=Detection.State.MERGED)
    Detection.objects.filter(pk__in=gone).exclude(review_state=Detection.State.MERGED).delete()


def _members(parts: Parts) -> set[tuple[str, int]]:
    return {(name, number) for name, numbers in parts.items() for number in numbers}
