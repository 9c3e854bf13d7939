"""Parts without imagery are neither asked nor counted, wherever superpixels are."""

import json
from pathlib import Path
from random import Random

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign
from imagery.models import Tile
from imagery.services.mark_missing import mark_missing
from labeling import interface
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.record_votes import record_votes
from labeling.answering.services.reopen_tile import reopen_tile
from labeling.answering.tile_output import describe_tiles
from labeling.consensus.gather_ballots import gather_ballots
from labeling.consensus.services.estimate_skills import estimate_skills
from labeling.consensus.services.mark_gold import mark_gold
from labeling.consensus.services.update_consensus import update_consensus
from labeling.errors import NothingToAnswer
from labeling.events.board import make_board
from labeling.exchange.services.export_labels import write_labels
from labeling.exchange.services.import_labels import import_labels
from labeling.models import Answer, Consensus, GoldAnswer, LabelExport, LabelTile, Vote
from labeling.tutorial.services.start_tutorial import _candidates
from labeling.volunteers.expert_queue import questions_on
from ml import tiles
from tests.factories import make_campaign
from tests.factories_labeling import (
    CLOCK,
    answer_tile,
    draft,
    guest_client,
    lease_tile,
    make_event,
    make_guest,
    make_label_tile,
    take_data,
)

SHOWN = [1, 2, 3, 5]
EMPTY = [4, 6]
WEST, SOUTH = "west", "south"


@pytest.fixture
def tile(campaign: Campaign) -> LabelTile:
    tile = make_label_tile(campaign)
    take_data(tile, *EMPTY)
    return tile


def lose(tile: LabelTile, *sides: str) -> None:
    """Half of the picture in the west or south, or both, proves to be a placeholder: of the grid's
    superpixels the west loses 1 and 4, the south 4, 5 and 6."""
    address = tile.tile.address
    west, south = ((0, 0), (0, 1)), ((0, 1), (1, 1))
    parts = {place for side in sides for place in {WEST: west, SOUTH: south}[side]}
    found = [tiles.Tile(address.z + 1, 2 * address.x + x, 2 * address.y + y) for x, y in parts]
    mark_missing(tile=tile.tile, parts=found)
    tile.segmentation.refresh_from_db()


# --- asking ---


def test_the_page_is_told_which_parts_it_must_not_ask(campaign: Campaign, tile: LabelTile) -> None:
    guest = make_guest(campaign)
    (described,) = describe_tiles([lease_tile(campaign, guest)], guest, campaign.slug)
    assert (described["n_superpixels"], described["without_data"]) == (6, EMPTY)


def test_leasing_asks_the_database_as_often_as_for_a_whole_tile(campaign: Campaign, tile: LabelTile) -> None:
    holed = _count_queries_of_a_lease(campaign)
    take_data(tile)
    assert _count_queries_of_a_lease(campaign) == holed


def _count_queries_of_a_lease(campaign: Campaign) -> int:
    browser = guest_client(make_guest(campaign))
    with CaptureQueriesContext(connection) as asked:
        answer = browser.post("/api/v1/campaigns/amber/labeling/next/", {"count": 1}, "application/json")
    assert len(answer.json()["tiles"]) == 1
    return len(asked)


def test_a_vote_on_a_part_without_imagery_is_refused_in_words(campaign: Campaign, tile: LabelTile) -> None:
    guest = make_guest(campaign)
    lease_tile(campaign, guest)
    good, bad = draft(tile, 2), draft(tile, 4)
    recorded = record_votes(campaign=campaign, contributor=guest, votes=[good, bad])
    assert recorded.stored == [good.id]
    assert "Part 4 of tile" in recorded.rejected[bad.id] and "shows no imagery" in recorded.rejected[bad.id]


def test_the_rest_is_clear_answers_only_what_can_be_seen(campaign: Campaign, tile: LabelTile) -> None:
    answer_tile(campaign, make_guest(campaign), {2})
    assert sorted(Vote.objects.values_list("superpixel", flat=True)) == SHOWN


def test_undo_of_a_finished_tile_leaves_parts_without_imagery_alone(
    campaign: Campaign, tile: LabelTile
) -> None:
    assignment = answer_tile(campaign, make_guest(campaign), {2})
    assert reopen_tile(assignment=assignment, clock=CLOCK + 5)
    finish_tile(assignment=assignment, clock=CLOCK + 6)
    assert sorted(Vote.objects.standing().values_list("superpixel", flat=True)) == SHOWN


def test_a_tile_is_done_when_every_part_with_imagery_is_agreed(campaign: Campaign, tile: LabelTile) -> None:
    for _guest in range(3):
        answer_tile(campaign, make_guest(campaign), set())
    tile.refresh_from_db()
    assert (tile.is_done, tile.target) == (True, 3)
    assert sorted(tile.consensus.values_list("superpixel", flat=True)) == SHOWN


def test_gold_on_every_part_with_imagery_closes_the_tile(campaign: Campaign, tile: LabelTile) -> None:
    for number in SHOWN:
        mark_gold(label_tile=tile, superpixel=number, answer=Answer.NEGATIVE, author=None)
    tile.refresh_from_db()
    assert tile.is_done


def test_an_expert_is_asked_only_about_parts_with_imagery(
    campaign: Campaign, tile: LabelTile, editor: User
) -> None:
    assert [question.superpixel for question in questions_on(tile)] == SHOWN
    with pytest.raises(NothingToAnswer, match="shows no imagery"):
        mark_gold(label_tile=tile, superpixel=4, answer=Answer.POSITIVE, author=editor)
    client = Client()
    client.force_login(editor)
    address = reverse("expert-gold", args=[campaign.slug, tile.pk])
    page = client.post(address, {"superpixel": 4, "answer": "positive"}, follow=True).content.decode()
    assert "shows no imagery" in page
    answer = client.post(
        f"/api/v1/campaigns/{campaign.slug}/labeling/gold/",
        {"tile": tile.pk, "superpixel": 4, "answer": "positive"},
        "application/json",
    )
    assert answer.status_code == 400 and "shows no imagery" in answer.json()["superpixel"]
    assert not GoldAnswer.objects.exists()


# --- counting ---


def test_the_board_counts_only_parts_with_imagery(campaign: Campaign, tile: LabelTile) -> None:
    event, guest = make_event(campaign), make_guest(campaign)
    guest.participations.update(event=event)
    answer_tile(campaign, guest, set())
    assert make_board(event)["superpixels"] == len(SHOWN)


def test_training_examples_and_estimates_leave_parts_without_imagery_out(campaign: Campaign) -> None:
    """Three answers call everything positive; then the west of each tile proves to be a placeholder."""
    label_tiles = [make_label_tile(campaign, index, is_random=True) for index in range(5)]
    for _guest in range(5):
        guest = make_guest(campaign)
        for _tile in label_tiles:
            answer_tile(campaign, guest, {1, 4})
    before = interface.estimate_prevalence(campaign)
    assert before is not None and before.share == pytest.approx(2 / 6)
    for label_tile in label_tiles:
        lose(label_tile, WEST)
    examples = interface.training_examples(campaign)
    assert [of_tile.numbers for of_tile in examples.tiles] == [[2, 3, 5, 6]] * 5
    after = interface.estimate_prevalence(campaign)
    assert after is not None and after.share == 0
    assert examples.n_positive == 0


def test_votes_on_a_placeholder_say_nothing_about_anyones_skill(campaign: Campaign) -> None:
    label_tile = make_label_tile(campaign)
    for positive in ({1, 4}, {1}, set()):
        answer_tile(campaign, make_guest(campaign), positive)
    lose(label_tile, WEST)
    ballots = gather_ballots(campaign)
    assert [int(key) % 65_536 for key in ballots.item_keys] == [2, 3, 5, 6]
    estimate_skills(campaign=campaign)
    assert sorted(label_tile.consensus.values_list("superpixel", flat=True)) == [2, 3, 5, 6]


def test_a_tile_that_proves_to_be_a_placeholder_leaves_the_queue(campaign: Campaign) -> None:
    label_tile, other = make_label_tile(campaign, 0), make_label_tile(campaign, 1)
    mark_gold(label_tile=label_tile, superpixel=1, answer=Answer.POSITIVE, author=None)
    lose(label_tile, WEST, SOUTH)
    label_tile.refresh_from_db()
    assert label_tile.tile.state == Tile.State.NO_IMAGERY
    assert label_tile.is_done
    assert lease_tile(campaign, make_guest(campaign)).label_tile == other
    assert not Consensus.objects.filter(label_tile=label_tile).exists()


def test_gold_on_a_placeholder_no_longer_teaches_or_measures(campaign: Campaign) -> None:
    label_tile = make_label_tile(campaign)
    for number in (1, 2):
        mark_gold(label_tile=label_tile, superpixel=number, answer=Answer.POSITIVE, author=None)
    lose(label_tile, WEST)
    participation = make_guest(campaign).participations.get()
    asked = _candidates(participation, Answer.POSITIVE, Random(1))
    assert [gold.superpixel for gold in asked if isinstance(gold, GoldAnswer)] == [2]
    update_consensus(campaign=campaign)
    assert not label_tile.consensus.filter(superpixel=1).exists()


# --- files ---


@pytest.mark.parametrize("kind", ["geojson", "coco"])
def test_exports_hold_no_part_without_imagery(campaign: Campaign, kind: str, tmp_path: Path) -> None:
    label_tile = make_label_tile(campaign)
    for _guest in range(3):
        answer_tile(campaign, make_guest(campaign), {1, 2})
    lose(label_tile, WEST)
    path = tmp_path / "labels"
    write_labels(campaign, LabelExport.Format(kind), path, lambda _n: None)
    found = json.loads(path.read_text())
    if kind == "geojson":
        numbers = [feature["properties"]["superpixel"] for feature in found["features"]]
    else:
        numbers = [annotation["superpixel"] for annotation in found["annotations"]]
    assert sorted(numbers) == [2, 3, 5, 6]


def test_an_imported_consensus_counts_only_where_there_is_imagery(campaign: Campaign, tmp_path: Path) -> None:
    label_tile = make_label_tile(campaign)
    for _guest in range(3):
        answer_tile(campaign, make_guest(campaign), {1, 2})
    path = tmp_path / "labels.geojson"
    write_labels(campaign, LabelExport.Format.GEOJSON, path, lambda _n: None)
    twin = make_campaign(slug="twin", source=campaign.source)
    take_data(label_tile, *EMPTY)
    import_labels(campaign=twin, path=path, name="labels.geojson")
    numbers = Consensus.objects.filter(label_tile__campaign=twin).values_list("superpixel", flat=True)
    assert sorted(numbers) == SHOWN
