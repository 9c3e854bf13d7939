"""The orders of the queue, pages by the last row's keys, filters, and what is never listed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, Release, ReleasePlace, Review
from detection.publication.services.publish_release import publish_release
from detection.reports.services.answer_report import answer_report
from detection.reports.services.send_report import send_report
from detection.review.orders import Order, Sorting, page_of
from detection.review.queue import as_seen_by, filter_findings
from detection.review.services.record_review import record_review
from detection.runs.services.link_places import link_places
from tests.factories_detection import confirm, make_detection, make_run

S, D = Detection.State, Review.Decision
API = "/api/v1/campaigns/amber/detections/"
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


@pytest.fixture
def findings(run: DetectionRun) -> list[Detection]:
    """Neither score, area nor age are in the order of the keys, and some are alike."""
    made = []
    for number, (score, area) in enumerate([(0.8, 3), (0.95, 1), (0.72, 2), (0.8, 3), (0.9, 2), (0.72, 5)]):
        one = make_detection(run, score=score, area_ha=area)
        Detection.objects.filter(pk=one.pk).update(created_at=NOON + timedelta(hours=(number * 5) % 7))
        made.append(one)
    return made


def listed(user: User, query: str) -> list[int]:
    client = Client()
    client.force_login(user)
    ids, after = [], ""
    while True:
        answer = client.get(f"{API}?{query}&limit=2&after={after}").json()
        ids += [feature["id"] for feature in answer["features"]]
        count, after = answer["count"], answer["next"]
        if after is None:
            assert count == len(ids) == len(set(ids))
            return ids


@pytest.mark.parametrize(
    ("order", "places"),
    [
        ("score", [1, 4, 0, 3, 2, 5]),
        ("uncertain", [2, 5, 0, 3, 4, 1]),
        ("area", [5, 0, 3, 2, 4, 1]),
        ("age", [0, 3, 2, 5, 1, 4]),
        ("fewest", [1, 4, 0, 2, 5, 3]),
    ],
)
def test_each_order_is_whole_over_pages_of_two(
    findings: list[Detection], editor: User, second_editor: User, order: str, places: list[int]
) -> None:
    if order == "fewest":
        record_review(detection=findings[3], editor=second_editor, decision=D.CONFIRMED)
    if order == "age":
        by_age = sorted(findings, key=lambda one: Detection.objects.get(pk=one.pk).created_at)
        assert listed(editor, "order=age") == [one.pk for one in by_age]
        return
    assert listed(editor, f"order={order}") == [findings[place].pk for place in places]


def test_random_stays_for_a_day_and_differs_between_editors_and_days(
    findings: list[Detection], run: DetectionRun, editor: User, second_editor: User
) -> None:
    def ids(user: User, day: str) -> list[int]:
        sorting = Sorting(Order.RANDOM, run, user, day)
        return page_of(as_seen_by(user, run), sorting=sorting, limit=10).ids

    monday = ids(editor, "2026-04-06")
    assert monday == ids(editor, "2026-04-06")
    assert sorted(monday) == [one.pk for one in findings]
    orders = {
        tuple(ids(user, f"2026-04-{day:02}")) for user in (editor, second_editor) for day in range(1, 9)
    }
    assert len(orders) > 10
    assert sorted(listed(editor, "order=random")) == sorted(monday)


def test_places_with_open_reports_come_first(
    run: DetectionRun, findings: list[Detection], editor: User, second_editor: User
) -> None:
    link_places(run=run)
    reported = findings[2]
    for one in findings:
        confirm(one, editor, second_editor)
    release: Release = publish_release(campaign=run.campaign, run=run, published_by=None)
    place = ReleasePlace.objects.get(release=release, detection=reported)
    report = send_report(release=release, text="A quarry", lng=0, lat=0, place=place, reason="no_scar")
    assert listed(editor, "order=reports")[0] == reported.pk
    answer_report(report=report, editor=editor, state="declined")
    assert listed(editor, "order=reports") == listed(editor, "order=score")


def test_a_page_of_another_order_or_of_no_order_is_refused(findings: list[Detection], editor: User) -> None:
    client = Client()
    client.force_login(editor)
    after = client.get(f"{API}?order=score&limit=2").json()["next"]
    for query in (
        f"order=area&after={after}",
        "order=score&after=nonsense",
        "order=score&after=WzEsMiwzLDRd",
    ):
        answer = client.get(f"{API}?{query}")
        assert answer.status_code == 400 and "after" in answer.json()


def test_findings_that_became_a_part_of_another_are_in_no_list(
    findings: list[Detection], editor: User
) -> None:
    Detection.objects.filter(pk=findings[0].pk).update(review_state=S.MERGED)
    for state in ("", "queue", "unreviewed"):
        assert findings[0].pk not in listed(editor, f"state={state}")
    client = Client()
    client.force_login(editor)
    assert client.get(f"{API}?state=merged").status_code == 400
    assert b"Part of another finding" not in client.get("/c/amber/review/").content


def test_filters_narrow_by_score_range_and_capture_dates(
    run: DetectionRun, findings: list[Detection], editor: User
) -> None:
    old = make_detection(run, captured=(date(2015, 5, 1), date(2015, 6, 1)))
    make_detection(run, captured=(None, None))
    scores = {findings[place].pk for place in (0, 3)}
    assert set(listed(editor, "min_score=0.75&max_score=0.85")) == scores
    assert listed(editor, "captured_from=2015-05-20&captured_to=2015-12-31") == [old.pk]
    assert listed(editor, "captured_from=2015-06-02&captured_to=2015-12-31") == []
    assert len(listed(editor, "captured_from=&captured_to=&reviewer=")) == 8


def test_the_filter_by_reviewer_tells_no_more_than_the_state_does(
    findings: list[Detection], editor: User, second_editor: User
) -> None:
    hidden, known, rejected = findings[:3]
    record_review(detection=hidden, editor=second_editor, decision=D.CONFIRMED)
    record_review(detection=known, editor=second_editor, decision=D.CONFIRMED)
    record_review(detection=rejected, editor=second_editor, decision=D.REJECTED)
    mine = record_review(detection=known, editor=editor, decision=D.CONFIRMED)
    assert listed(editor, "reviewer=edda") == [rejected.pk]
    assert set(listed(second_editor, "reviewer=edda")) == {hidden.pk, known.pk, rejected.pk}
    assert listed(editor, "reviewer=emil") == [known.pk]
    Review.objects.filter(pk=mine.pk).update(created_at=NOON)
    assert set(listed(editor, "reviewer=edda")) == {rejected.pk, known.pk}
    client = Client()
    client.force_login(editor)
    assert "reviewer" in client.get(f"{API}?reviewer=nobody").json()


def test_what_waits_is_the_same_in_one_condition_as_in_words(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    """Not decided, or all have decided and it is disputed or left unsure by me."""
    undecided, unsure, disputed, confirmed = (make_detection(run) for _ in range(4))
    for mine, theirs, finding in (
        (D.UNSURE, D.CONFIRMED, unsure),
        (D.CONFIRMED, D.REJECTED, disputed),
        (D.CONFIRMED, D.CONFIRMED, confirmed),
    ):
        record_review(detection=finding, editor=editor, decision=mine)
        record_review(detection=finding, editor=second_editor, decision=theirs)
    waiting = filter_findings(as_seen_by(editor, run), state="queue")
    assert set(waiting) == {undecided, unsure, disputed}
