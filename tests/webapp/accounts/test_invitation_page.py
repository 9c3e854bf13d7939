"""The page of an invitation: it says who invites to what, and only a POST accepts."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.errors import InvitationNotOpen
from campaigns.models import Campaign, Invitation, Membership
from campaigns.people.services.invite import invite
from campaigns.roles import Role, role_in
from labeling.models import Contributor
from tests.factories import make_campaign, make_member
from tests.factories_labeling import guest_client, make_guest

NEW = {"username": "nadia", "password1": "marsh-heron-42", "password2": "marsh-heron-42"}


@pytest.fixture
def hidden(db: None) -> Campaign:
    return make_campaign(slug="hidden", name="Hidden gold", question="Is this a pit?", is_public=False)


@pytest.fixture
def invitation(hidden: Campaign) -> Invitation:
    host = make_member("hanna", hidden, Role.ADMIN)
    return invite(campaign=hidden, role=Role.EDITOR, made_by=host)


def address_of(invitation: Invitation) -> str:
    return invitation.get_absolute_url()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_it_says_who_invites_to_what_and_with_which_role(invitation: Invitation) -> None:
    page = Client().get(address_of(invitation)).content.decode()
    assert all(word in page for word in ("Hidden gold", "Is this a pit?", "hanna", "Editor"))


def test_looking_at_it_joins_nobody(invitation: Invitation, outsider: User) -> None:
    signed_in(outsider).get(address_of(invitation))
    signed_in(outsider).head(address_of(invitation))
    assert not Membership.objects.filter(user=outsider).exists()


def test_a_signed_in_person_accepts(invitation: Invitation, outsider: User) -> None:
    answer = signed_in(outsider).post(address_of(invitation))
    assert answer["Location"] == "/c/hidden/"
    assert role_in(outsider, invitation.campaign) == Role.EDITOR


def test_an_account_is_made_right_there(invitation: Invitation) -> None:
    client = Client()
    page = client.post(address_of(invitation), NEW, follow=True)
    assert page.status_code == 200 and page.context["user"].username == "nadia"
    assert role_in(page.context["user"], invitation.campaign) == Role.EDITOR
    assert Client().post("/sign-in/", {"username": "nadia", "password": "marsh-heron-42"}).status_code == 302


@pytest.mark.parametrize(
    "changes", [{"username": "Hanna"}, {"password2": "another"}, {"password1": "short", "password2": "short"}]
)
def test_bad_input_makes_no_account(invitation: Invitation, changes: dict[str, str]) -> None:
    answer = Client().post(address_of(invitation), NEW | changes)
    assert "errorlist" in answer.content.decode()
    assert User.objects.count() == 1


def test_a_guests_labels_are_kept_on_request(invitation: Invitation) -> None:
    guest = make_guest(invitation.campaign, "Roma")
    page = guest_client(guest).get(address_of(invitation)).content.decode()
    assert "Roma" in page
    guest_client(guest).post(address_of(invitation), NEW | {"keep": "yes"})
    assert Contributor.objects.get(pk=guest.pk).user == User.objects.get(username="nadia")


def test_a_guests_labels_stay_the_guests_otherwise(invitation: Invitation) -> None:
    guest = make_guest(invitation.campaign, "Roma")
    guest_client(guest).post(address_of(invitation), NEW)
    assert Contributor.objects.get(pk=guest.pk).user is None


def test_accepting_twice_is_harmless(invitation: Invitation, outsider: User) -> None:
    client = signed_in(outsider)
    for _ in range(2):
        assert client.post(address_of(invitation))["Location"] == "/c/hidden/"
    assert "You take part in this campaign already" in client.get(address_of(invitation)).content.decode()


OVER = {
    "expired": {"expires_at": timezone.now() - timedelta(days=1)},
    "revoked": {"revoked_at": timezone.now()},
    "used": {"uses": 1},
}
WORDS = {"expired": "It has expired.", "revoked": "It was withdrawn.", "used": "It has been used."}


@pytest.mark.parametrize("state", OVER)
@pytest.mark.parametrize("method", ["get", "post"])
def test_one_that_is_over_says_so_without_naming_the_campaign(
    invitation: Invitation, outsider: User, state: str, method: str
) -> None:
    Invitation.objects.update(**OVER[state])
    for client in (Client(), signed_in(outsider)):
        answer = getattr(client, method)(address_of(invitation), NEW if method == "post" else {})
        page = answer.content.decode()
        assert answer.status_code == 410
        assert WORDS[state] in page
        assert not [word for word in ("Hidden gold", "a pit", "hanna") if word in page]
    assert not User.objects.filter(username="nadia").exists()


def test_a_mistyped_link_is_not_found(invitation: Invitation) -> None:
    answer = Client().get(address_of(invitation)[:-2] + "/")
    assert answer.status_code == 404
    assert "mistyped" in answer.content.decode()


def test_the_last_use_taken_meanwhile_makes_no_account(invitation: Invitation) -> None:
    with patch(
        "webapp.accounts.services.register_invited.accept_invitation", side_effect=InvitationNotOpen("used")
    ):
        assert Client().post(address_of(invitation), NEW).status_code == 410
    assert not User.objects.filter(username="nadia").exists()
