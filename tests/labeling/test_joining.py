from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, Job
from labeling.identity import COOKIE
from labeling.models import Contributor, Event, Participation
from tests.factories_labeling import guest_client, make_event, make_guest


def test_a_guest_joins_with_a_nickname_and_is_remembered(campaign: Campaign, client: Client) -> None:
    event = make_event(campaign)
    answer = client.post(event.get_absolute_url(), {"nickname": "Ada"})
    assert answer.headers["Location"] == "/c/amber/label/"
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    participation = Participation.objects.get()
    assert (participation.contributor.nickname, participation.event) == ("Ada", event)
    assert client.get("/c/amber/label/").status_code == 200


def test_a_guest_needs_no_nickname(campaign: Campaign, client: Client) -> None:
    client.post(make_event(campaign).get_absolute_url())
    assert Contributor.objects.get().nickname == ""


def test_looking_at_the_link_joins_nobody(campaign: Campaign, client: Client) -> None:
    assert client.get(make_event(campaign).get_absolute_url()).status_code == 200
    assert not Contributor.objects.exists()


def test_joining_twice_on_one_device_makes_one_contributor(campaign: Campaign, client: Client) -> None:
    address = make_event(campaign).get_absolute_url()
    client.post(address, {"nickname": "Ada"})
    client.post(address, {"nickname": "Ada L."})
    assert Contributor.objects.get().nickname == "Ada L."


def test_fifty_join_from_one_address(campaign: Campaign) -> None:
    address = make_event(campaign).get_absolute_url()
    assert {Client().post(address).status_code for _ in range(50)} == {302}
    assert Participation.objects.count() == 50


def test_a_signed_in_person_joins_as_themselves(campaign: Campaign, client: Client, outsider: User) -> None:
    client.force_login(outsider)
    client.post(make_event(campaign).get_absolute_url())
    assert Contributor.objects.get().user == outsider
    assert COOKIE not in client.cookies


def test_a_code_is_read_in_small_letters_too(campaign: Campaign, client: Client) -> None:
    make_event(campaign, code="ABC234")
    assert client.get("/join/abc234/").status_code == 200


def test_an_unknown_code_is_explained(campaign: Campaign, client: Client) -> None:
    answer = client.get("/join/NOSUCH/")
    assert answer.status_code == 404
    assert "no event with this code" in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"is_closed": True},
        {"starts_at": timezone.now() + timedelta(hours=1)},
        {"ends_at": timezone.now() - timedelta(hours=1)},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_event_that_is_not_open_lets_nobody_in(
    campaign: Campaign, client: Client, changes: dict[str, object], method: str
) -> None:
    answer = getattr(client, method)(make_event(campaign, **changes).get_absolute_url())
    assert answer.status_code == 410
    assert "not open now" in answer.content.decode()
    assert not Participation.objects.exists()


@pytest.mark.parametrize("who", ["anonymous", "outsider", "guest of another campaign"])
def test_who_has_not_joined_is_told_how(campaign: Campaign, outsider: User, who: str) -> None:
    client = Client()
    if who == "outsider":
        client.force_login(outsider)
    elif who == "guest of another campaign":
        guest = make_guest(campaign)
        guest.participations.all().delete()
        client = guest_client(guest)
    answer = client.get("/c/amber/label/")
    assert answer.status_code == 403
    assert "open the link" in answer.content.decode()


def test_a_member_labels_without_an_event(campaign: Campaign, client: Client, volunteer: User) -> None:
    client.force_login(volunteer)
    assert client.get("/c/amber/label/").status_code == 200
    assert Participation.objects.get().contributor.user == volunteer


@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("outsider", 403), ("volunteer", 403), ("editor", 403), ("admin", 200)],
)
def test_only_admins_open_the_events_page(
    request: pytest.FixtureRequest, campaign: Campaign, client: Client, who: str, status: int
) -> None:
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))
    assert client.get("/c/amber/events/").status_code == status


@pytest.mark.parametrize("who", ["anonymous", "outsider", "volunteer", "editor"])
@pytest.mark.parametrize("path", ["events/", "events/queue/", "events/{event}/switch/"])
def test_only_admins_change_events(
    request: pytest.FixtureRequest, campaign: Campaign, client: Client, who: str, path: str
) -> None:
    event = make_event(campaign)
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))
    answer = client.post("/c/amber/" + path.format(event=event.pk), {"name": "Mine", "count": 5})
    assert answer.status_code == (302 if who == "anonymous" else 403)
    assert list(Event.objects.values_list("name", "is_closed")) == [(event.name, False)]
    assert not Job.objects.exists()


def test_an_admin_makes_an_event_shares_its_link_and_closes_it(
    campaign: Campaign, client: Client, admin: User
) -> None:
    client.force_login(admin)
    client.post("/c/amber/events/", {"name": "Open Data Day"})
    event = Event.objects.get()
    assert f"http://testserver/join/{event.code}/" in client.get("/c/amber/events/").content.decode()
    client.post(f"/c/amber/events/{event.pk}/switch/")
    assert not Event.objects.open().exists()


def test_an_admin_queues_tiles_once_at_a_time(campaign: Campaign, client: Client, admin: User) -> None:
    client.force_login(admin)
    for _ in range(2):
        answer = client.post("/c/amber/events/queue/", {"count": 25}, follow=True)
    assert "already under way" in answer.content.decode()
    assert Job.objects.get(kind=Job.Kind.PREPARE).total == 25


def test_a_wrong_number_of_tiles_is_said_on_the_page(campaign: Campaign, client: Client, admin: User) -> None:
    client.force_login(admin)
    answer = client.post("/c/amber/events/queue/", {"count": 0})
    assert "greater than or equal to 1" in answer.content.decode()
    assert not Job.objects.exists()
