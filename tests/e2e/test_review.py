"""An editor's journey through the review page, by key, by click and by thumb."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from detection.models import Detection, Review, TileResult
from detection.review.services.record_review import record_review
from detection.runs.services.link_places import link_places
from tests.e2e.conftest import OpenPage
from tests.factories_detection import make_detection, make_run

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
S = Detection.State


@pytest.fixture
def detections(campaign: Campaign) -> list[Detection]:
    run = make_run(campaign)
    found = [make_detection(run, score=score, files=True) for score in (0.95, 0.9, 0.85)]
    link_places(run=run)
    return found


def listed(page: Page, count: int) -> None:
    """The count in words and the list always say the same."""
    expect(page.locator("[data-review-target=list] .place")).to_have_count(count)
    expect(page.locator("[data-review-target=count]")).to_have_text(
        f"{count} finding{'' if count == 1 else 's'}"
    )


def states(detections: list[Detection]) -> list[str]:
    return list(
        Detection.objects.filter(pk__in=[d.pk for d in detections])
        .order_by("pk")
        .values_list("review_state", flat=True)
    )


def open_review(open_page: OpenPage, address: Callable[[str], str], user: User, **size: int) -> Page:
    page = open_page(user=user, **size)  # type: ignore[arg-type]  # width and height are integers
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(address("/c/amber/review/"))
    expect(page.locator(".viewer img")).to_be_visible()
    expect(page.locator(".outline--positive")).to_have_count(4)
    assert refused == []
    return page


def test_an_editor_decides_by_key_and_takes_it_back(
    open_page: OpenPage, address: Callable[[str], str], detections: list[Detection], editor: User
) -> None:
    page = open_review(open_page, address, editor, width=1440, height=900)
    listed(page, 3)
    page.keyboard.press("c")
    listed(page, 2)
    page.keyboard.press("r")
    page.keyboard.press("3")
    listed(page, 1)
    page.keyboard.press("u")
    listed(page, 0)
    expect(page.locator("[data-review-target=empty-text]")).to_contain_text("Nothing waits for you")
    page.keyboard.press("z")
    listed(page, 1)
    expect(page.locator("[data-review-target=fact-id]")).to_have_text("#3")
    assert states(detections) == [S.NEEDS_SECOND, S.REJECTED, S.UNREVIEWED]
    assert Review.objects.get(decision="rejected").reason == Review.Reason.FIELD


def test_outlines_go_while_the_key_is_held_and_steps_walk_the_list(
    open_page: OpenPage, address: Callable[[str], str], detections: list[Detection], editor: User
) -> None:
    page = open_review(open_page, address, editor, width=1440, height=900)
    outlines = page.locator(".viewer__outlines")
    page.keyboard.down("h")
    expect(outlines).to_be_hidden()
    page.keyboard.up("h")
    expect(outlines).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("[data-review-target=fact-id]")).to_have_text("#2")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-review-target=fact-id]")).to_have_text("#1")


def test_letters_typed_into_the_comment_decide_nothing(
    open_page: OpenPage, address: Callable[[str], str], detections: list[Detection], editor: User
) -> None:
    page = open_review(open_page, address, editor, width=1440, height=900)
    page.fill("[data-review-target=comment]", "cruz")
    page.locator("[data-review-target=comment]").press("c")
    listed(page, 3)
    page.click("[data-review-target=rejected]")
    page.get_by_role("button", name="Water or bog").click()
    listed(page, 2)
    page.click("[data-review-target=status] button")
    expect(page.locator("[data-review-target=history]")).to_contain_text("cruzc")
    assert Review.objects.get().comment == "cruzc"


def test_the_second_editor_sees_the_first_ones_words_only_afterwards(
    open_page: OpenPage,
    address: Callable[[str], str],
    detections: list[Detection],
    editor: User,
    second_editor: User,
) -> None:
    record_review(detection=detections[0], editor=editor, decision="confirmed", comment="Rows of pits")
    page = open_review(open_page, address, second_editor, width=1440, height=900)
    page.click(f"[data-review-target=list] [data-review-id-param='{detections[0].pk}']")
    expect(page.locator("[data-review-target=fact-state]")).to_have_text("To review")
    expect(page.locator("[data-review-target=history]")).not_to_contain_text("Rows of pits")
    page.keyboard.press("c")
    page.click("[data-review-target=status] button")
    expect(page.locator("[data-review-target=opener]")).to_be_visible()
    expect(page.locator("[data-review-target=history]")).not_to_contain_text("Rows of pits")
    page.keyboard.press("i")
    expect(page.locator("[data-review-target=history]")).to_contain_text("Rows of pits")
    expect(page.locator("[data-review-target=opener]")).to_be_hidden()
    expect(page.locator("[data-review-target=fact-state]")).to_have_text("Confirmed")


def test_a_lost_connection_loses_no_decision(
    open_page: OpenPage,
    address: Callable[[str], str],
    detections: list[Detection],
    editor: User,
) -> None:
    page = open_review(open_page, address, editor, width=1440, height=900)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.keyboard.press("c")
    expect(page.locator("[data-review-target=status]")).to_contain_text("was not stored")
    listed(page, 3)
    page.context.set_offline(False)
    page.keyboard.press("c")
    listed(page, 2)
    expect(page.locator("[data-review-target=status]")).to_contain_text("confirmed")


def test_filters_narrow_list_and_count(
    open_page: OpenPage, address: Callable[[str], str], detections: list[Detection], editor: User
) -> None:
    page = open_review(open_page, address, editor, width=1440, height=900)
    page.get_by_text("More filters").click()
    page.locator("#filter-score").fill("0.88")
    listed(page, 2)
    page.select_option("#filter-state", "confirmed")
    listed(page, 0)


def test_on_a_phone_the_buttons_lie_under_the_thumb(
    open_page: OpenPage, address: Callable[[str], str], detections: list[Detection], editor: User
) -> None:
    page = open_page(user=editor, width=360, height=740, touch=True)
    page.goto(address("/c/amber/review/"))
    expect(page.locator(".outline--positive")).to_have_count(4)
    for decision in ("confirmed", "rejected", "unsure", "skipped"):
        box = page.locator(f"[data-review-target={decision}]").bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 740
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.tap("[data-review-target=confirmed]")
    listed(page, 2)


@pytest.mark.parametrize("locale", ["en-GB", "uk"])
@pytest.mark.parametrize("width", [360, 1024, 1440])
def test_no_button_cuts_its_words(
    open_page: OpenPage,
    address: Callable[[str], str],
    detections: list[Detection],
    editor: User,
    width: int,
    locale: str,
) -> None:
    page = open_page(user=editor, width=width, height=900, locale=locale)
    page.goto(address("/c/amber/review/"))
    expect(page.locator(".outline--positive")).to_have_count(4)
    cut = "buttons => buttons.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"
    assert page.locator(".review__decide .button").evaluate_all(cut) == []


def test_land_that_the_model_does_not_know_is_a_layer_of_the_map(
    open_page: OpenPage, address: Callable[[str], str], detections: list[Detection], editor: User
) -> None:
    TileResult.objects.update(n_superpixels=20, n_novel=15)
    page = open_review(open_page, address, editor, width=1440, height=900)
    page.hover(".leaflet-control-layers")
    with page.expect_response("**/novelty.geojson") as fetched:
        page.get_by_label("Unlike the labelled land").check()
    shares = [cell["properties"]["share"] for cell in fetched.value.json()["features"]]
    assert shares and set(shares) == {0.75}
