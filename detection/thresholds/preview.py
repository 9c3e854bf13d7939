"""What a rule would find, compared with the findings in force, without storing anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Sum
from numpy.typing import NDArray

from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun
from detection.thresholds.stored import candidates_of, check_rule, file_of
from ml.candidates import Candidates, Found
from ml.geometry import to_geojson
from ml.rule import FindingRule
from ml.tiles import Bounds

MAX_SHAPES = 300
"""Up to as many findings in view are drawn as shapes; of more, each is a point."""
MAX_PARTS = 2000
"""Superpixels of which they may consist."""
MAX_POINTS = 5000
POINT_DIGITS = 5
NONE = 0


@dataclass(frozen=True)
class Preview:
    rule: FindingRule
    n_findings: int
    area_ha: float
    n_lone: int
    n_new: int
    n_kept: int
    """Findings that share superpixels with one in force."""
    n_gone: int
    n_in_force: int
    area_in_force_ha: float
    in_view: int
    features: list[dict[str, Any]]


def preview_rule(run: DetectionRun, rule: FindingRule, view: Bounds | None = None) -> Preview:
    """Raises NotPrepared, or BadRule for one that asks for more than is stored."""
    candidates = candidates_of(run)
    check_rule(candidates, rule)
    found = candidates.judge(rule)
    present = _present(run)
    of_members = present[found.members]
    is_kept = np.zeros(len(found), dtype=bool)
    is_kept[found.finding_of[of_members != NONE]] = True
    in_force = run.findings().exclude(review_state=Detection.State.MERGED)
    n_in_force = in_force.count()
    gone = set(np.unique(present[present != NONE]).tolist()) - set(np.unique(of_members).tolist())
    shown = _in_view(found, view)
    return Preview(
        rule=rule,
        n_findings=len(found),
        area_ha=float(found.areas_ha.sum()),
        n_lone=found.n_lone,
        n_new=int((~is_kept).sum()),
        n_kept=int(is_kept.sum()),
        n_gone=len(gone),
        n_in_force=n_in_force,
        area_in_force_ha=in_force.aggregate(sum=Sum("area_ha", default=0.0))["sum"],
        in_view=len(shown),
        features=[*_found_features(candidates, found, shown, is_kept), *_gone_features(gone, view)],
    )


def _present(run: DetectionRun) -> NDArray[np.int64]:
    """By candidate: the finding in force that it belongs to, or `NONE`."""
    newest = run.findings().order_by("-pk").values_list("pk", flat=True).first() or NONE
    stored = file_of(run)
    return _present_in(run.pk, run.finding_set_id, newest, stored.arrays if stored else "")


@lru_cache(maxsize=4)
def _present_in(run_id: int, _version: int | None, _newest: int, _arrays: str) -> NDArray[np.int64]:
    # Remembered, as reading the parts of all findings takes longer than the preview.
    run = DetectionRun.objects.select_related("job").get(pk=run_id)
    candidates = candidates_of(run)
    names = [f"{run.zoom}/{x}/{y}" for x, y in candidates.tiles.tolist()]
    of_tiles = [names[tile] for tile in candidates.tile_of.tolist()]
    place = {key: at for at, key in enumerate(zip(of_tiles, candidates.numbers.tolist(), strict=True))}
    present = np.full(len(candidates), NONE, dtype=np.int64)
    in_force = run.findings().exclude(review_state=Detection.State.MERGED)
    for pk, parts in in_force.values_list("pk", "superpixels").iterator():
        for name, numbers in parts.items():
            for number in numbers:
                if (at := place.get((name, number))) is not None:
                    present[at] = pk
    return present


def _in_view(found: Found, view: Bounds | None) -> NDArray[np.int64]:
    """Numbers of the findings in view, the largest first."""
    if view is None:
        seen = np.arange(len(found))
    else:
        west, south, east, north = found.bounds.T
        seen = np.flatnonzero(
            (west <= view.east) & (east >= view.west) & (south <= view.north) & (north >= view.south)
        )
    return seen[np.argsort(-found.areas_ha[seen], kind="stable")]


def _found_features(
    candidates: Candidates, found: Found, shown: NDArray[np.int64], is_kept: NDArray[np.bool_]
) -> Iterator[dict[str, Any]]:
    as_shapes = len(shown) <= MAX_SHAPES and found.sizes[shown].sum() <= MAX_PARTS
    for number in shown[:MAX_POINTS].tolist():
        geometry = (
            to_geojson(candidates.shape(found.members_of(number)), POINT_DIGITS + 1)
            if as_shapes
            else _point(found.bounds[number])
        )
        yield {
            "type": "Feature",
            "geometry": geometry,
            "properties": {
                "kind": "kept" if is_kept[number] else "new",
                "area_ha": round(float(found.areas_ha[number]), 4),
                "score": round(float(found.scores[number]), 3),
            },
        }


def _gone_features(gone: set[int], view: Bounds | None) -> Iterator[dict[str, Any]]:
    findings = Detection.objects.filter(pk__in=sorted(gone)[:MAX_POINTS])
    if view is not None:
        across = findings.filter(west__lte=view.east, east__gte=view.west)
        findings = across.filter(south__lte=view.north, north__gte=view.south)
    rows = list(findings.values("pk", "west", "south", "east", "north", "area_ha", "score"))
    shapes = _shapes([row["pk"] for row in rows]) if len(rows) <= MAX_SHAPES else {}
    for row in rows:
        edges = np.array([row["west"], row["south"], row["east"], row["north"]])
        yield {
            "type": "Feature",
            "geometry": shapes.get(row["pk"]) or _point(edges),
            "properties": {
                "kind": "gone",
                "area_ha": round(row["area_ha"], 4),
                "score": round(row["score"], 3),
            },
        }


def _shapes(pks: list[int]) -> dict[int, Any]:
    # Not read along with thousands of rows: their shapes take seconds.
    rows = Detection.objects.filter(pk__in=pks).values_list("pk", "shown", "geometry")
    return {pk: shown or geometry for pk, shown, geometry in rows}


def _point(edges: NDArray[np.float64]) -> dict[str, Any]:
    west, south, east, north = edges.tolist()
    middle = [round((west + east) / 2, POINT_DIGITS), round((south + north) / 2, POINT_DIGITS)]
    return {"type": "Point", "coordinates": middle}
