"""Six questions from the campaign's gold, before votes count."""

from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from imagery.files import write_atomically
from labeling.joining.tutorial_gate import needs_tutorial
from labeling.models import (
    Answer,
    Assignment,
    Contributor,
    GoldAnswer,
    GoldCrop,
    LabelTile,
    Participation,
    TutorialStep,
    Vote,
)
from tests.factories_labeling import (
    CLOCK,
    answer_tile,
    grid_picture,
    guest_client,
    make_event,
    make_guest,
    make_label_tile,
)

API = "/api/v1/campaigns/amber/labeling/"


@pytest.fixture
def taught(campaign: Campaign) -> Campaign:
    """Gold on two tiles: four positive superpixels with a reason, four negative without."""
    for index in range(2):
        tile = make_label_tile(campaign, index)
        for superpixel in range(1, 5):
            is_positive = superpixel <= 2
            GoldAnswer.objects.create(
                label_tile=tile,
                superpixel=superpixel,
                answer=Answer.POSITIVE if is_positive else Answer.NEGATIVE,
                reason="Round pits in torn sand." if is_positive else "",
            )
    return campaign


@pytest.fixture
def guest(taught: Campaign) -> Contributor:
    return make_guest(taught, "Ada")


@pytest.fixture
def browser(guest: Contributor) -> Client:
    return guest_client(guest)


def post(browser: Client, path: str, **body: Any) -> Any:
    return browser.post(API + path, body, content_type="application/json")


def go_through(browser: Client, **start: Any) -> list[dict[str, Any]]:
    """Answer every question with yes; returns the responses."""
    steps = post(browser, "tutorial/", **start).json()["steps"]
    answers = [
        post(browser, "tutorial/answers/", position=step["position"], answer="positive") for step in steps
    ]
    return [answer.json() for answer in answers]


def test_six_questions_of_both_classes_begin_with_a_positive_one(browser: Client) -> None:
    steps = post(browser, "tutorial/").json()["steps"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4, 5, 6]
    asked = [step.gold.answer for step in TutorialStep.objects.order_by("position")]
    assert Counter(asked) == {Answer.POSITIVE: 3, Answer.NEGATIVE: 3}
    assert asked[0] == Answer.POSITIVE


def test_a_question_shows_a_part_without_the_answer(browser: Client) -> None:
    step = post(browser, "tutorial/").json()["steps"][0]
    assert len(step["rings"][0]) == 5
    assert browser.get(step["picture"]).headers["Content-Type"] == "image/jpeg"
    assert set(step) == {"position", "picture", "rings", "attribution", "answer"}
    assert step["answer"] == ""


def test_each_response_has_the_experts_answer_and_reason(browser: Client) -> None:
    responses = go_through(browser)
    assert [answer["is_right"] for answer in responses].count(True) == 3
    reasons = {(answer["expert"], answer["reason"]) for answer in responses}
    assert reasons == {("positive", "Round pits in torn sand."), ("negative", "Not mining")}
    assert [answer["is_over"] for answer in responses] == [False] * 5 + [True]


def test_no_tile_is_served_and_no_vote_counts_before_the_tutorial(
    browser: Client, guest: Contributor
) -> None:
    response = post(browser, "next/").json()
    assert (response["tiles"], response["needs_tutorial"]) == ([], True)
    assert "six questions" in response["message"]
    vote = {"id": "7b0f2f3e-6d5e-4f6b-9a39-111111111111", "tile": 1, "superpixel": 1, "answer": "positive"}
    refused = post(browser, "votes/", votes=[vote | {"clock": CLOCK}])
    assert refused.status_code == 403
    assert "tutorial" in refused.json()["detail"]
    lease = Assignment.objects.create(
        label_tile=LabelTile.objects.earliest("pk"), contributor=make_guest_of(guest)
    )
    assert post(browser, f"assignments/{lease.pk}/finish/", clock=CLOCK).status_code == 403
    assert not Vote.objects.exists()


def make_guest_of(guest: Contributor) -> Contributor:
    return make_guest(guest.participations.get().campaign)


def test_tiles_are_served_after_the_last_answer(browser: Client, guest: Contributor) -> None:
    go_through(browser)
    assert post(browser, "next/").json()["tiles"]
    assert guest.participations.get().tutorial_passed_at is not None


def test_five_answers_are_not_enough(browser: Client) -> None:
    post(browser, "tutorial/")
    for position in range(1, 6):
        post(browser, "tutorial/answers/", position=position, answer="negative")
    assert post(browser, "next/").json()["needs_tutorial"]


def test_an_interrupted_tutorial_continues(browser: Client) -> None:
    before = post(browser, "tutorial/").json()["steps"]
    post(browser, "tutorial/answers/", position=1, answer="positive")
    after = post(browser, "tutorial/").json()
    assert [step["picture"] for step in after["steps"]] == [step["picture"] for step in before]
    assert (after["n_answered"], after["steps"][0]["answer"]) == (1, "positive")


def test_the_first_answer_to_a_question_stays(browser: Client) -> None:
    post(browser, "tutorial/")
    post(browser, "tutorial/answers/", position=1, answer="negative")
    response = post(browser, "tutorial/answers/", position=1, answer="positive").json()
    assert (response["answer"], response["is_right"]) == ("negative", False)


def test_the_tutorial_can_be_repeated_with_other_questions_and_counts_once(
    browser: Client, guest: Contributor
) -> None:
    go_through(browser)
    first = set(TutorialStep.objects.values_list("gold_answer", flat=True))
    go_through(browser, again=True)
    second = set(TutorialStep.objects.filter(attempt=2).values_list("gold_answer", flat=True))
    assert len(second - first) == 2
    assert TutorialStep.objects.for_skill().count() == 6
    assert post(browser, "next/").json()["tiles"]


def test_opening_the_page_again_does_not_start_another_attempt(browser: Client) -> None:
    go_through(browser)
    assert post(browser, "tutorial/").json()["n_answered"] == 6
    assert TutorialStep.objects.count() == 6


@pytest.mark.parametrize("gone", ["one kind", "too few"])
def test_a_campaign_with_too_little_gold_skips_the_tutorial(browser: Client, gone: str) -> None:
    if gone == "one kind":
        GoldAnswer.objects.filter(answer=Answer.POSITIVE).update(answer=Answer.NEGATIVE)
    else:
        GoldAnswer.objects.filter(superpixel__in=[1, 3]).delete()
    assert post(browser, "tutorial/").status_code == 409
    assert post(browser, "next/").json()["tiles"]


def test_a_volunteer_who_had_a_tile_before_there_was_gold_needs_no_tutorial(campaign: Campaign) -> None:
    make_label_tile(campaign, 5)
    guest = make_guest(campaign)
    answer_tile(campaign, guest, {1})
    taught_later = LabelTile.objects.get()
    for superpixel in range(1, 7):
        answer = Answer.POSITIVE if superpixel < 4 else Answer.NEGATIVE
        GoldAnswer.objects.create(label_tile=taught_later, superpixel=superpixel, answer=answer)
    assert not needs_tutorial(Participation.objects.get())
    assert Participation.objects.get().tutorial_passed_at is not None


def test_editors_need_no_tutorial(taught: Campaign, client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.post(API + "next/", {}, content_type="application/json").json()["tiles"]


def test_the_labelling_page_leads_to_the_tutorial_first(browser: Client) -> None:
    assert browser.get("/c/amber/label/").headers["Location"] == "/c/amber/tutorial/"
    assert browser.get("/c/amber/tutorial/").status_code == 200
    go_through(browser)
    assert browser.get("/c/amber/label/").status_code == 200


def test_the_tutorial_can_use_imported_crops(campaign: Campaign) -> None:
    for index in range(6):
        name = f"gold/amber/{index}.jpg"
        write_atomically(name, grid_picture(index, size=64))
        answer = Answer.POSITIVE if index < 3 else Answer.NEGATIVE
        GoldCrop.objects.create(
            campaign=campaign, name=name, picture=name, sha256=str(index), answer=answer, group="a"
        )
    browser = guest_client(make_guest(campaign))
    steps = post(browser, "tutorial/").json()["steps"]
    assert steps[0]["rings"] == []
    assert browser.get(steps[0]["picture"]).status_code == 200
    stranger = guest_client(make_guest(campaign))
    assert stranger.get(steps[0]["picture"]).status_code == 404


def test_an_editor_marks_lists_and_deletes_gold(campaign: Campaign, client: Client, editor: User) -> None:
    client.force_login(editor)
    tile = make_label_tile(campaign)
    body = {"tile": tile.pk, "superpixel": 2, "answer": "positive", "reason": "Pits."}
    for _ in range(2):
        made = client.post(API + "gold/", body, content_type="application/json")
        assert made.status_code == 201, made.content
    (row,) = client.get(API + "gold/").json()["results"]
    assert (row["tile"], row["superpixel"], row["author"], row["reason"]) == (tile.pk, 2, "emil", "Pits.")
    assert client.delete(f"{API}gold/{row['id']}/").status_code == 204
    assert not GoldAnswer.objects.exists()


def test_gold_on_a_missing_superpixel_is_refused(campaign: Campaign, client: Client, editor: User) -> None:
    client.force_login(editor)
    body = {"tile": make_label_tile(campaign).pk, "superpixel": 7, "answer": "positive"}
    refused = client.post(API + "gold/", body, content_type="application/json")
    assert refused.status_code == 400
    assert "superpixels 1 to 6" in str(refused.json())


@pytest.mark.parametrize("shows_feedback", [True, False])
def test_the_event_may_show_the_experts_answers_after_a_gold_tile(
    campaign: Campaign, shows_feedback: bool
) -> None:
    tile = make_label_tile(campaign)
    GoldAnswer.objects.create(label_tile=tile, superpixel=2, answer=Answer.POSITIVE, reason="Pits.")
    guest = make_guest(campaign)
    guest.participations.update(event=make_event(campaign, shows_feedback=shows_feedback))
    browser = guest_client(guest)
    lease = post(browser, "next/").json()["tiles"][0]["assignment"]
    response = post(browser, f"assignments/{lease}/finish/", clock=CLOCK).json()
    row = {"superpixel": 2, "answer": "negative", "expert": "positive", "reason": "Pits."}
    assert response["feedback"] == ([row] if shows_feedback else [])
