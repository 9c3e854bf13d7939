"""Operators' pages exist for superusers and for programs with the token, and for nobody else."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from webapp.settings.environment import Environment

TOKEN = "a-token-that-nobody-guesses"
ADDRESSES = ["/operations/", "/health/details/", "/metrics/"]
ANSWERS = {200, 503}


@pytest.fixture
def with_token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_find_nothing(client: Client, db: None, with_token: None, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_campaigns_admin_finds_nothing(client: Client, admin: User, with_token: None, address: str) -> None:
    client.force_login(admin)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_superuser_reads_them(client: Client, db: None, address: str) -> None:
    client.force_login(User.objects.create_superuser("ops"))
    assert client.get(address).status_code in ANSWERS


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_token_opens_them(client: Client, db: None, with_token: None, address: str) -> None:
    answer = client.get(address, headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code in ANSWERS


@pytest.mark.parametrize(
    "header", ["Bearer wrong", f"Basic {TOKEN}", "Bearer", f"Bearer {TOKEN}x", "Bearer é"]
)
def test_a_wrong_token_opens_nothing(client: Client, db: None, with_token: None, header: str) -> None:
    assert client.get("/metrics/", headers={"Authorization": header}).status_code == 404


def test_without_a_token_in_the_settings_an_empty_one_opens_nothing(client: Client, db: None) -> None:
    assert client.get("/metrics/", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_token_that_is_easily_guessed_stops_the_start_and_is_not_repeated() -> None:
    with pytest.raises(ImproperlyConfigured, match="20 characters") as refused:
        _ = Environment(metrics_token="secret").checked_metrics_token
    assert "secret" not in str(refused.value)
