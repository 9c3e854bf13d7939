"""“Your account”: name, e-mail, password, campaigns."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from labeling.joining.services.join_event import join_as_member
from labeling.models import Contributor
from tests.factories import make_user


@pytest.fixture
def signed_in(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def test_the_page_lists_campaigns_with_the_role(campaign: Campaign, signed_in: Client) -> None:
    page = signed_in.get("/account/").content.decode()
    assert "Amber" in page and "Editor" in page and "/c/amber/people/leave/" in page


def test_every_page_leads_to_it(signed_in: Client) -> None:
    assert 'href="/account/"' in signed_in.get("/").content.decode()


def test_name_and_address_are_changed(editor: User, signed_in: Client) -> None:
    answer = signed_in.post("/account/", {"username": "emilia", "email": "emilia@example.org"})
    assert answer.status_code == 302
    editor.refresh_from_db()
    assert (editor.username, editor.email) == ("emilia", "emilia@example.org")


def test_the_name_under_which_they_label_follows(campaign: Campaign, editor: User, signed_in: Client) -> None:
    join_as_member(user=editor, campaign=campaign)
    signed_in.post("/account/", {"username": "emilia"})
    assert Contributor.objects.get(user=editor).nickname == "emilia"


def test_a_nickname_of_their_own_stays(campaign: Campaign, editor: User, signed_in: Client) -> None:
    join_as_member(user=editor, campaign=campaign)
    Contributor.objects.update(nickname="Heron")
    signed_in.post("/account/", {"username": "emilia"})
    assert Contributor.objects.get(user=editor).nickname == "Heron"


@pytest.mark.parametrize(
    "given", [{"username": "Olha"}, {"username": ""}, {"username": "a b"}, {"username": "x", "email": "no"}]
)
def test_bad_input_is_refused_at_its_field(editor: User, signed_in: Client, given: dict[str, str]) -> None:
    make_user("olha")
    answer = signed_in.post("/account/", given)
    assert "errorlist" in answer.content.decode()
    assert answer.context["user"].username == "emil"
    editor.refresh_from_db()
    assert (editor.username, editor.email) == ("emil", "")


def test_a_password_is_changed_and_other_devices_signed_out(editor: User, signed_in: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(editor)
    given = {
        "old_password": "emil-password",
        "new_password1": "marsh-heron-42",
        "new_password2": "marsh-heron-42",
    }
    assert signed_in.post("/account/password/", given)["Location"] == "/account/"
    assert signed_in.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_wrong_present_password_changes_nothing(editor: User, signed_in: Client) -> None:
    given = {"old_password": "no", "new_password1": "marsh-heron-42", "new_password2": "marsh-heron-42"}
    assert "errorlist" in signed_in.post("/account/password/", given).content.decode()
    editor.refresh_from_db()
    assert editor.check_password("emil-password")
