"""Findings of several searches as places with one number each."""

import pytest
import shapely
import shapely.geometry
from django.contrib.auth.models import User

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, PlaceOverlap, Review, RunChunk
from detection.review.queue import as_seen_by, waiting_for
from detection.review.services.record_review import record_review
from detection.review.services.undo_review import undo_review
from detection.runs.errors import NotFinished
from detection.runs.services.link_places import link_places
from detection.runs.services.promote_run import promote_run, settle_findings
from tests.factories_detection import confirm, make_detection, make_model_version, make_run

D, S = Review.Decision, Detection.State
Box = tuple[int, int, int, int]
STEP = 0.001
LEFT, RIGHT = (0, 0, 20, 10), (40, 0, 59, 10)


def search(campaign: Campaign, *boxes: Box, ended: bool = True) -> DetectionRun:
    """A search that found rectangles, `west, south, east, north` in steps of a thousandth of a degree."""
    model = campaign.model_versions.first() or make_model_version(campaign)
    run = make_run(campaign, model_version=model, planned_at="2026-01-01T00:00Z")
    for box in boxes:
        find(run, box)
    run.chunks.update(state=RunChunk.State.DONE)
    if ended:
        settle_findings(run=run)
        run.refresh_from_db()
    return run


def find(run: DetectionRun, box: Box) -> Detection:
    west, south, east, north = (10 + STEP * edge for edge in box)
    shape = shapely.MultiPolygon([shapely.box(west, south, east, north)])
    return make_detection(
        run, geometry=dict(shapely.geometry.mapping(shape)), west=west, south=south, east=east, north=north,
        area_ha=shape.area * 1e6,
    )  # fmt: skip


def at(run: DetectionRun, box: Box) -> Detection:
    return run.detections.select_related("place", "run").get(west=10 + STEP * box[0])


def numbers(run: DetectionRun) -> list[int | None]:
    """Of its findings from west to east."""
    return list(run.detections.order_by("west").values_list("place__number", flat=True))


def changes(run: DetectionRun) -> list[str]:
    return list(run.detections.order_by("west").values_list("change", flat=True))


def decisions(finding: Detection) -> set[tuple[int, str]]:
    return set(finding.reviews.filter(superseded_at__isnull=True).values_list("editor_id", "decision"))


def test_the_first_search_numbers_places_from_the_largest(campaign: Campaign) -> None:
    run = search(campaign, (0, 0, 10, 10), (40, 0, 60, 10))
    assert numbers(run) == [2, 1] and changes(run) == ["", ""]
    assert run.is_current


def test_the_same_shapes_keep_numbers_and_decisions_of_two_editors(
    campaign: Campaign, editor: User, second_editor: User
) -> None:
    first = search(campaign, LEFT, RIGHT)
    confirm(at(first, LEFT), editor, second_editor)
    record_review(detection=at(first, RIGHT), editor=editor, decision=D.REJECTED, reason="field")
    second = search(campaign, RIGHT, LEFT)
    assert numbers(second) == numbers(first) and changes(second) == ["kept", "kept"]
    assert at(second, LEFT).review_state == S.CONFIRMED
    assert decisions(at(second, LEFT)) == {(editor.pk, D.CONFIRMED), (second_editor.pk, D.CONFIRMED)}
    rejected = at(second, RIGHT)
    assert rejected.review_state == S.REJECTED
    copy = rejected.reviews.get()
    assert copy.carried_from == at(first, RIGHT).reviews.get() and copy.reason == "field"
    assert not waiting_for(editor, second).exists()


def test_a_shape_that_changed_is_reviewed_anew_under_the_same_number(
    campaign: Campaign, editor: User
) -> None:
    first = search(campaign, LEFT)
    confirm(at(first, LEFT), editor)
    second = search(campaign, (0, 0, 30, 10))
    finding = second.detections.get()
    assert numbers(second) == [1] and finding.change == "changed"
    assert finding.review_state == S.UNREVIEWED and not finding.reviews.exists()


def test_a_rejected_place_that_changed_says_so(campaign: Campaign, editor: User) -> None:
    first = search(campaign, LEFT, RIGHT)
    record_review(detection=at(first, LEFT), editor=editor, decision=D.REJECTED)
    second = search(campaign, (0, 0, 30, 10), RIGHT)
    seen = {finding.west: finding.rejected_before for finding in as_seen_by(editor, second)}
    assert seen == {10.0: True, 10 + STEP * 40: False}


def test_a_place_that_one_search_missed_has_its_number_in_the_next(campaign: Campaign, editor: User) -> None:
    first = search(campaign, LEFT, RIGHT)
    confirm(at(first, RIGHT), editor)
    search(campaign, LEFT)
    third = search(campaign, RIGHT, LEFT, (80, 0, 90, 10))
    assert numbers(third) == [1, 2, 3]
    assert decisions(at(third, RIGHT)) == {(editor.pk, D.CONFIRMED)}


def test_of_a_split_place_the_likest_part_keeps_the_number(campaign: Campaign) -> None:
    search(campaign, (0, 0, 30, 10))
    second = search(campaign, (0, 0, 10, 10), (12, 0, 30, 10))
    assert numbers(second) == [2, 1]
    assert PlaceOverlap.objects.get().place.number == 1
    assert PlaceOverlap.objects.get().detection == at(second, (0, 0, 10, 10))


def test_of_joined_places_the_likest_gives_the_number(campaign: Campaign) -> None:
    search(campaign, (0, 0, 10, 10), (12, 0, 30, 10))
    second = search(campaign, (0, 0, 30, 10))
    assert numbers(second) == [1] and PlaceOverlap.objects.get().place.number == 2
    third = search(campaign, (0, 0, 10, 10), (12, 0, 30, 10))
    assert numbers(third) == [2, 1]


def test_a_number_is_never_used_twice(campaign: Campaign) -> None:
    first = search(campaign, LEFT, RIGHT)
    Detection.objects.filter(run=first).delete()
    assert numbers(search(campaign, LEFT)) == [3]


def test_linking_again_changes_nothing(campaign: Campaign) -> None:
    search(campaign, LEFT, RIGHT)
    second = search(campaign, (0, 0, 12, 10), (15, 0, 20, 10), RIGHT, (80, 0, 90, 10))
    before = list(second.detections.order_by("pk").values("pk", "place", "change"))
    link_places(run=second)
    settle_findings(run=second)
    assert list(second.detections.order_by("pk").values("pk", "place", "change")) == before
    assert PlaceOverlap.objects.count() == 1


def test_findings_that_swap_their_places_do_not_collide(campaign: Campaign) -> None:
    search(campaign, LEFT, RIGHT)
    second = search(campaign, LEFT, RIGHT)
    left, right = at(second, LEFT), at(second, RIGHT)
    for finding, geometry in ((left, right.geometry), (right, left.geometry)):
        Detection.objects.filter(pk=finding.pk).update(geometry=geometry)
    link_places(run=second)
    assert numbers(second) == [2, 1]


def test_a_later_search_waits_until_an_admin_makes_it_current(
    campaign: Campaign, admin: User, editor: User
) -> None:
    first = search(campaign, LEFT)
    second = search(campaign, LEFT)
    assert campaign.runs.current() == first
    # Decided while the old one is still reviewed.
    confirm(at(first, LEFT), editor)
    promote_run(run=second, promoted_by=admin)
    assert campaign.runs.current() == second and campaign.runs.filter(is_current=True).count() == 1
    assert decisions(at(second, LEFT)) == {(editor.pk, D.CONFIRMED)}
    promote_run(run=first, promoted_by=admin)
    assert campaign.runs.current() == first


def test_a_search_that_has_not_ended_cannot_be_made_current(campaign: Campaign, admin: User) -> None:
    first = search(campaign, LEFT)
    second = search(campaign, LEFT, ended=False)
    second.chunks.update(state=RunChunk.State.PENDING)
    with pytest.raises(NotFinished, match="Search 2 is not finished"):
        promote_run(run=second, promoted_by=admin)
    assert campaign.runs.current() == first


def test_a_decision_on_an_old_search_reaches_the_current_one(
    campaign: Campaign, admin: User, editor: User
) -> None:
    first, second = search(campaign, LEFT), search(campaign, LEFT)
    promote_run(run=second, promoted_by=admin)
    first.refresh_from_db()
    review = record_review(detection=at(first, LEFT), editor=editor, decision=D.CONFIRMED)
    assert at(second, LEFT).review_state == S.NEEDS_SECOND
    undo_review(review=review)
    assert at(second, LEFT).review_state == S.UNREVIEWED


def test_a_carried_decision_that_is_undone_does_not_come_back(campaign: Campaign, editor: User) -> None:
    first = search(campaign, LEFT)
    confirm(at(first, LEFT), editor)
    second = search(campaign, LEFT)
    undo_review(review=at(second, LEFT).reviews.get())
    third = search(campaign, LEFT)
    for run in (second, third):
        assert not decisions(at(run, LEFT))


def test_the_last_word_counts_wherever_it_was_said(campaign: Campaign, admin: User, editor: User) -> None:
    first = search(campaign, LEFT)
    confirm(at(first, LEFT), editor)
    second = search(campaign, LEFT)
    record_review(detection=at(second, LEFT), editor=editor, decision=D.REJECTED)
    promote_run(run=second, promoted_by=admin)
    promote_run(run=first, promoted_by=admin)
    assert at(first, LEFT).review_state == S.REJECTED
    assert at(search(campaign, LEFT), LEFT).review_state == S.REJECTED


def test_a_decision_on_another_shape_leaves_the_one_on_this_shape(campaign: Campaign, editor: User) -> None:
    first = search(campaign, LEFT)
    confirm(at(first, LEFT), editor)
    second = search(campaign, (0, 0, 30, 10))
    record_review(detection=second.detections.get(), editor=editor, decision=D.REJECTED)
    assert at(first, LEFT).review_state == S.NEEDS_SECOND
    assert at(search(campaign, LEFT), LEFT).review_state == S.NEEDS_SECOND


def test_small_changes_do_not_add_up_to_a_shape_that_nobody_saw(campaign: Campaign, editor: User) -> None:
    confirm(at(search(campaign, (0, 0, 100, 10)), LEFT), editor)
    states = [_state(search(campaign, (0, 0, east, 10))) for east in (105, 110, 116)]
    assert states == [S.NEEDS_SECOND, S.NEEDS_SECOND, S.UNREVIEWED]


def _state(run: DetectionRun) -> str:
    return run.detections.get().review_state
