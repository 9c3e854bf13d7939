"""Invitations give their role to whoever accepts them, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.errors import InvitationNotOpen
from campaigns.models import Campaign, Invitation, Membership
from campaigns.people.services.accept_invitation import accept_invitation
from campaigns.people.services.invite import invite
from campaigns.roles import Role, role_in
from campaigns.setup.steps import steps_of
from tests.factories import make_user

PEOPLE = "/c/amber/people/"


@pytest.fixture
def invitation(campaign: Campaign, admin: User) -> Invitation:
    return invite(campaign=campaign, role=Role.EDITOR, made_by=admin)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_accepting_gives_the_role(invitation: Invitation, outsider: User) -> None:
    accept_invitation(invitation=invitation, user=outsider)
    assert role_in(outsider, invitation.campaign) == Role.EDITOR
    invitation.refresh_from_db()
    assert (invitation.uses, invitation.state) == (1, "used")


def test_the_step_people_is_done_while_an_invitation_is_open(campaign: Campaign, admin: User) -> None:
    def is_done() -> bool:
        return next(step for step in steps_of(campaign, "ready") if step.name == "people").is_done

    assert not is_done()
    open_one = invite(campaign=campaign, role=Role.EDITOR, made_by=admin)
    assert is_done()
    Invitation.objects.filter(pk=open_one.pk).update(revoked_at=timezone.now())
    assert not is_done()


def test_accepting_twice_is_harmless(invitation: Invitation, outsider: User) -> None:
    for _ in range(2):
        accept_invitation(invitation=invitation, user=outsider)
    assert Membership.objects.filter(user=outsider).count() == 1
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_a_link_for_one_person_serves_nobody_else(invitation: Invitation, outsider: User) -> None:
    accept_invitation(invitation=invitation, user=outsider)
    with pytest.raises(InvitationNotOpen):
        accept_invitation(invitation=invitation, user=make_user("second"))
    assert not Membership.objects.filter(user__username="second").exists()


def test_a_link_for_several_serves_as_many(campaign: Campaign, admin: User) -> None:
    shared = invite(campaign=campaign, role=Role.VOLUNTEER, made_by=admin, max_uses=2)
    for name in ("one", "two"):
        accept_invitation(invitation=shared, user=make_user(name))
    with pytest.raises(InvitationNotOpen):
        accept_invitation(invitation=shared, user=make_user("three"))


def test_an_invitation_raises_a_role_and_never_lowers_one(
    campaign: Campaign, admin: User, volunteer: User, invitation: Invitation
) -> None:
    accept_invitation(invitation=invitation, user=volunteer)
    assert role_in(volunteer, campaign) == Role.EDITOR
    low = invite(campaign=campaign, role=Role.VOLUNTEER, made_by=admin)
    for user in (volunteer, admin):
        accept_invitation(invitation=low, user=user)
    assert (role_in(volunteer, campaign), role_in(admin, campaign)) == (Role.EDITOR, Role.ADMIN)
    low.refresh_from_db()
    assert low.uses == 0


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "expired"),
        ({"revoked_at": timezone.now()}, "revoked"),
        ({"uses": 1}, "used"),
    ],
)
def test_an_invitation_that_is_over_gives_nothing(
    invitation: Invitation, outsider: User, change: dict[str, object], state: str
) -> None:
    Invitation.objects.update(**change)
    invitation.refresh_from_db()
    assert invitation.state == state
    assert not Invitation.objects.open().exists()
    with pytest.raises(InvitationNotOpen):
        accept_invitation(invitation=invitation, user=outsider)


def test_the_token_is_not_in_the_database(invitation: Invitation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM campaigns_invitation")
        stored = str(cursor.fetchall())
    assert invitation.token not in stored
    assert invitation.token[12:] not in stored


def test_a_forged_token_opens_nothing(invitation: Invitation) -> None:
    assert Invitation.objects.with_token(invitation.token) == invitation
    for forged in (invitation.key, invitation.key + "0" * 32, invitation.token[:-1], "", "é" * 44):
        assert Invitation.objects.with_token(forged) is None


def test_an_invitation_for_nobody_is_refused(campaign: Campaign, admin: User) -> None:
    with pytest.raises(ValidationError):
        invite(campaign=campaign, role=Role.EDITOR, made_by=admin, max_uses=0)


def test_the_page_makes_a_link_and_shows_it_again(campaign: Campaign, admin: User) -> None:
    client = client_of(admin)
    given = {"role": "editor", "note": "Sunday desk", "max_uses": "3", "days": "7"}
    answer = client.post(PEOPLE + "invitations/new/", given)
    made = Invitation.objects.get()
    assert answer["Location"] == f"{PEOPLE}#invitation-{made.pk}"
    assert (made.role, made.max_uses, made.made_by) == ("editor", 3, admin)
    assert timedelta(days=6) < made.expires_at - timezone.now() <= timedelta(days=7)
    page = client.get(PEOPLE).content.decode()
    assert f"http://testserver/invite/{made.token}/" in page and "Sunday desk" in page


@pytest.mark.parametrize(
    "changes", [{"max_uses": "0"}, {"role": "king"}, {"days": "400"}, {"role": "admin", "max_uses": "2"}]
)
def test_bad_input_is_refused_at_its_field(campaign: Campaign, admin: User, changes: dict[str, str]) -> None:
    given = {"role": "editor", "note": "", "max_uses": "1", "days": "7"} | changes
    answer = client_of(admin).post(PEOPLE + "invitations/new/", given)
    assert "errorlist" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_withdrawn_invitation_has_no_qr_code(invitation: Invitation, admin: User) -> None:
    client, address = client_of(admin), f"{PEOPLE}invitations/{invitation.pk}/"
    assert client.get(address + "qr.svg")["Content-Type"] == "image/svg+xml"
    client.post(address + "revoke/")
    assert client.get(address + "qr.svg").status_code == 404
    assert "/invite/" not in client.get(PEOPLE).content.decode()


def test_the_api_makes_and_withdraws_invitations(campaign: Campaign, admin: User) -> None:
    client, address = client_of(admin), "/api/v1/campaigns/amber/invitations/"
    made = client.post(address, {"role": "editor", "days": 3}, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["link"] == f"http://testserver{Invitation.objects.get().get_absolute_url()}"
    assert client.get(address).json()["results"][0]["state"] == "open"
    assert client.delete(f"{address}{made.json()['id']}/").status_code == 204
    assert client.get(address).json()["results"][0]["state"] == "revoked"
    many = {"role": "admin", "max_uses": 5}
    assert client.post(address, many, content_type="application/json").status_code == 400
