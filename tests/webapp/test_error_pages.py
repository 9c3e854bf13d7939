"""Error pages and API errors say what happened and what to do."""

from collections.abc import Callable, Iterator
from typing import Never
from unittest.mock import patch

import django.db
import kombu.exceptions
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from webapp.urls import handler404, handler500  # noqa: F401 - Django looks them up in this module

DEAD_DATABASE = django.db.OperationalError("database is locked")
DEAD_BROKER = kombu.exceptions.OperationalError("Connection refused")


class FailingView(APIView):
    permission_classes = [AllowAny]
    authentication_classes: list[type] = []
    error: Exception = Exception()

    def get(self, request: Request) -> Never:
        raise self.error


def failing_page(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def page(request: HttpRequest) -> HttpResponse:
        raise error

    return page


INVALID = ValidationError({"region": ["Draw a region."]})
urlpatterns = [
    path("locked/", failing_page(DEAD_DATABASE)),
    path("queueless/", failing_page(DEAD_BROKER)),
    path("faulty/", failing_page(RuntimeError("a fault"))),
    path("api/v1/locked/", FailingView.as_view(error=DEAD_DATABASE)),
    path("api/v1/queueless/", FailingView.as_view(error=DEAD_BROKER)),
    path("api/v1/invalid/", FailingView.as_view(error=INVALID)),
    path("api/v1/faulty/", FailingView.as_view(error=RuntimeError("a fault"))),
    path("", include("webapp.urls")),
]


@pytest.fixture
def visitor(settings: Settings) -> Iterator[Client]:
    settings.ROOT_URLCONF = __name__
    yield Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["locked", "queueless"])
def test_an_outage_gives_a_page_that_says_to_try_again(visitor: Client, address: str) -> None:
    response = visitor.get(f"/{address}/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "try again" in response.content.decode().lower()


@pytest.mark.parametrize(("address", "word"), [("locked", "database"), ("queueless", "queue")])
def test_an_outage_is_explained_in_the_api(visitor: Client, address: str, word: str) -> None:
    response = visitor.get(f"/api/v1/{address}/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert word in response.json()["detail"]


def test_the_outage_page_needs_no_database(visitor: Client) -> None:
    """Without a `db` fixture pytest-django forbids all queries."""
    assert "<h1>" in visitor.get("/locked/").content.decode()


def test_a_fault_is_reported_without_internal_details(visitor: Client) -> None:
    response = visitor.get("/faulty/")
    assert response.status_code == 500
    assert "a fault" not in response.content.decode()
    assert visitor.get("/api/v1/faulty/").json() == {
        "detail": "Something went wrong on our side. The error has been logged."
    }


def test_a_failed_model_validation_is_a_400_that_names_the_field(visitor: Client) -> None:
    response = visitor.get("/api/v1/invalid/")
    assert response.status_code == 400
    assert response.json() == {"region": ["Draw a region."]}


def test_an_unknown_page_is_a_404_with_a_link_home(visitor: Client, db: None) -> None:
    response = visitor.get("/no-such-page/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


def test_an_unknown_api_address_is_a_404_in_json(visitor: Client) -> None:
    response = visitor.get("/api/v1/no-such-thing/")
    assert response.status_code == 404
    assert response.json() == {"detail": "There is nothing at this address."}


def test_an_outdated_form_says_that_nothing_was_saved(outsider: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(outsider)
    response = client.post("/sign-out/")
    assert response.status_code == 403
    assert "Nothing was saved" in response.content.decode()


def test_health_is_503_while_the_database_does_not_answer(visitor: Client) -> None:
    with patch("webapp.views.connection.cursor", side_effect=DEAD_DATABASE):
        response = visitor.get("/health/")
    assert response.status_code == 503


def test_health_is_ok_while_the_database_answers(visitor: Client, db: None) -> None:
    assert visitor.get("/health/").json() == {"status": "ok"}
