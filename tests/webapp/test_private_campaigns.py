"""A campaign that is not public is named to its people alone."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign, Membership
from labeling.models import Event
from tests.factories import make_campaign, make_user
from tests.factories_labeling import make_event

WORDS = ["Hidden gold", "Is this a pit?"]


@pytest.fixture
def hidden(db: None) -> Campaign:
    return make_campaign(slug="hidden", name="Hidden gold", question="Is this a pit?", is_public=False)


@pytest.fixture
def event(hidden: Campaign) -> Event:
    return make_event(hidden, code="ABC234", name="The night of gold")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def join(event: Event, client: Client | None = None) -> Client:
    client = client or Client()
    assert client.post(f"/join/{event.code}/", {"nickname": "Roma"}).status_code == 302
    return client


def test_the_home_page_does_not_list_it_for_strangers(hidden: Campaign, outsider: User) -> None:
    make_campaign()
    for client in (Client(), client_of(outsider)):
        page = client.get("/").content.decode()
        assert "Amber" in page and not [word for word in WORDS if word in page]


def test_the_home_page_lists_it_for_members_guests_and_superusers(event: Event, outsider: User) -> None:
    superuser = make_user("root", is_superuser=True)
    Membership.objects.create(campaign=event.campaign, user=outsider, role=Membership.Role.VOLUNTEER)
    for client in (client_of(outsider), client_of(superuser), join(event)):
        assert "Hidden gold" in client.get("/").content.decode()


def test_a_campaign_with_many_members_is_listed_once(hidden: Campaign, outsider: User) -> None:
    for user in (outsider, make_user("one"), make_user("two")):
        Membership.objects.create(campaign=hidden, user=user, role=Membership.Role.EDITOR)
    assert client_of(outsider).get("/").content.decode().count("Hidden gold") == 1


@pytest.mark.parametrize("address", ["/join/ABC234/", "/events/ABC234/", "/events/ABC234/board/"])
def test_whoever_has_the_code_of_an_open_event_sees_it(event: Event, address: str) -> None:
    assert "Is this a pit?" in Client().get(address).content.decode()


CLOSED = ["/join/{}/", "/events/{}/", "/events/{}/board/", "/join/{}/qr.svg", "/api/v1/events/{}/board/"]


@pytest.mark.parametrize("address", CLOSED)
def test_a_closed_event_answers_strangers_as_a_code_that_does_not_exist(event: Event, address: str) -> None:
    Event.objects.update(is_closed=True)
    closed, unknown = (Client().get(address.format(code)) for code in ("ABC234", "NOSUCH"))
    assert closed.status_code == unknown.status_code == 404
    assert strip(closed.content.decode(), "ABC234") == strip(unknown.content.decode(), "NOSUCH")


def strip(text: str, code: str) -> str:
    lines = [line for line in text.splitlines() if "csrf" not in line]
    return "\n".join(lines).replace(code, "…")


@pytest.mark.parametrize("code", ["ABC234", "NOSUCH"])
def test_nobody_joins_a_closed_event(event: Event, code: str) -> None:
    Event.objects.update(is_closed=True)
    assert Client().post(f"/join/{code}/").status_code == 404
    answer = Client().post(f"/api/v1/events/{code}/join/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})
    assert Client().get(f"/join/?code={code}").status_code == 404


def test_a_guest_who_joined_still_sees_the_closed_event_and_the_campaign(event: Event) -> None:
    guest = join(event)
    Event.objects.update(is_closed=True)
    assert guest.get("/events/ABC234/").status_code == 200
    assert "not open now" in guest.get("/join/ABC234/").content.decode()
    page = guest.get("/c/hidden/").content.decode()
    assert "Hidden gold" in page and "/c/hidden/label/" in page


def test_a_guest_sees_neither_its_map_nor_its_queue(event: Event) -> None:
    guest = join(event)
    assert guest.get("/c/hidden/map/").status_code == 404
    assert guest.get("/c/hidden/queue/").status_code == 404


def test_a_closed_event_of_a_public_campaign_stays_known(campaign: Campaign) -> None:
    make_event(campaign, code="ABC234", is_closed=True)
    assert Client().get("/events/ABC234/").status_code == 200
    assert Client().get("/join/ABC234/").status_code == 410


def test_an_account_that_lost_its_role_no_longer_sees_it(hidden: Campaign, outsider: User) -> None:
    """Labelling as a member made a participation, which must not outlive the role."""
    membership = Membership.objects.create(campaign=hidden, user=outsider, role=Membership.Role.EDITOR)
    client = client_of(outsider)
    assert client.get("/c/hidden/label/").status_code == 200
    membership.delete()
    assert client.get("/c/hidden/label/").status_code == 404
    assert client.get("/c/hidden/").status_code == 404
    assert "Hidden gold" not in client.get("/").content.decode()


def test_an_account_that_joined_by_a_link_sees_it_without_a_role(event: Event, outsider: User) -> None:
    client = join(event, client_of(outsider))
    assert client.get("/c/hidden/label/").status_code == 200
    assert "Hidden gold" in client.get("/").content.decode()


def test_the_page_that_is_not_found_offers_to_sign_in(hidden: Campaign) -> None:
    page = Client().get("/c/hidden/review/").content.decode()
    assert "/sign-in/?next=/c/hidden/review/" in page


def test_the_api_lists_only_campaigns_in_which_one_has_a_role(event: Event, outsider: User) -> None:
    client = join(event, client_of(outsider))
    assert client.get("/api/v1/campaigns/").json()["results"] == []
