"""Decisions outlive the search in which they were made.

What an editor last said of a place's shape stands for each of its shapes that is essentially the same, in
whatever search. What stands is a function of words and shapes: computing it again, or in another order,
changes nothing.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from detection.places.matching import SAME_SHAPE, likeness
from detection.review.models import Review
from detection.review.services.refresh_state import lock_detection, refresh_state
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

BATCH = 500
Words = Mapping[int, list[Review]]
"""By editor: what they said of a place, in whatever search and of whatever shape, the oldest first."""


@transaction.atomic
def carry_over(*, run: DetectionRun, detection_ids: Collection[int] | None = None) -> None:
    """Bring up to date which decisions stand for a search's findings, or for some of them."""
    findings = run.findings().exclude(review_state=Detection.State.MERGED)
    if detection_ids is None:
        decided = Q(place__detections__reviews__isnull=False) | Q(reviews__isnull=False)
        detection_ids = sorted(set(findings.filter(decided).values_list("pk", flat=True)))
    ids = sorted(detection_ids)
    for start in range(0, len(ids), BATCH):
        part = list(findings.filter(pk__in=ids[start : start + BATCH]).order_by("pk"))
        words = _words_on(part)
        for finding in part:
            _settle(finding, words.get(finding.pk, {}))


def carry_to_current(detection: Detection) -> None:
    """A decision on a finding of another search reaches the current one at once."""
    in_force = Detection.objects.filter(run__is_current=True, finding_set=F("run__finding_set"))
    twins = in_force.filter(place=detection.place_id).exclude(pk=detection.pk)
    if detection.place_id is not None and not in_force.filter(pk=detection.pk).exists():
        for twin in twins.select_related("run"):
            carry_over(run=twin.run, detection_ids=[twin.pk])


def _words_on(findings: Iterable[Detection]) -> Mapping[int, Words]:
    """By finding."""
    of_place: dict[int, list[int]] = defaultdict(list)
    for finding in findings:
        if finding.place_id is not None:
            of_place[finding.place_id].append(finding.pk)
    own = [finding.pk for finding in findings]
    made = Review.objects.made_by_people().filter(Q(detection__place__in=of_place) | Q(detection__in=own))
    words: dict[int, dict[int, list[Review]]] = defaultdict(lambda: defaultdict(list))
    for review in made.select_related("detection").order_by("created_at", "pk"):
        targets = of_place.get(review.detection.place_id or 0, [])
        for finding_id in {review.detection_id, *targets}:
            words[finding_id][review.editor_id].append(review)
    return words


def _settle(finding: Detection, words: Words) -> None:
    finding = lock_detection(finding.pk)
    standing = {review.editor_id: review for review in Review.objects.standing().filter(detection=finding)}
    wanted = {
        editor: _review_here(word, finding)
        for editor, said in words.items()
        if (word := next((one for one in reversed(said) if _holds(one, finding)), None)) is not None
    }
    for editor in standing.keys() | wanted.keys():
        old, new = standing.get(editor), wanted.get(editor)
        if old is not None and (new is None or old.pk != new.pk):
            Review.objects.filter(pk=old.pk).update(superseded_at=timezone.now())
        if new is not None and (old is None or old.pk != new.pk):
            Review.objects.filter(pk=new.pk).update(superseded_at=None)
    refresh_state(finding)


def _holds(word: Review, finding: Detection) -> bool:
    return likeness(word.seen or word.detection.geometry, finding.geometry) >= SAME_SHAPE


def _review_here(word: Review, finding: Detection) -> Review:
    """The word itself, or its copy at the finding, which does not stand yet when it is new."""
    if word.detection_id == finding.pk:
        return word
    copy, _ = Review.objects.get_or_create(
        pk=uuid.uuid5(word.pk, str(finding.pk)),
        defaults={
            "detection": finding,
            "editor_id": word.editor_id,
            "decision": word.decision,
            "reason": word.reason,
            "comment": word.comment,
            "created_at": word.created_at,
            "independent": word.independent,
            "seen": word.seen or word.detection.geometry,
            "carried_from": word,
            "superseded_at": timezone.now(),
        },
    )
    return copy
