"""Guessing codes and making guests by the dozen is stopped; a room behind one address is not."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign, Tally
from labeling.joining.identity import COOKIE
from labeling.models import Contributor, Event
from tests.factories_labeling import make_event

ROOM = "192.0.2.1"
JOIN_BY_API = "/api/v1/events/ABC234/join/"


@pytest.fixture
def event(campaign: Campaign) -> Event:
    return make_event(campaign, code="ABC234")


def phone() -> Client:
    """A browser of its own in the room, with the cookie that its first page gave it."""
    client = Client(REMOTE_ADDR=ROOM)
    client.get("/join/")
    return client


def join(client: Client) -> int:
    return client.post("/join/ABC234/", {"nickname": "Roma"}).status_code


def guess(n: int, client: Client | None = None, path: str = "/join/{}/") -> list[int]:
    """The status of `n` guesses, each by a client without cookies unless one is given."""
    return [
        (client or Client(REMOTE_ADDR=ROOM)).get(path.format(f"WRNG{number:02}")).status_code
        for number in range(n)
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/join/{}/",
        "/join/?code={}",
        "/events/{}/",
        "/events/{}/board/",
        "/join/{}/qr.svg",
        "/api/v1/events/{}/board/",
    ],
)
def test_three_hundred_guesses_are_stopped_everywhere(event: Event, path: str) -> None:
    answers = guess(300, path=path)
    assert answers[:60] == [404] * 60
    assert answers.count(404) < 70
    assert answers[-1] == 429


def test_a_right_guess_is_not_told_while_guessing_is_stopped(event: Event) -> None:
    guess(62)
    assert Client(REMOTE_ADDR=ROOM).get("/join/ABC234/").status_code == 429


def test_sixty_people_join_from_one_address_within_a_minute_though_some_mistype(event: Event) -> None:
    for number in range(60):
        client = Client(REMOTE_ADDR=ROOM)
        if number % 3 == 0:
            assert client.get("/join/?code=ABC23").status_code == 404
        assert client.get("/join/ABC234/").status_code == 200
        assert join(client) == 302
    assert Contributor.objects.count() == 60


def test_whoever_has_joined_is_not_held_up_by_a_script_in_the_room(event: Event, outsider: User) -> None:
    joined, signed_in = phone(), phone()
    assert join(joined) == 302
    signed_in.force_login(outsider)
    guess(300)
    assert joined.get("/events/ABC234/").status_code == 200
    assert signed_in.get("/join/ABC234/").status_code == 200


def test_a_phone_that_comes_meanwhile_gets_in_at_its_second_try(event: Event) -> None:
    """The refusal gives it a cookie, so that it is told apart from the script."""
    guess(100)
    newcomer = Client(REMOTE_ADDR=ROOM)
    first, second = newcomer.get("/join/ABC234/"), newcomer.get("/join/ABC234/")
    assert (first.status_code, second.status_code) == (429, 200)
    assert int(first["Retry-After"]) > 0
    assert "Too many wrong codes" in first.content.decode()


def test_a_script_with_a_new_cookie_each_time_is_stopped_by_its_address(event: Event) -> None:
    answers: list[int] = []
    for number in range(300):
        client = Client(REMOTE_ADDR=ROOM)
        client.cookies["csrftoken"] = f"{number:032}"
        answers += guess(1, client)
    assert answers.count(404) < 170
    assert answers[-1] == 429
    assert Client(REMOTE_ADDR="198.51.100.9").get("/join/ABC234/").status_code == 200


def test_the_api_says_how_long_to_wait(event: Event) -> None:
    guess(62)
    answer: Any = Client(REMOTE_ADDR=ROOM).get("/api/v1/events/ABC234/board/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_one_browser_cannot_make_thirty_voters_in_a_minute(event: Event) -> None:
    client = phone()
    answers = []
    for _ in range(30):
        answers.append(join(client))
        client.cookies.pop(COOKIE, None)
    assert answers == [302] * 6 + [429] * 24
    assert Contributor.objects.count() == 6


def test_a_client_without_any_cookie_cannot_make_thirty_voters_by_the_api(event: Event) -> None:
    def join_by_api() -> int:
        return Client(REMOTE_ADDR=ROOM).post(JOIN_BY_API, {}, content_type="application/json").status_code

    assert [join_by_api() for _ in range(30)].count(200) == 6


def test_joining_again_as_the_same_guest_is_never_counted(event: Event) -> None:
    client = phone()
    assert {join(client) for _ in range(30)} == {302}


def test_right_codes_are_not_counted(event: Event) -> None:
    for _ in range(5):
        Client(REMOTE_ADDR=ROOM).get("/join/ABC234/")
    assert not Tally.objects.exists()
