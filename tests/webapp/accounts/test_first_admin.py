"""A new installation gets its first admin through a link that works once."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories import make_campaign, make_user
from webapp.accounts.services.first_admin import NoFirstAdmin, make_first_admin, make_first_admin_link
from webapp.models import FirstAdminLink

GIVEN = {"username": "olena", "password1": "marsh-heron-42", "password2": "marsh-heron-42"}


def make_link() -> str:
    link = make_first_admin_link()
    assert link is not None
    return link


def test_the_link_makes_an_admin_and_leads_to_the_empty_start_page(db: None) -> None:
    client, link = Client(), make_link()
    assert "The first admin" in client.get(link).content.decode()
    page = client.post(link, GIVEN, follow=True)
    admin = User.objects.get()
    assert (admin.username, admin.is_superuser, admin.is_staff) == ("olena", True, True)
    assert page.context["user"] == admin
    assert "Set up the first campaign" in page.content.decode()
    assert "Got a code?" not in page.content.decode()


def test_the_link_works_once(db: None) -> None:
    link = make_link()
    Client().post(link, GIVEN)
    assert Client().get(link).status_code == 404
    assert Client().post(link, GIVEN | {"username": "second"}).status_code == 404
    assert User.objects.count() == 1


def test_of_two_requests_at_the_same_time_one_finds_the_link_gone(db: None) -> None:
    token = make_link().split("/")[2]
    FirstAdminLink.objects.all().delete()
    with pytest.raises(NoFirstAdmin):
        make_first_admin(token=token, username="olena", password="marsh-heron-42")


def test_bad_input_leaves_the_link_as_it_was(db: None) -> None:
    link = make_link()
    answer = Client().post(link, GIVEN | {"password2": "other"})
    assert "errorlist" in answer.content.decode()
    assert Client().post(link, GIVEN).status_code == 302


def test_a_newer_link_replaces_an_older_one(db: None) -> None:
    old, new = make_link(), make_link()
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_there_is_no_link_once_there_is_an_admin(db: None) -> None:
    link = make_link()
    User.objects.create_superuser("root")
    assert make_first_admin_link() is None
    assert Client().get(link).status_code == 404
    with pytest.raises(CommandError, match="has an admin"):
        call_command("first_admin_link")


def test_the_token_is_not_stored(db: None) -> None:
    token = make_link().split("/")[2]
    assert token not in str(FirstAdminLink.objects.values_list().get())


def test_the_command_prints_the_link(db: None) -> None:
    out = StringIO()
    call_command("first_admin_link", stdout=out)
    assert Client().get("/" + out.getvalue().strip().split("/", 3)[3]).status_code == 200


def test_only_a_new_installation_tells_how_to_make_the_first_admin(db: None) -> None:
    assert "first_admin_link" in Client().get("/").content.decode()
    make_user("olha")
    page = Client().get("/").content.decode()
    assert "first_admin_link" not in page
    assert "Nothing is published yet" in page


def test_only_those_who_may_are_offered_a_campaign(db: None) -> None:
    client = Client()
    client.force_login(make_user("olha"))
    assert "Set up the first campaign" not in client.get("/").content.decode()
    make_campaign()
    client.force_login(make_user("staff", is_staff=True))
    page = client.get("/").content.decode()
    assert "New campaign" in page and "Set up the first campaign" not in page
