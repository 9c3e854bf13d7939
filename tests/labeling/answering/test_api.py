"""The labelling API, endpoint by endpoint: permissions and invalid input."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from labeling.joining.identity import COOKIE
from labeling.models import Answer, Contributor, Event, Participation, Vote
from tests.factories import make_campaign
from tests.factories_labeling import (
    CLOCK,
    N_SUPERPIXELS,
    guest_client,
    lease_tile,
    make_event,
    make_guest,
    make_label_tile,
)

BASE = "/api/v1/campaigns/amber/labeling/"


def send(client: Client, path: str, body: Any = None) -> Any:
    return client.post(BASE + path, json.dumps(body or {}), content_type="application/json")


def vote(tile_pk: int, number: int = 1, **changes: Any) -> dict[str, Any]:
    fields = {
        "id": str(uuid4()),
        "tile": tile_pk,
        "superpixel": number,
        "answer": "positive",
        "clock": CLOCK,
    }
    return fields | changes


@pytest.fixture
def guest(campaign: Campaign) -> Contributor:
    return make_guest(campaign, "Ada")


@pytest.fixture
def browser_of(
    campaign: Campaign,
    guest: Contributor,
    volunteer: User,
    editor: User,
    admin: User,
    outsider: User,
) -> Callable[[str], Client]:
    """A browser for each of the cast, guests included."""
    users = {"volunteer": volunteer, "editor": editor, "admin": admin, "outsider": outsider}

    def open_browser(who: str) -> Client:
        if who == "guest":
            return guest_client(guest)
        if who == "guest of another campaign":
            return guest_client(make_guest(make_campaign(slug="other"), "Bo"))
        client = Client()
        if who in users:
            client.force_login(users[who])
        return client

    return open_browser


LABELLERS = {"guest", "volunteer", "editor", "admin"}
CAST = [*sorted(LABELLERS), "anonymous", "outsider", "guest of another campaign"]
# What a labeller gets who holds nothing: 404 where an assignment of one's own is wanted.
LABELING = [
    ("POST", "next/", {}, 200),
    ("POST", "votes/", {"votes": [vote(10**6)]}, 200),
    ("POST", "heartbeat/", {"assignments": []}, 200),
    ("GET", "progress/", None, 200),
    ("POST", "assignments/{assignment}/finish/", {"clock": CLOCK}, 404),
    ("POST", "assignments/{assignment}/reopen/", {"clock": CLOCK}, 404),
    ("POST", "assignments/{assignment}/release/", {}, 404),
    ("GET", "tiles/{tile}/picture/", None, 200),
    ("GET", "tiles/{tile}/outlines/", None, 200),
]
ADMINS_ONLY = [
    ("GET", "events/", None, 200),
    ("POST", "events/", {"name": "Hall"}, 201),
    ("POST", "queue/", {"count": 3}, 202),
]


def call(client: Client, method: str, path: str, body: Any) -> int:
    if method == "GET":
        return client.get(BASE + path).status_code
    return int(send(client, path, body).status_code)


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("method", "path", "body", "status"), LABELING)
def test_only_those_who_joined_may_label(
    campaign: Campaign,
    browser_of: Callable[[str], Client],
    who: str,
    method: str,
    path: str,
    body: Any,
    status: int,
) -> None:
    somebody_elses = lease_for_another(campaign)
    address = path.format(assignment=somebody_elses.pk, tile=somebody_elses.label_tile_id)
    assert call(browser_of(who), method, address, body) == (status if who in LABELLERS else 403)


def lease_for_another(campaign: Campaign) -> Any:
    make_label_tile(campaign)
    return lease_tile(campaign, make_guest(campaign, "somebody"))


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("method", "path", "body", "status"), ADMINS_ONLY)
def test_only_admins_create_events_and_queue_tiles(
    browser_of: Callable[[str], Client], who: str, method: str, path: str, body: Any, status: int
) -> None:
    assert call(browser_of(who), method, path, body) == (status if who == "admin" else 403)


def test_a_tile_is_leased_labelled_and_finished(campaign: Campaign, guest: Contributor) -> None:
    tile, client = make_label_tile(campaign), guest_client(guest)
    (given,) = send(client, "next/").json()["tiles"]
    assert (given["tile"], given["n_superpixels"], given["votes"]) == (tile.pk, N_SUPERPIXELS, [])
    assert client.get(given["picture"])["Content-Type"] == "image/jpeg"
    assert list(client.get(given["outlines"]).json()) == [str(n) for n in range(1, N_SUPERPIXELS + 1)]
    draft_vote = vote(tile.pk, 2)
    assert send(client, "votes/", {"votes": [draft_vote]}).json() == {
        "stored": [draft_vote["id"]],
        "rejected": [],
    }
    path = f"assignments/{given['assignment']}/finish/"
    viewing = {"seconds": 3.5, "max_zoom": 2.0, "outlines_off": 0.4}
    assert send(client, path, {"clock": CLOCK + 1, "viewing": viewing}).status_code == 200
    assert (
        Vote.objects.standing().filter(label_tile=tile, answer=Answer.NEGATIVE).count() == N_SUPERPIXELS - 1
    )
    assert client.get(f"{BASE}progress/").json() == {"tiles_queued": 1, "tiles_done": 0, "own_tiles": 1}
    assert guest.assignments.get().viewing == viewing


def test_own_answers_are_returned_after_a_reload(campaign: Campaign, guest: Contributor) -> None:
    tile, client = make_label_tile(campaign), guest_client(guest)
    send(client, "next/")
    send(client, "votes/", {"votes": [vote(tile.pk, 3, answer="unsure")]})
    (again,) = send(client, "next/").json()["tiles"]
    assert again["votes"] == [{"superpixel": 3, "answer": "unsure"}]


def test_nobody_sees_the_answers_of_others(campaign: Campaign, guest: Contributor) -> None:
    tile = make_label_tile(campaign)
    first = guest_client(make_guest(campaign))
    send(first, "next/")
    send(first, "votes/", {"votes": [vote(tile.pk, 3)]})
    (given,) = send(guest_client(guest), "next/").json()["tiles"]
    assert given["votes"] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "not-a-uuid"},
        {"answer": "perhaps"},
        {"superpixel": 0},
        {"superpixel": "two"},
        {"clock": 0},
        {"clock": 10**15},
        {"tile": -1},
    ],
)
def test_a_malformed_vote_is_refused_with_a_reason(
    campaign: Campaign, guest: Contributor, changes: dict[str, Any]
) -> None:
    answer = send(guest_client(guest), "votes/", {"votes": [vote(1, **changes)]})
    assert answer.status_code == 400
    (field,) = changes
    assert field in json.dumps(answer.json())


@pytest.mark.parametrize("votes", [[], [vote(1)] * 501, "all", None])
def test_a_batch_holds_one_to_500_votes(campaign: Campaign, guest: Contributor, votes: Any) -> None:
    assert send(guest_client(guest), "votes/", {"votes": votes}).status_code == 400


@pytest.mark.parametrize("body", [{}, {"clock": "soon"}, {"clock": CLOCK, "rest": "positive"}])
def test_a_malformed_finishing_is_refused(campaign: Campaign, guest: Contributor, body: Any) -> None:
    make_label_tile(campaign)
    assignment = lease_tile(campaign, guest)
    assert send(guest_client(guest), f"assignments/{assignment.pk}/finish/", body).status_code == 400


def test_a_guest_cookie_needs_the_csrf_token(campaign: Campaign, guest: Contributor) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = guest_client(guest).cookies
    assert send(client, "next/").status_code == 403
    client.get("/c/amber/label/")
    token = client.cookies["csrftoken"].value
    answer = client.post(
        f"{BASE}next/", "{}", content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200


def test_a_forged_cookie_lets_nobody_in(campaign: Campaign, guest: Contributor) -> None:
    client = Client()
    client.cookies[COOKIE] = f"{guest.pk}:forged"
    assert send(client, "next/").status_code == 403


def test_a_guest_cookie_is_invalid_once_the_guest_has_an_account(
    campaign: Campaign, guest: Contributor, outsider: User
) -> None:
    client = guest_client(guest)
    Contributor.objects.filter(pk=guest.pk).update(user=outsider)
    assert send(client, "next/").status_code == 403


def test_after_the_event_work_is_stored_but_no_tile_is_served(campaign: Campaign, guest: Contributor) -> None:
    tile = make_label_tile(campaign)
    event = make_event(campaign)
    Participation.objects.update(event=event)
    client = guest_client(guest)
    send(client, "next/")
    Event.objects.update(ends_at=timezone.now())
    answer = send(client, "next/").json()
    assert answer["tiles"] == []
    assert "not open" in answer["message"]
    assert len(send(client, "votes/", {"votes": [vote(tile.pk)]}).json()["stored"]) == 1


def test_members_may_label_outside_an_events_hours(campaign: Campaign, volunteer: User) -> None:
    make_label_tile(campaign)
    client = Client()
    client.force_login(volunteer)
    send(client, "next/")
    Participation.objects.update(event=make_event(campaign, is_closed=True))
    assert len(send(client, "next/").json()["tiles"]) == 1


def test_a_second_queueing_is_refused_while_one_runs(campaign: Campaign, admin: User) -> None:
    client = Client()
    client.force_login(admin)
    assert send(client, "queue/", {"count": 3}).json()["total"] == 3
    assert send(client, "queue/", {"count": 3}).status_code == 409
