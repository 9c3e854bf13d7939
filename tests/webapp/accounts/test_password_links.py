"""An admin's one-time link lets a member set a password, and gives nobody more than that."""

import re
from datetime import datetime, timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.management import CommandError, call_command
from django.test import Client

from campaigns.models import Campaign, Membership
from campaigns.roles import Role
from tests.factories import make_campaign, make_member

NEW = {"new_password1": "marsh-heron-42", "new_password2": "marsh-heron-42"}


def ask_for_link(admin: User, member: User) -> str | None:
    client = Client()
    client.force_login(admin)
    pk = Membership.objects.get(user=member, campaign__slug="amber").pk
    page = client.post(f"/c/amber/people/{pk}/password-link/", follow=True).content.decode()
    found = re.search(r"http://testserver(/password/set/[^\"]+)", page)
    return found[1] if found else None


def open_link(link: str) -> tuple[Client, str]:
    """The browser that opened it, and the address of the form to which it was led."""
    client = Client()
    answer = client.get(link, follow=True)
    return client, answer.request["PATH_INFO"]


def test_the_member_sets_a_password_once_and_is_signed_in(
    campaign: Campaign, admin: User, editor: User
) -> None:
    link = ask_for_link(admin, editor)
    assert link
    client, form = open_link(link)
    answer = client.post(form, NEW, follow=True)
    assert answer.context["user"] == editor
    editor.refresh_from_db()
    assert editor.check_password("marsh-heron-42")
    again, form = open_link(link)
    assert "no longer works" in again.get(form).content.decode()


def test_a_weak_password_is_refused_at_its_field(campaign: Campaign, admin: User, editor: User) -> None:
    client, form = open_link(ask_for_link(admin, editor) or "")
    page = client.post(form, {"new_password1": "password12", "new_password2": "password12"})
    assert "errorlist" in page.content.decode()
    editor.refresh_from_db()
    assert not editor.check_password("password12")


@pytest.mark.parametrize(("hours", "works"), [(47, True), (49, False)])
def test_the_link_expires_after_two_days(
    campaign: Campaign, admin: User, editor: User, hours: int, works: bool
) -> None:
    link = ask_for_link(admin, editor)
    later = datetime.now() + timedelta(hours=hours)
    with patch.object(PasswordResetTokenGenerator, "_now", return_value=later):
        client, form = open_link(link or "")
        assert ("no longer works" not in client.get(form).content.decode()) is works


def test_nobody_takes_over_a_person_with_a_role_elsewhere(
    campaign: Campaign, admin: User, editor: User
) -> None:
    other = make_campaign(slug="other")
    Membership.objects.create(campaign=other, user=editor, role=Role.VOLUNTEER)
    assert ask_for_link(admin, editor) is None
    Membership.objects.create(campaign=other, user=admin, role=Role.ADMIN)
    assert ask_for_link(admin, editor)


@pytest.mark.parametrize("powers", [{"is_staff": True}, {"is_superuser": True}])
def test_nobody_takes_over_somebody_who_runs_the_site(
    campaign: Campaign, admin: User, editor: User, powers: dict[str, bool]
) -> None:
    User.objects.filter(pk=editor.pk).update(**powers)
    assert ask_for_link(admin, editor) is None


def test_a_superuser_makes_a_link_for_everybody(campaign: Campaign, admin: User) -> None:
    assert ask_for_link(User.objects.create_superuser("root"), admin)


def test_the_page_offers_only_links_that_may_be_made(campaign: Campaign, admin: User, editor: User) -> None:
    make_member("free", campaign, Role.VOLUNTEER)
    Membership.objects.create(campaign=make_campaign(slug="other"), user=editor, role=Role.VOLUNTEER)
    client = Client()
    client.force_login(admin)
    assert client.get("/c/amber/people/").content.decode().count("/password-link/") == 1


def test_the_command_prints_a_link_that_works(editor: User) -> None:
    out = StringIO()
    call_command("password_link", "emil", stdout=out)
    path = "/" + out.getvalue().strip().split("/", 3)[3]
    client, form = open_link(path)
    assert client.post(form, NEW).status_code == 302


def test_the_command_names_an_unknown_account(db: None) -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("password_link", "nobody")
