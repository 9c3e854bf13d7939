from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, Job
from labeling.joining.identity import COOKIE
from labeling.models import Contributor, Event, Participation, Team
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


def test_opening_the_link_joins_nobody(campaign: Campaign, client: Client) -> None:
    assert client.get(make_event(campaign).get_absolute_url()).status_code == 200
    assert not Contributor.objects.exists()


def test_joining_twice_on_one_device_makes_one_contributor(campaign: Campaign, client: Client) -> None:
    address = make_event(campaign).get_absolute_url()
    client.post(address, {"nickname": "Ada"})
    client.post(address, {"nickname": "Ada L."})
    assert Contributor.objects.get().nickname == "Ada L."


def test_fifty_join_from_one_address(campaign: Campaign) -> None:
    address = make_event(campaign).get_absolute_url()
    browsers = [Client() for _ in range(50)]
    for browser in browsers:
        browser.get(address)
    assert {browser.post(address).status_code for browser in browsers} == {302}
    assert Participation.objects.count() == 50


def test_a_signed_in_user_joins_with_their_account(
    campaign: Campaign, client: Client, outsider: User
) -> None:
    client.force_login(outsider)
    client.post(make_event(campaign).get_absolute_url())
    assert Contributor.objects.get().user == outsider
    assert COOKIE not in client.cookies


def test_a_code_may_be_in_lower_case(campaign: Campaign, client: Client) -> None:
    make_event(campaign, code="ABC234")
    assert client.get("/join/abc234/").status_code == 200


@pytest.mark.parametrize("typed", ["ABC234", "abc234", " abc 234 ", "ABC-234"])
def test_a_code_typed_by_hand_leads_to_its_event(campaign: Campaign, client: Client, typed: str) -> None:
    make_event(campaign, code="ABC234")
    assert client.get("/join/", {"code": typed}).headers["Location"] == "/join/ABC234/"


def test_a_wrong_code_is_reported_on_the_form(client: Client, db: None) -> None:
    answer = client.get("/join/", {"code": "NOSUCH"})
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Nothing is open under" in page and 'value="NOSUCH"' in page


def test_the_front_page_asks_for_a_code(client: Client, campaign: Campaign) -> None:
    assert 'action="/join/"' in client.get("/").content.decode()


def test_a_volunteer_picks_a_team(campaign: Campaign, client: Client) -> None:
    event = make_event(campaign)
    sand, pine = (Team.objects.create(event=event, name=name) for name in ("Sand", "Pine"))
    assert "Pine" in client.get(event.get_absolute_url()).content.decode()
    client.post(event.get_absolute_url(), {"team": pine.pk})
    assert Participation.objects.get().team == pine
    client.post(event.get_absolute_url(), {"nickname": "Ada"})
    assert Participation.objects.get().team == pine
    client.post(event.get_absolute_url(), {"team": sand.pk})
    assert Participation.objects.get().team == sand


def test_a_team_of_another_event_cannot_be_joined(campaign: Campaign, client: Client) -> None:
    other = Team.objects.create(event=make_event(campaign), name="Sand")
    answer = client.post(make_event(campaign).get_absolute_url(), {"team": other.pk})
    assert answer.status_code == 200
    assert not Participation.objects.exists()


def test_joining_another_event_leaves_the_team(campaign: Campaign, client: Client) -> None:
    first, second = make_event(campaign), make_event(campaign)
    team = Team.objects.create(event=first, name="Sand")
    client.post(first.get_absolute_url(), {"team": team.pk})
    client.post(second.get_absolute_url())
    assert Participation.objects.get().team is None


def test_an_unknown_code_is_explained(campaign: Campaign, client: Client) -> None:
    answer = client.get("/join/NOSUCH/")
    assert answer.status_code == 404
    assert "no open event with this code" in answer.content.decode()


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
def test_a_stranger_is_told_how_to_join(campaign: Campaign, outsider: User, who: str) -> None:
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
    [("anonymous", 302), ("outsider", 403), ("volunteer", 403), ("editor", 200), ("admin", 200)],
)
def test_only_editors_and_admins_open_the_events_page(
    request: pytest.FixtureRequest, campaign: Campaign, client: Client, who: str, status: int
) -> None:
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))
    assert client.get("/c/amber/events/").status_code == status


@pytest.mark.parametrize("who", ["anonymous", "outsider", "volunteer", "editor"])
@pytest.mark.parametrize(
    "path", ["events/new/", "events/queue/", "events/{event}/", "events/{event}/switch/"]
)
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


def test_an_admin_creates_shares_and_closes_an_event(campaign: Campaign, client: Client, admin: User) -> None:
    client.force_login(admin)
    client.post("/c/amber/events/new/", {"name": "Open Data Day"})
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


def test_a_wrong_number_of_tiles_is_reported_on_the_page(
    campaign: Campaign, client: Client, admin: User
) -> None:
    client.force_login(admin)
    answer = client.post("/c/amber/events/queue/", {"count": 0})
    assert "greater than or equal to 1" in answer.content.decode()
    assert not Job.objects.exists()


def test_an_admin_sets_times_goal_and_teams(campaign: Campaign, client: Client, admin: User) -> None:
    client.force_login(admin)
    event = make_event(campaign)
    given = {
        "name": "Evening",
        "starts_at": "2030-03-07T10:00",
        "ends_at": "2030-03-07T16:00",
        "goal_tiles": 60,
        "team_names": "Sand\nPine\n\nSand",
        "shows_feedback": "on",
    }
    assert client.post(f"/c/amber/events/{event.pk}/", given).status_code == 302
    event.refresh_from_db()
    assert (event.name, event.goal_tiles, event.shows_feedback, event.state) == (
        "Evening",
        60,
        True,
        "waiting",
    )
    assert event.team_names == ["Sand", "Pine"]
    client.post(f"/c/amber/events/{event.pk}/", given | {"team_names": "Pine"})
    assert event.teams.get().name == "Pine"


def test_an_event_does_not_end_before_it_begins(campaign: Campaign, client: Client, admin: User) -> None:
    client.force_login(admin)
    given = {"name": "Evening", "starts_at": "2030-03-07T10:00", "ends_at": "2030-03-07T09:00"}
    answer = client.post("/c/amber/events/new/", given)
    assert "The end must be after the start" in answer.content.decode()
    assert not Event.objects.exists()


def test_the_api_creates_and_changes_events_with_teams(
    campaign: Campaign, client: Client, admin: User
) -> None:
    client.force_login(admin)
    api = "/api/v1/campaigns/amber/labeling/events/"
    made = client.post(api, {"name": "Day", "teams": ["Sand"]}, content_type="application/json").json()
    assert (made["teams"], made["link"]) == (["Sand"], f"/join/{made['code']}/")
    changed = client.patch(f"{api}{made['id']}/", {"goal_tiles": 5}, content_type="application/json").json()
    assert (changed["goal_tiles"], changed["teams"]) == (5, ["Sand"])


def test_a_guest_joins_and_returns_by_the_api(campaign: Campaign, client: Client) -> None:
    event = make_event(campaign, code="ABC234")
    Team.objects.create(event=event, name="Sand")
    join = "/api/v1/events/abc234/join/"
    body = {"nickname": "Ada", "team": "Sand"}
    joined = client.post(join, body, content_type="application/json").json()
    assert (joined["campaign"], joined["nickname"], joined["team"]) == ("amber", "Ada", "Sand")
    assert client.cookies[COOKIE]["httponly"]
    again = client.post(join, {}, content_type="application/json").json()
    assert (again["contributor"], again["team"]) == (joined["contributor"], "Sand")
    found = client.get("/api/v1/campaigns/amber/labeling/contribution/").json()
    assert (found["tiles"], found["agreement"]) == (0, None)


def test_the_api_lets_nobody_into_an_event_that_is_not_open(campaign: Campaign, client: Client) -> None:
    make_event(campaign, code="ABC234", is_closed=True)
    refused = client.post("/api/v1/events/ABC234/join/", {}, content_type="application/json")
    assert refused.status_code == 409
    assert not Participation.objects.exists()
