"""What one search found and another did not, by overlap on the ground."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from detection.places.matching import SAME_SHAPE, find_overlaps, match, to_shape
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun, TileResult

State = Detection.State
COLUMNS = (
    "pk", "run__number", "place", "place__number", "review_state", "area_ha", "score", "geometry", "shown",
    "west", "south", "east", "north", "superpixels",
)  # fmt: skip
Finding = dict[str, Any]


class Kind(models.TextChoices):
    """In the order in which editors want to see them."""

    NEW = "new", _("Newly found")
    CHANGED = "changed", _("Changed")
    GONE = "gone", _("No longer found")
    KEPT = "kept", _("Found again")


@dataclass(frozen=True)
class Row:
    """A finding of the later search, or of the earlier one when it is gone."""

    kind: Kind
    finding: Finding
    before: Finding | None
    """The finding of the earlier search that it was."""
    rejected_before: bool
    """Whether the place was rejected in another search than the later one."""
    is_on_newer: bool = False
    """Whether the later search repeats another and has seen a newer picture there."""
    is_unseen: bool = False
    """Of one that is gone: the later search has not seen the ground, as it failed or has no imagery now."""

    @property
    def area_ha(self) -> float:
        return float(self.finding["area_ha"])


@dataclass(frozen=True)
class Difference:
    """Rows by kind, the largest first in each."""

    before: DetectionRun
    after: DetectionRun
    rows: list[Row]

    def on_newer_pictures(self) -> "Difference":
        """Only what lies where the later search has seen newer pictures."""
        return replace(self, rows=[row for row in self.rows if row.is_on_newer])

    def totals(self) -> list[dict[str, Any]]:
        """Number and hectares by kind; of a changed finding those of the later search."""
        return [_total(kind, [row for row in self.rows if row.kind == kind]) for kind in Kind]

    def rejected_before(self) -> dict[str, Any]:
        return _sum([row for row in self.rows if row.rejected_before and row.kind != Kind.GONE])


def compare_runs(before: DetectionRun, after: DetectionRun) -> Difference:
    """Two searches of a campaign, finding by finding. The likest shapes are the same place, as for places."""
    old, new = _findings(before), _findings(after)
    overlaps = find_overlaps(_shapes(old), _shapes(new))
    heirs = match(overlaps)
    rejected = _rejected_places(after)
    rows = []
    for number, finding in enumerate(new):
        pair = heirs.get(number)
        kind = Kind.NEW if pair is None else Kind.KEPT if pair.likeness >= SAME_SHAPE else Kind.CHANGED
        rows.append(Row(kind, finding, old[pair.old] if pair else None, finding["place"] in rejected))
    found_again = {pair.old for pair in heirs.values()}
    gone = [finding for number, finding in enumerate(old) if number not in found_again]
    rows += [Row(Kind.GONE, finding, finding, finding["review_state"] == State.REJECTED) for finding in gone]
    order = list(Kind)
    rows = _with_ground(after, rows)
    return Difference(before, after, sorted(rows, key=lambda row: (order.index(row.kind), -row.area_ha)))


def _with_ground(after: DetectionRun, rows: list[Row]) -> list[Row]:
    newer = _names(after.tile_results.filter(is_newer=True)) if after.repeats_id is not None else set()
    unseen = _unseen_tiles(after, [row.finding for row in rows if row.kind == Kind.GONE])
    return [
        replace(
            row,
            is_on_newer=not newer.isdisjoint(row.finding["superpixels"]),
            is_unseen=row.kind == Kind.GONE and not unseen.isdisjoint(row.finding["superpixels"]),
        )
        for row in rows
    ]


def _unseen_tiles(run: DetectionRun, findings: Sequence[Finding]) -> set[str]:
    """Among the tiles of these findings: those that the search has not analysed, or does not have at all."""
    names = {name for finding in findings for name in finding["superpixels"]}
    places = [tuple(map(int, name.split("/"))) for name in names]
    near = run.tile_results.filter(x__in={x for _z, x, _y in places}, y__in={y for _z, _x, y in places})
    return names - _names(near.filter(state=TileResult.State.ANALYSED))


def _names(results: "models.QuerySet[TileResult]") -> set[str]:
    return {f"{z}/{x}/{y}" for z, x, y in results.values_list("z", "x", "y")}


def _findings(run: DetectionRun) -> list[Finding]:
    findings = run.findings().exclude(review_state=State.MERGED)
    return list(findings.order_by("place__number", "-area_ha", "west", "pk").values(*COLUMNS))


def _shapes(findings: Sequence[Finding]) -> list[Any]:
    return [to_shape(finding["geometry"]) for finding in findings]


def _rejected_places(run: DetectionRun) -> set[int]:
    """Places rejected in any other search of the campaign."""
    elsewhere = Detection.objects.filter(run__campaign=run.campaign_id, review_state=State.REJECTED)
    return set(
        elsewhere.exclude(finding_set=run.finding_set_id).exclude(place=None).values_list("place", flat=True)
    )


def _total(kind: Kind, rows: list[Row]) -> dict[str, Any]:
    return {"kind": kind.value, "words": kind.label} | _sum(rows)


def _sum(rows: list[Row]) -> dict[str, Any]:
    return {"count": len(rows), "area_ha": round(sum(row.area_ha for row in rows), 4)}


def document_of(difference: Difference) -> dict[str, Any]:
    """GeoJSON for the map and the API, with the counts as foreign members."""
    counts: dict[str, dict[str, Any]] = defaultdict(dict)
    for total in difference.totals():
        counts[total["kind"]] = {"count": total["count"], "area_ha": total["area_ha"]}
    return {
        "type": "FeatureCollection",
        "before": difference.before.number,
        "after": difference.after.number,
        "counts": counts | {"rejected_before": difference.rejected_before()},
        "features": [_feature(row) for row in difference.rows],
    }


def _feature(row: Row) -> dict[str, Any]:
    finding = row.finding
    return {
        "type": "Feature",
        "id": finding["pk"],
        "bbox": [finding["west"], finding["south"], finding["east"], finding["north"]],
        "geometry": finding["shown"] or finding["geometry"],
        "properties": {
            "kind": row.kind.value,
            "place": finding["place__number"],
            "run": finding["run__number"],
            "area_ha": round(row.area_ha, 4),
            "area_ha_before": round(row.before["area_ha"], 4) if row.before else None,
            "score": round(finding["score"], 3),
            "rejected_before": row.rejected_before,
            "is_on_newer": row.is_on_newer,
            "is_unseen": row.is_unseen,
        },
    }
