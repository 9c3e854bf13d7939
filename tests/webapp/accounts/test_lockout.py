"""Wrong passwords make the next try wait, longer and longer, and never for ever."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.limits import Limit
from campaigns.models import Tally
from campaigns.people.password_links import make_link
from tests.factories import make_user
from webapp.accounts.lockout import AT_ONE_ADDRESS, EVERYWHERE
from webapp.sweeps import forget_what_expired

NEWSROOM, HOME = "192.0.2.1", "198.51.100.7"
ADMIN = "/admin/login/"


@pytest.fixture
def olha(db: None) -> User:
    return make_user("olha")


def sign_in(name: str = "olha", typed: str = "wrong", at: str = NEWSROOM, path: str = "/sign-in/") -> Any:
    return Client(REMOTE_ADDR=at).post(path, {"username": name, "password": typed})


def try_wrong(times: int, **where: Any) -> Any:
    for _ in range(times):
        answer = sign_in(**where)
    return answer


def let_pass(**time: float) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(**time))


def is_let_in(**where: Any) -> bool:
    status: int = sign_in(typed="olha-password", **where).status_code
    return status == 302


def test_a_few_typos_cost_nothing(olha: User) -> None:
    assert try_wrong(AT_ONE_ADDRESS.free - 1).status_code == 200
    assert is_let_in()


@pytest.mark.parametrize("path", ["/sign-in/", ADMIN])
def test_the_fifth_wrong_password_makes_wait(olha: User, path: str) -> None:
    answer = try_wrong(AT_ONE_ADDRESS.free, path=path)
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Too many wrong passwords" in page and "Try again in 5 minutes, or reset it." in page
    assert 290 < int(answer["Retry-After"]) <= 300
    assert not is_let_in(path=path)


def test_names_that_do_not_exist_are_answered_alike(olha: User) -> None:
    real, made_up = try_wrong(6), try_wrong(6, name="nobody")
    strip = [line for line in real.content.decode().splitlines() if "csrf" not in line]
    assert strip == [line for line in made_up.content.decode().splitlines() if "csrf" not in line]
    assert real.status_code == made_up.status_code == 429


def test_the_wait_ends_and_doubles_at_the_next_wrong_password(olha: User) -> None:
    waits = []
    for wait in (AT_ONE_ADDRESS.free, 1, 1, 1, 1, 1):
        waits.append(round(int(try_wrong(wait)["Retry-After"]) / 60))
        let_pass(minutes=waits[-1], seconds=1)
    assert waits == [5, 10, 20, 40, 60, 60]
    assert is_let_in()


def test_tries_while_waiting_do_not_lengthen_the_wait(olha: User) -> None:
    try_wrong(AT_ONE_ADDRESS.free)
    let_pass(minutes=4)
    try_wrong(20)
    let_pass(minutes=1, seconds=1)
    assert is_let_in()


def test_a_colleague_behind_the_same_address_is_not_held_up(olha: User) -> None:
    try_wrong(20, name="stepan")
    assert is_let_in()


def test_the_person_is_not_held_up_elsewhere(olha: User) -> None:
    try_wrong(20)
    assert is_let_in(at=HOME)


def test_signing_in_forgets_the_typos_before(olha: User) -> None:
    for _ in range(4):
        try_wrong(AT_ONE_ADDRESS.free - 1)
        assert is_let_in()


def guess_from_many_addresses(times: int) -> Any:
    for number in range(times):
        answer = sign_in(at=f"203.0.113.{number}")
    return answer


def test_guessing_from_many_addresses_makes_wait_for_a_minute(olha: User) -> None:
    assert guess_from_many_addresses(EVERYWHERE.free - 1).status_code == 200
    answer = sign_in(at="203.0.113.250")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 60


def test_guessing_from_many_addresses_does_not_lock_out_where_they_have_signed_in(olha: User) -> None:
    assert is_let_in(at=HOME)
    guess_from_many_addresses(EVERYWHERE.free + 10)
    assert not is_let_in(at=NEWSROOM)
    assert is_let_in(at=HOME)


def test_a_new_password_by_link_lets_in_at_once(olha: User) -> None:
    try_wrong(AT_ONE_ADDRESS.free)
    client = Client(REMOTE_ADDR=NEWSROOM)
    form = client.get(make_link(olha, made_by="root"), follow=True).request["PATH_INFO"]
    client.post(form, {"new_password1": "marsh-heron-42", "new_password2": "marsh-heron-42"})
    assert sign_in(typed="marsh-heron-42").status_code == 302


def test_the_address_is_the_clients_and_not_the_proxys(olha: User, settings: Settings) -> None:
    settings.N_PROXIES = 1
    for _ in range(AT_ONE_ADDRESS.free):
        client = Client(REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": f"1.2.3.4, {NEWSROOM}"})
        client.post("/sign-in/", {"username": "olha", "password": "wrong"})
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {NEWSROOM}


def test_no_password_is_stored_or_name_shown(olha: User) -> None:
    try_wrong(2, typed="my-secret-guess")
    (attempt,) = AccessAttempt.objects.all()
    assert "my-secret-guess" not in attempt.post_data + attempt.get_data


def test_what_expired_is_forgotten(olha: User) -> None:
    is_let_in()
    try_wrong(1, name="old")
    let_pass(days=2)
    try_wrong(1, name="new")
    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=31))
    Limit("x", 1, 1).count("who")
    Tally.objects.update(falls_from=timezone.now() - timedelta(days=3))
    forget_what_expired()
    assert [one.username for one in AccessAttempt.objects.all()] == ["new"]
    assert not AccessLog.objects.exists() and not Tally.objects.exists()


def test_expired_sessions_are_forgotten(olha: User) -> None:
    client = Client()
    client.force_login(olha)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    forget_what_expired()
    assert not Session.objects.exists()
