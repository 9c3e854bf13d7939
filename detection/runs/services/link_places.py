"""Gives findings the places that they are."""

import shapely
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from detection.places.matching import SAME_SHAPE, Overlap, find_overlaps, match, to_shape
from detection.places.services.create_places import create_places
from detection.runs.finding_models import Detection, PlaceOverlap
from detection.runs.models import DetectionRun

BATCH = 1000
Change = Detection.Change


@transaction.atomic
def link_places(*, run: DetectionRun) -> None:
    """Link a search's findings to the campaign's places: those whose shapes in earlier searches they overlap
    most, and new places otherwise. Repeating it changes nothing.

    Several findings may overlap one place, and one finding several: the likest pair is the same place, each
    finding and place once. The other pairs are stored as overlaps.
    """
    run = DetectionRun.objects.select_for_update().get(pk=run.pk)
    # In the order in which new places are numbered and ties decided.
    findings = list(_findings(run).order_by("-area_ha", "west", "south", "pk"))
    shapes = _earlier_places(run)
    places = list(shapes)
    overlaps = find_overlaps(list(shapes.values()), [to_shape(finding.geometry) for finding in findings])
    heirs = match(overlaps)
    before = [(finding.place_id, finding.change) for finding in findings]
    for number, finding in enumerate(findings):
        heir = heirs.get(number)
        if heir is not None:
            finding.place_id = places[heir.old]
            finding.change = Change.KEPT if heir.likeness >= SAME_SHAPE else Change.CHANGED
            continue
        finding.change = Change.NEW if places else ""
        if finding.place_id in shapes:
            finding.place_id = None  # another finding is this place now
    _store(run, [one for one, old in zip(findings, before, strict=True) if _differs(one, old)])
    _store_overlaps(run, findings, places, overlaps)


def number_first_findings(run: DetectionRun) -> None:
    """Number a search's findings while it is under way, if no earlier search has any that they could be."""
    others = DetectionRun.objects.filter(campaign=run.campaign_id).exclude(pk=run.pk)
    if not others.filter(detections__place__isnull=False).exists():
        _number(run, list(_findings(run).filter(place__isnull=True).order_by("-area_ha", "pk")))


def _findings(run: DetectionRun) -> "QuerySet[Detection]":
    return run.findings().exclude(review_state=Detection.State.MERGED)


def _earlier(run: DetectionRun) -> QuerySet[Detection]:
    """Of earlier searches, and of earlier versions of this one."""
    before = Q(run__number__lt=run.number) | Q(run=run, finding_set__lt=run.finding_set_id)
    return Detection.objects.filter(before, run__campaign=run.campaign_id, place__isnull=False)


def _earlier_places(run: DetectionRun) -> dict[int, shapely.Geometry]:
    """Places of earlier searches and versions by number, each with its newest shape there."""
    of_place = _earlier(run).filter(place=OuterRef("place")).order_by("-run__number", "-finding_set", "-pk")
    newest = _earlier(run).filter(pk=Subquery(of_place.values("pk")[:1])).order_by("place__number")
    return {place: to_shape(geometry) for place, geometry in newest.values_list("place_id", "geometry")}


def _differs(finding: Detection, before: tuple[int | None, str]) -> bool:
    return finding.place_id is None or (finding.place_id, finding.change) != before


def _store(run: DetectionRun, findings: list[Detection]) -> None:
    for start in range(0, len(findings), BATCH):  # emptied first: two findings may swap their places
        part = findings[start : start + BATCH]
        Detection.objects.filter(pk__in=[finding.pk for finding in part]).update(place=None)
    Detection.objects.bulk_update(findings, ["place", "change"], batch_size=BATCH)
    _number(run, [finding for finding in findings if finding.place_id is None])


def _number(run: DetectionRun, findings: list[Detection]) -> None:
    created = create_places(campaign_id=run.campaign_id, count=len(findings))
    for finding, place in zip(findings, created, strict=True):
        finding.place = place
    Detection.objects.bulk_update(findings, ["place"], batch_size=BATCH)


def _store_overlaps(
    run: DetectionRun, findings: list[Detection], places: list[int], overlaps: list[Overlap]
) -> None:
    # Those with places that were joined while this search was under way stay.
    of_earlier = Exists(_earlier(run).filter(place=OuterRef("place")))
    PlaceOverlap.objects.filter(of_earlier, detection__run=run).delete()
    rows = [
        PlaceOverlap(detection=findings[pair.new], place_id=places[pair.old], likeness=pair.likeness)
        for pair in overlaps
        if findings[pair.new].place_id != places[pair.old]
    ]
    PlaceOverlap.objects.bulk_create(rows, batch_size=BATCH)
