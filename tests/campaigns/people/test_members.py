"""Roles are changed and taken away, and a campaign keeps an admin."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from campaigns.closing.services.archive_campaign import archive_campaign
from campaigns.errors import LastAdmin
from campaigns.models import Campaign, Membership
from campaigns.people.services.change_role import change_role
from campaigns.people.services.invite import invite
from campaigns.people.services.remove_member import remove_member
from campaigns.roles import Role, role_in
from tests.factories import make_campaign, make_member

PEOPLE = "/c/amber/people/"


def membership_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_lists_everybody_with_a_role(campaign: Campaign, admin: User, editor: User) -> None:
    page = client_of(admin).get(PEOPLE).content.decode()
    assert "anna" in page and "emil" in page and "has not signed in yet" in page


def test_a_role_is_changed(campaign: Campaign, admin: User, volunteer: User) -> None:
    answer = client_of(admin).post(f"{PEOPLE}{membership_of(volunteer).pk}/role/", {"role": "editor"})
    assert answer["Location"] == PEOPLE
    assert role_in(volunteer, campaign) == Role.EDITOR


def test_a_role_that_does_not_exist_changes_nothing(campaign: Campaign, admin: User, editor: User) -> None:
    client_of(admin).post(f"{PEOPLE}{membership_of(editor).pk}/role/", {"role": "king"})
    assert role_in(editor, campaign) == Role.EDITOR


def test_a_member_is_removed(campaign: Campaign, admin: User, editor: User) -> None:
    client_of(admin).post(f"{PEOPLE}{membership_of(editor).pk}/remove/")
    assert role_in(editor, campaign) is None


def test_the_last_admin_stays(campaign: Campaign, admin: User, editor: User) -> None:
    last = membership_of(admin)
    with pytest.raises(LastAdmin):
        remove_member(membership=last)
    with pytest.raises(LastAdmin):
        change_role(membership=last, role=Role.EDITOR)
    client = client_of(admin)
    page = client.post(f"{PEOPLE}{last.pk}/remove/", follow=True).content.decode()
    assert "anna is the only admin" in page
    page = client.post(f"{PEOPLE}leave/", follow=True).content.decode()
    assert "You are the only admin" in page
    assert role_in(admin, campaign) == Role.ADMIN


def test_an_admin_who_cannot_sign_in_does_not_count(campaign: Campaign, admin: User) -> None:
    asleep = make_member("asleep", campaign, Role.ADMIN)
    User.objects.filter(pk=asleep.pk).update(is_active=False)
    with pytest.raises(LastAdmin):
        remove_member(membership=membership_of(admin))


def test_an_admin_of_another_campaign_does_not_count(campaign: Campaign, admin: User) -> None:
    make_member("other", make_campaign(slug="other"), Role.ADMIN)
    with pytest.raises(LastAdmin):
        remove_member(membership=membership_of(admin))


@pytest.mark.django_db(transaction=True)
def test_two_admins_cannot_remove_each_other(campaign: Campaign, admin: User) -> None:
    second = make_member("second", campaign, Role.ADMIN)
    both, refused = threading.Barrier(2), []

    def remove(user: User) -> None:
        member = membership_of(user)
        both.wait()
        try:
            remove_member(membership=member)
        except LastAdmin:
            refused.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=[user]) for user in (admin, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.admins().count() == 1


@pytest.mark.parametrize("loses", ["removed", "lower"])
def test_invitations_of_a_former_admin_are_withdrawn(campaign: Campaign, admin: User, loses: str) -> None:
    former = make_member("former", campaign, Role.ADMIN)
    back_door = invite(campaign=campaign, role=Role.ADMIN, made_by=former)
    other = invite(campaign=campaign, role=Role.EDITOR, made_by=admin)
    if loses == "removed":
        remove_member(membership=membership_of(former))
    else:
        change_role(membership=membership_of(former), role=Role.EDITOR)
    back_door.refresh_from_db()
    other.refresh_from_db()
    assert (back_door.state, other.state) == ("revoked", "open")


def test_whoever_steps_down_is_led_to_their_account(campaign: Campaign, admin: User) -> None:
    make_member("second", campaign, Role.ADMIN)
    answer = client_of(admin).post(f"{PEOPLE}{membership_of(admin).pk}/role/", {"role": "volunteer"})
    assert answer["Location"] == "/account/"


def test_a_volunteer_leaves(campaign: Campaign, volunteer: User) -> None:
    page = client_of(volunteer).post(f"{PEOPLE}leave/", follow=True).content.decode()
    assert "You have left" in page
    assert role_in(volunteer, campaign) is None


def test_one_may_leave_a_campaign_that_is_archived(campaign: Campaign, volunteer: User) -> None:
    archive_campaign(campaign=campaign)
    client_of(volunteer).post(f"{PEOPLE}leave/")
    assert role_in(volunteer, campaign) is None


def test_somebody_without_a_role_of_their_own_cannot_leave(campaign: Campaign) -> None:
    superuser = User.objects.create_superuser("root")
    assert client_of(superuser).post(f"{PEOPLE}leave/").status_code == 404


def test_the_api_lists_changes_and_removes_members(campaign: Campaign, admin: User, editor: User) -> None:
    client, address = client_of(admin), "/api/v1/campaigns/amber/members/"
    rows = {row["name"]: row for row in client.get(address).json()["results"]}
    assert (rows["anna"]["role"], rows["emil"]["role"]) == ("admin", "editor")
    emil, anna = (f"{address}{rows[name]['id']}/" for name in ("emil", "anna"))
    changed = client.patch(emil, {"role": "admin"}, content_type="application/json")
    assert (changed.status_code, changed.json()["role"]) == (200, "admin")
    assert client.patch(emil, {"role": "king"}, content_type="application/json").status_code == 400
    assert client.delete(emil).status_code == 204
    refused = client.delete(anna)
    assert refused.status_code == 409 and "only admin" in refused.json()["detail"]
    lowered = client.patch(anna, {"role": "editor"}, content_type="application/json")
    assert lowered.status_code == 409
