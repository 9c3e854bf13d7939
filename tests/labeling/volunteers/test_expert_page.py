"""Editors answer what volunteers could not agree on, without seeing their votes."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign
from imagery.files import data_path, write_atomically
from imagery.outlines import pack_outlines
from labeling.models import Consensus, GoldAnswer, LabelTile
from tests.factories_labeling import make_label_tile


@pytest.fixture
def tile(campaign: Campaign) -> LabelTile:
    tile = make_label_tile(campaign)
    for number in (2, 5):
        Consensus.objects.create(
            label_tile=tile, superpixel=number, state=Consensus.State.EXPERT, probability=0.47, n_votes=11
        )
    return tile


@pytest.fixture
def browser(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


JSON = "application/json"
PAGE, ANSWER = "/c/amber/expert/", "/c/amber/expert/answer/"


def test_each_question_shows_its_superpixel_in_its_surroundings(browser: Client, tile: LabelTile) -> None:
    page = browser.get(PAGE).content.decode()
    assert page.count('class="card question"') == 2
    assert reverse("api-label-picture", args=["amber", tile.pk]) in page
    assert "M341 0L683 0L683 512L341 512L341 0Z" in page


def test_a_small_superpixel_is_enlarged(browser: Client, tile: LabelTile) -> None:
    corner = [[(0.0, 0.0), (100.0, 0.0), (100.0, 80.0), (0.0, 0.0)]]
    middle = [[(400.0, 400.0), (500.0, 400.0), (500.0, 500.0), (400.0, 400.0)]]
    write_atomically(tile.segmentation.outlines, pack_outlines({2: corner, 5: middle}))
    page = browser.get(PAGE).content.decode()
    assert 'viewBox="0 0 250 250"' in page and 'viewBox="325 325 250 250"' in page


def test_what_others_answered_is_not_shown(browser: Client, tile: LabelTile) -> None:
    def questions() -> str:
        return str(browser.get(PAGE).content.decode().split('class="questions"')[1].split("csrf")[0])

    before = questions()
    Consensus.objects.update(probability=0.53, n_votes=12)
    assert questions() == before


def test_an_answer_settles_the_superpixel_and_leaves_the_queue(
    browser: Client, editor: User, tile: LabelTile
) -> None:
    given = {"tile": tile.pk, "superpixel": 2, "answer": "positive", "reason": "Pits in a row"}
    assert browser.post(ANSWER, given).status_code == 302
    gold = GoldAnswer.objects.get()
    assert (gold.superpixel, gold.answer, gold.reason, gold.author) == (
        2,
        "positive",
        "Pits in a row",
        editor,
    )
    assert tile.consensus.get(superpixel=2).state == Consensus.State.SETTLED
    assert "Settled" in browser.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "changes", [{"superpixel": 3}, {"superpixel": 99}, {"tile": 9999}, {"answer": "perhaps"}, {"tile": "x"}]
)
def test_a_superpixel_that_awaits_no_expert_cannot_be_answered(
    browser: Client, tile: LabelTile, changes: dict[str, object]
) -> None:
    given = {"tile": tile.pk, "superpixel": 2, "answer": "positive"} | changes
    assert browser.post(ANSWER, given).status_code == 302
    assert not GoldAnswer.objects.exists()


def test_the_whole_picture_is_shown_when_the_outline_is_missing(browser: Client, tile: LabelTile) -> None:
    data_path(tile.segmentation.outlines).unlink()
    assert 'viewBox="0 0 1024 1024"' in browser.get(PAGE).content.decode()


def test_an_empty_queue_says_so(browser: Client) -> None:
    assert "Nothing needs an expert" in browser.get(PAGE).content.decode()


def test_the_api_lists_questions_and_accepts_answers(browser: Client, tile: LabelTile) -> None:
    where = reverse("api-expert", args=["amber"])
    questions = browser.get(where).json()
    assert [(question["tile"], question["superpixel"]) for question in questions] == [
        (tile.pk, 2),
        (tile.pk, 5),
    ]
    given = {"tile": tile.pk, "superpixel": 5, "answer": "negative"}
    assert browser.post(where, given, JSON).status_code == 204
    assert browser.post(where, given, JSON).status_code == 404
    assert GoldAnswer.objects.get().superpixel == 5


def test_an_editor_marks_any_part_of_a_waiting_tile_as_gold(campaign: Campaign, editor: User) -> None:
    tile = make_label_tile(campaign)
    client = Client()
    client.force_login(editor)
    queue = client.get(reverse("queue-order", args=[campaign.slug])).content.decode()
    address = f"{reverse('expert', args=[campaign.slug])}?tile={tile.pk}"
    assert address in queue
    shown = client.get(address).content.decode()
    assert shown.count('class="card question"') == tile.segmentation.n_superpixels
    marked = {"superpixel": "2", "answer": "positive", "reason": "Round pits"}
    client.post(reverse("expert-gold", args=[campaign.slug, tile.pk]), marked)
    gold = GoldAnswer.objects.get()
    assert (gold.label_tile, gold.superpixel, gold.answer, gold.author) == (tile, 2, "positive", editor)
    left = client.get(address).content.decode()
    assert left.count('class="card question"') == tile.segmentation.n_superpixels - 1


@pytest.mark.parametrize("given", [{"superpixel": "900", "answer": "positive"}, {"superpixel": "1"}])
def test_an_invalid_answer_becomes_no_gold(campaign: Campaign, editor: User, given: dict[str, str]) -> None:
    tile = make_label_tile(campaign)
    client = Client()
    client.force_login(editor)
    client.post(reverse("expert-gold", args=[campaign.slug, tile.pk]), given)
    assert not GoldAnswer.objects.exists()


@pytest.mark.parametrize("tile", ["x", "0", "99999999999999999999999"])
def test_a_missing_tile_is_not_found(campaign: Campaign, editor: User, tile: str) -> None:
    client = Client()
    client.force_login(editor)
    assert client.get(reverse("expert", args=[campaign.slug]), {"tile": tile}).status_code == 404
