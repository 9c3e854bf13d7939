"""What a sample says: its queue, its figures, its page and API, and what a release freezes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, PrecisionSample, Review
from detection.precision.figures import figures_of
from detection.precision.services.draw_sample import draw_sample
from detection.publication.services.publish_release import publish_release
from detection.review.services.record_review import record_review
from tests.factories_detection import confirm, make_detection, make_run

API, PAGE = "/api/v1/campaigns/amber/precision/", "/c/amber/precision/"
FINDINGS = "/api/v1/campaigns/amber/detections/"
D = Review.Decision


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


@pytest.fixture
def findings(run: DetectionRun) -> list[Detection]:
    return [make_detection(run, area_ha=1.0 + number, score=0.99 - number / 100) for number in range(12)]


@pytest.fixture
def sample(findings: list[Detection], run: DetectionRun, editor: User) -> PrecisionSample:
    return draw_sample(run=run, drawn_by=editor, size=12, seed=2)


def reject(detection: Detection, editor: User) -> None:
    record_review(detection=detection, editor=editor, decision=D.REJECTED)


def test_figures_rest_on_decided_findings_of_the_sample_alone(
    run: DetectionRun, sample: PrecisionSample, findings: list[Detection], editor: User, second_editor: User
) -> None:
    for finding in findings[:6]:
        confirm(finding, editor, second_editor)
    reject(findings[6], editor)
    confirm(findings[7], editor)
    record_review(detection=findings[8], editor=editor, decision=D.UNSURE)
    confirm(findings[9], editor)
    reject(findings[9], second_editor)
    confirm(make_detection(run), editor, second_editor)
    figures = figures_of(sample)
    assert (figures.n_decided, figures.n_confirmed) == (7, 6)
    assert (figures.n_unsure, figures.n_disputed, figures.n_waiting) == (1, 1, 3)
    assert figures.share is not None and figures.share.value == pytest.approx(6 / 7)
    assert figures.rests_on_few


def test_decisions_older_than_the_sample_are_told_apart(
    run: DetectionRun, findings: list[Detection], editor: User
) -> None:
    reject(findings[0], editor)
    sample = draw_sample(run=run, drawn_by=editor, size=12)
    reject(findings[1], editor)
    assert figures_of(sample).n_before == 1


def test_the_queue_of_a_sample_has_a_random_order_and_hides_the_score(
    sample: PrecisionSample, editor: User, second_editor: User, client: Client
) -> None:
    drawn = list(sample.findings.values_list("detection", flat=True))
    confirm(Detection.objects.get(pk=drawn[0]), second_editor)
    client.force_login(editor)
    answer = client.get(FINDINGS, {"run": 1, "sample": 1, "state": "queue"}).json()
    order = [feature["id"] for feature in answer["features"]]
    assert sorted(order) == sorted(drawn)
    score_of = dict(Detection.objects.values_list("pk", "score"))
    assert order != sorted(drawn, key=lambda pk: (-score_of[pk], pk))
    again = client.get(FINDINGS, {"run": 1, "sample": 1, "state": "queue", "order": "score"}).json()
    assert [feature["id"] for feature in again["features"]] == order
    assert {feature["properties"]["score"] for feature in answer["features"]} == {None}
    assert {feature["properties"]["state"] for feature in answer["features"]} == {"unreviewed"}


def test_the_score_cannot_be_found_out_by_filtering(
    sample: PrecisionSample, editor: User, client: Client
) -> None:
    client.force_login(editor)
    assert client.get(FINDINGS, {"sample": 1, "min_score": 0.95}).status_code == 400
    assert client.get(FINDINGS, {"sample": 1, "max_score": 0.95}).status_code == 400


def test_no_answer_about_a_sampled_finding_has_a_score_or_probability(
    sample: PrecisionSample, findings: list[Detection], editor: User, client: Client
) -> None:
    client.force_login(editor)
    one = f"{FINDINGS}{findings[0].pk}/"
    decided = client.post(f"{one}reviews/?sample=1", {"decision": "confirmed"}, "application/json").json()
    undo = f"/api/v1/campaigns/amber/reviews/{decided['history'][0]['id']}/undo/?sample=1"
    opened = client.post(f"{one}history/?sample=1").json()
    for detail in (client.get(f"{one}?sample=1").json(), decided, opened, client.post(undo).json()):
        assert (detail["score"], detail["probabilities"]) == (None, [])
        assert all(not picture["probabilities"] for picture in detail["pictures"])
    assert client.get(one).json()["score"] == 0.99


def test_a_finding_that_was_not_drawn_is_not_in_the_sample(
    run: DetectionRun, sample: PrecisionSample, editor: User, client: Client
) -> None:
    other = make_detection(run)
    client.force_login(editor)
    assert client.get(f"{FINDINGS}{other.pk}/?sample=1").status_code == 404
    assert client.get(f"{FINDINGS}?sample=7").status_code == 404


def test_a_rejected_finding_still_waits_for_every_other_editor(
    sample: PrecisionSample, findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    reject(findings[3], second_editor)
    asked = {"sample": 1, "state": "queue"}
    client.force_login(editor)
    shown = {one["id"]: one["properties"] for one in client.get(FINDINGS, asked).json()["features"]}
    assert shown[findings[3].pk]["state"] == "unreviewed"
    client.force_login(second_editor)
    assert findings[3].pk not in [one["id"] for one in client.get(FINDINGS, asked).json()["features"]]


def test_a_later_sample_has_a_queue_of_its_own(
    run: DetectionRun, sample: PrecisionSample, editor: User, client: Client
) -> None:
    later = draw_sample(run=run, drawn_by=editor, size=6, seed=8)
    client.force_login(editor)
    answer = client.get(FINDINGS, {"sample": 2}).json()
    found = {one["id"] for one in answer["features"]}
    assert found == set(later.findings.values_list("detection", flat=True))


def test_agreement_takes_each_editors_first_independent_decision(
    sample: PrecisionSample, findings: list[Detection], editor: User, second_editor: User, admin: User
) -> None:
    for finding in findings[:6]:
        confirm(finding, editor, second_editor, admin)
    for finding in findings[6:10]:
        reject(finding, editor)
        reject(finding, second_editor)
    confirm(findings[10], editor)
    reject(findings[10], second_editor)
    confirm(findings[11], editor)
    confirm(findings[10], second_editor)  # changed his mind; the first decision is what counts
    agreement = figures_of(sample).agreement
    assert agreement.n_findings == 11
    # 13 confirmations and 9 rejections: 1 - 21 x 2 / (22^2 - 13^2 - 9^2)
    assert agreement.alpha == pytest.approx(1 - 21 * 2 / (22**2 - 13**2 - 9**2))


def test_pace_is_a_median_over_gaps_of_one_editor(
    sample: PrecisionSample, findings: list[Detection], editor: User, second_editor: User
) -> None:
    start = timezone.now()
    for number, finding in enumerate(findings[:7]):
        reject(finding, editor)
        Review.objects.filter(detection=finding).update(created_at=start + timedelta(seconds=20 * number))
    reject(findings[7], second_editor)
    pace = figures_of(sample).pace
    assert (pace.median_seconds, pace.n_gaps) == (20, 6)
    assert [(one.editor, one.n_sampled, one.median_seconds) for one in pace.editors] == [
        (second_editor.username, 1, None),
        (editor.username, 7, 20),
    ]


def test_the_api_draws_and_reports(
    findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    client.force_login(editor)
    assert client.get(API).json() == {"figures": None, "samples": []}
    drawn = client.post(API, {"size": 12}, "application/json")
    assert (drawn.status_code, drawn.json()["size"], drawn.json()["precision"]) == (201, 12, None)
    for finding in findings:
        confirm(finding, editor, second_editor)
    figures: dict[str, Any] = client.get(API).json()["figures"]
    assert (figures["n_decided"], figures["mapped_ha"], figures["estimated_ha"]["value"]) == (12, 78, 78)
    assert figures["precision"]["lower"] == pytest.approx(0.7575, abs=1e-4)
    assert client.post(API, {"size": 0}, "application/json").status_code == 400


def test_nothing_found_cannot_be_sampled_over_the_api(
    run: DetectionRun, editor: User, client: Client
) -> None:
    client.force_login(editor)
    assert client.post(API, {}, "application/json").status_code == 409


def test_the_page_draws_a_sample_and_says_what_is_too_little(
    findings: list[Detection], editor: User, client: Client
) -> None:
    client.force_login(editor)
    assert "Draw a sample" in client.get(PAGE).content.decode()
    page = client.post(PAGE, {"run": 1, "size": 9}, follow=True).content.decode()
    assert PrecisionSample.objects.get().size == 9
    assert "No finding of the sample is decided yet" in page
    assert "Review 9 findings of the sample" in page
    assert "Two editors have decided independently on 0 findings" in page


def test_the_pages_headline_is_the_lower_bound(
    sample: PrecisionSample, findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    for finding in findings[:10]:
        confirm(finding, editor, second_editor)
    for finding in findings[10:]:
        reject(finding, editor)
    client.force_login(editor)
    page = " ".join(client.get(PAGE).content.decode().split())
    assert "at least 55 %" in page  # 10 of 12 by Wilson: 0.5520 to 0.9530
    assert "Of 12 decided findings of the sample 10 were confirmed: 83 %, between 55 and 96 %" in page


def test_the_page_does_not_tell_an_undecided_editor_what_others_said(
    sample: PrecisionSample, findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    record_review(detection=findings[0], editor=second_editor, decision=D.UNSURE)
    client.force_login(editor)
    listed = client.get(PAGE).context["undecided"]
    assert {one.visible_state for one in listed} == {"unreviewed"}


def test_the_review_page_of_a_sample_offers_no_score(
    sample: PrecisionSample, editor: User, client: Client
) -> None:
    client.force_login(editor)
    page = client.get("/c/amber/review/?run=1&sample=1").content.decode()
    assert 'data-review-sample-value="1"' in page and "min_score" not in page
    assert client.get("/c/amber/review/?sample=2").status_code == 404
    assert "min_score" in client.get("/c/amber/review/").content.decode()


def test_a_release_freezes_the_figures_and_its_readers_see_them(
    sample: PrecisionSample, findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    for finding in findings[:10]:
        confirm(finding, editor, second_editor)
    reject(findings[11], editor)
    release = publish_release(campaign=sample.run.campaign, run=sample.run, published_by=None)
    reject(findings[0], editor)
    release.refresh_from_db()
    card = release.card["precision"]
    assert (card["n_drawn"], card["n_decided"], card["n_confirmed"], card["mapped_ha"]) == (12, 11, 10, 78)
    assert (card["lower"], card["at_least_percent"], card["n_samples"]) == (0.6226, 62, 1)
    assert card["estimated_ha_lower"] < card["estimated_ha"] < card["estimated_ha_upper"]
    page = " ".join(client.get("/c/amber/map/releases/1/").content.decode().split())
    assert "Of 11 findings drawn at random, 10 proved right: at least 62 % with 95 % confidence." in page


def test_a_release_without_a_decided_sample_says_that_nothing_was_measured(
    run: DetectionRun, findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    confirm(findings[0], editor, second_editor)
    release = publish_release(campaign=run.campaign, run=run, published_by=None)
    assert release.card["precision"] is None
    assert "was not measured" in client.get("/c/amber/map/releases/1/").content.decode()


def test_a_sample_of_other_findings_is_not_stated_in_a_release(
    run: DetectionRun, sample: PrecisionSample, findings: list[Detection], editor: User, second_editor: User
) -> None:
    confirm(findings[0], editor, second_editor)
    make_detection(run)
    assert publish_release(campaign=run.campaign, run=run, published_by=None).card["precision"] is None
