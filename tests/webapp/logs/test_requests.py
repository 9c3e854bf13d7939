"""Each request has a number, in the answer and in its lines of the log."""

import logging

import pytest
from django.test import Client

from campaigns.log_context import log_facts
from campaigns.models import Campaign

pytestmark = pytest.mark.django_db


def test_a_sane_number_is_kept_and_answered_back(client: Client) -> None:
    assert client.get("/health/", headers={"X-Request-ID": "proxy-0042"})["X-Request-ID"] == "proxy-0042"


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "<script>alert(1)</script>", "line\tbreak-here"])
def test_anything_else_is_replaced(client: Client, given: str) -> None:
    answered = client.get("/health/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert answered != given and len(answered) == 32


def test_two_requests_have_two_numbers(client: Client) -> None:
    assert client.get("/health/")["X-Request-ID"] != client.get("/health/")["X-Request-ID"]


def test_a_request_is_logged_by_its_route_and_not_by_its_address(
    client: Client, campaign: Campaign, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "webapp.requests"):
        client.get("/invite/a-token-that-lets-in/?next=secret")
    (record,) = [one for one in caplog.records if one.name == "webapp.requests"]
    assert record.getMessage() == "GET /invite/<str:token>/ 404"
    assert record.__dict__["status"] == 404
    assert "a-token" not in str(record.__dict__)


def test_lines_logged_meanwhile_know_the_request(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr("webapp.views.connection.cursor", lambda: seen.append(dict(log_facts())) or 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/health/")
    assert seen == [{"request_id": answer["X-Request-ID"]}]
    assert log_facts() == {}
