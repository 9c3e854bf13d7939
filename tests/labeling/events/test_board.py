"""Live figures of an event."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from labeling.consensus.services.update_consensus import update_consensus
from labeling.events.board import board_of, make_board
from labeling.models import Assignment, Contributor, Event, Participation, Team
from tests.factories_labeling import answer_tile, make_event, make_guest, make_label_tile


@pytest.fixture(autouse=True)
def clear_cache() -> None:
    cache.clear()


@pytest.fixture
def event(campaign: Campaign) -> Event:
    Campaign.objects.update(positive_votes_to_agree=3)
    campaign.refresh_from_db()
    for index in (0, 1, 2, 5):
        make_label_tile(campaign, index)
    return make_event(campaign, code="ABC234", goal_tiles=4)


def join(event: Event, team: Team | None = None) -> Contributor:
    guest = make_guest(event.campaign)
    guest.participations.update(event=event, team=team)
    return guest


def answer(event: Event, positives: list[set[int]], team: Team | None = None) -> None:
    """One guest per set, all on the same tile."""
    for positive in positives:
        answer_tile(event.campaign, join(event, team), positive)


def test_the_board_counts_what_the_event_covered(event: Event) -> None:
    answer(event, [{1}, {1}, {1}])
    answer_tile(event.campaign, join(event), set())
    board = make_board(event)
    assert (board["tiles_covered"], board["tiles_done"], board["tiles_queued"]) == (2, 1, 4)
    assert (board["volunteers"], board["superpixels"]) == (4, 24)


def test_other_events_are_not_counted(event: Event) -> None:
    other = make_event(event.campaign, name="Another")
    answer(other, [{1}])
    board = make_board(event)
    assert (board["tiles_covered"], board["volunteers"], board["agreement"]) == (0, 0, None)


@pytest.mark.parametrize(
    ("positives", "agreement"),
    [([{1}, {1}], 1.0), ([{1}, {2}], 0.0), ([{1}, {1}, set()], 1 / 3), ([set(), set()], None)],
)
def test_agreement_is_the_share_of_equal_pairs_where_somebody_said_yes(
    event: Event, positives: list[set[int]], agreement: float | None
) -> None:
    answer(event, positives)
    assert make_board(event)["agreement"] == (agreement and pytest.approx(agreement))


def test_the_map_has_a_cell_for_each_tile(event: Event) -> None:
    answer(event, [{1}] * 3)
    answer_tile(event.campaign, join(event), set())
    event.campaign.label_tiles.update(needs_consensus=True)
    update_consensus(campaign=event.campaign)
    board = make_board(event)
    assert (board["columns"], board["rows"]) == (6, 1)
    assert board["cells"] == [
        [0, 0, 1, 1, 1, 1],
        [1, 0, 1, 1, 0, 0],
        [2, 0, 1, 0, 0, 0],
        [5, 0, 1, 0, 0, 0],
    ]


def test_a_wide_queue_is_drawn_in_blocks(event: Event) -> None:
    make_label_tile(event.campaign, 99)
    board = make_board(event)
    assert board["columns"] == 34
    assert [cell[:3] for cell in board["cells"]] == [[0, 0, 3], [1, 0, 1], [33, 0, 1]]


def test_an_empty_queue_makes_an_empty_map(campaign: Campaign) -> None:
    board = make_board(make_event(campaign))
    assert (board["columns"], board["cells"]) == (0, [])


def test_each_team_has_its_own_agreement(event: Event) -> None:
    sand, pine = (Team.objects.create(event=event, name=name) for name in ("Sand", "Pine"))
    answer(event, [{1}, {1}], sand)
    answer(event, [{1}], pine)
    answer_tile(event.campaign, join(event, pine), set())
    event.campaign.label_tiles.update(needs_consensus=True)
    update_consensus(campaign=event.campaign)
    rows = make_board(event)["teams"]
    assert [(row["name"], row["volunteers"], row["tiles"]) for row in rows] == [
        ("Sand", 2, 2),
        ("Pine", 2, 2),
    ]
    assert rows[0]["agreement"] == 1.0


def test_excluded_volunteers_are_not_counted(event: Event) -> None:
    answer(event, [{1}])
    Participation.objects.update(is_excluded=True)
    assert make_board(event)["volunteers"] == 0


def test_a_board_is_recomputed_after_two_seconds(event: Event) -> None:
    first = board_of(event)
    answer(event, [{1}])
    assert board_of(event) == first
    cache.set(f"board:{event.pk}", first | {"made_at": timezone.now() - timedelta(seconds=3)}, 60)
    assert board_of(event)["tiles_covered"] == 1


def test_other_requests_get_the_last_board_while_one_recomputes_it(event: Event) -> None:
    old = make_board(event) | {"made_at": timezone.now() - timedelta(seconds=3)}
    cache.set(f"board:{event.pk}", old, 60)
    cache.add(f"board:{event.pk}:computing", 1, 10)
    assert board_of(event) == old


def test_work_done_before_the_event_does_not_count(event: Event) -> None:
    answer(event, [{1}])
    Assignment.objects.update(finished_at=timezone.now() - timedelta(days=1))
    assert make_board(event)["tiles_covered"] == 0


def get_board(client: Client, code: str = "ABC234") -> Any:
    return client.get(f"/api/v1/events/{code}/board/")


def test_anyone_with_the_code_can_read_the_board(event: Event, client: Client) -> None:
    answer(event, [{1}])
    body = get_board(client, "abc234").json()
    assert (body["tiles_covered"], body["goal_tiles"], body["name"]) == (1, 4, "Open Data Day")
    assert get_board(client, "NOSUCH").status_code == 404


def test_anyone_with_the_code_can_open_the_event_pages(event: Event, client: Client) -> None:
    for address in ("/events/ABC234/", "/events/ABC234/board/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "ABC234" in page.content.decode()
    assert client.get("/events/NOSUCH/").status_code == 404


def test_the_qr_code_holds_the_address_of_the_join_page(event: Event, client: Client) -> None:
    picture = client.get("/join/ABC234/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    svg = picture.content.decode()
    assert svg.startswith("<svg") and "style=" not in svg
    assert client.get("/join/NOSUCH/qr.svg").status_code == 404
