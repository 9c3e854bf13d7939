"""A sample is drawn on its page, reviewed blind to the score, and measured."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from campaigns.models import Campaign
from detection.models import Detection, PrecisionSample, Review
from detection.precision.services.draw_sample import draw_sample
from detection.review.services.record_review import record_review
from detection.runs.services.link_places import link_places
from tests.e2e.conftest import OpenPage
from tests.factories_detection import confirm, make_detection, make_run

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_an_editor_draws_a_sample_and_reviews_it_without_a_score(
    open_page: OpenPage, address: Callable[[str], str], campaign: Campaign, editor: User
) -> None:
    run = make_run(campaign)
    for score in (0.95, 0.9, 0.85):
        make_detection(run, score=score, files=True)
    link_places(run=run)
    page = open_page(user=editor, width=1440, height=900)
    page.goto(address("/c/amber/precision/"))
    page.get_by_role("button", name="Draw at random").click()
    page.get_by_role("link", name="Review 3 findings of the sample").click()
    expect(page.locator("[data-review-target=list] .place")).to_have_count(3)
    expect(page.locator(".outline--positive")).to_have_count(4)
    order = list(PrecisionSample.objects.get().findings.values_list("detection", flat=True))
    shown = [
        int(place.get_attribute("data-review-id-param") or 0)
        for place in page.locator("[data-review-target=list] .place").all()
    ]
    assert sorted(shown) == sorted(order)
    words = page.locator(".review__grid").inner_text()
    assert "0.95" not in words and "95\u00a0%" not in words and "Minimum score" not in words
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(page.locator("[data-review-target=list] .place")).to_have_count(2)
    page.keyboard.press("z")
    expect(page.locator("[data-review-target=list] .place")).to_have_count(3)
    with page.expect_response("**/reviews/?sample=1"):
        page.keyboard.press("c")
    expect(page.locator("[data-review-target=list] .place")).to_have_count(2)
    assert "0.95" not in page.locator(".review__grid").inner_text()
    assert Detection.objects.get(pk=shown[0]).review_state == Detection.State.NEEDS_SECOND


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_page_fits(
    open_page: OpenPage,
    address: Callable[[str], str],
    campaign: Campaign,
    editor: User,
    second_editor: User,
    width: int,
) -> None:
    run = make_run(campaign)
    found = [make_detection(run, area_ha=0.3 + number * number / 40) for number in range(60)]
    link_places(run=run)
    draw_sample(run=run, drawn_by=second_editor, size=20, seed=4)
    sample = draw_sample(run=run, drawn_by=editor, size=50, seed=3)
    drawn = list(sample.findings.select_related("detection").order_by("position"))
    for number, one in enumerate(drawn[:45]):
        if number % 6:
            confirm(one.detection, editor, second_editor)
        elif number % 12:
            record_review(detection=one.detection, editor=editor, decision=Review.Decision.REJECTED)
            record_review(detection=one.detection, editor=second_editor, decision=Review.Decision.REJECTED)
        else:
            record_review(detection=one.detection, editor=second_editor, decision=Review.Decision.UNSURE)
    assert len(found) == 60
    page = open_page(user=editor, width=width, height=900)
    page.goto(address("/c/amber/precision/"))
    expect(page.locator(".precision__headline").first).to_contain_text("at least")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
