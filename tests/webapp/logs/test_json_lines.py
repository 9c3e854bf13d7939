"""A line of the log as JSON: what it is about, and nothing that lets anybody in."""

import json
import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from campaigns.log_context import about
from webapp.logs.json_lines import JsonLines

SECRETS = {
    "LANDSCAR_SECRET_KEY": "django-signs-with-this",
    "LANDSCAR_IMAGERY_KEYS": "north=pk.imagery-key-1,azure-maps=imagery/key+2",
    "LANDSCAR_DATABASE_URL": "postgresql://landscar:p%40ssword-db@db:5432/landscar",
    "LANDSCAR_METRICS_TOKEN": "metrics-token-for-prometheus",
}
Line = Callable[..., dict[str, Any]]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    formatter = JsonLines()

    def format_one(message: str, *args: object, **attributes: Any) -> dict[str, Any]:
        exc_info = attributes.pop("exc_info", None)
        record = logging.LogRecord("landscar.test", logging.WARNING, __file__, 1, message, args, exc_info)
        record.__dict__.update(attributes)
        text = formatter.format(record)
        assert "\n" not in text
        found: dict[str, Any] = json.loads(text)
        return found

    return format_one


def test_a_line_has_time_level_logger_and_message(line: Line) -> None:
    found = line("Плитка %s не читається", "16/1/2")
    assert found.pop("time").endswith("+00:00")
    assert found == {"level": "WARNING", "logger": "landscar.test", "message": "Плитка 16/1/2 не читається"}


def test_an_exception_is_a_field_of_the_same_line(line: Line) -> None:
    try:
        raise ValueError("No tile there")
    except ValueError:
        found = line("It failed", exc_info=sys.exc_info())
    assert found["message"] == "It failed"
    assert found["exception"].splitlines()[-1] == "ValueError: No tile there"


def test_a_line_says_what_it_is_about_and_the_next_does_not(line: Line) -> None:
    with about(request_id="r-1", job_id=7), about(chunk="0123", task_id=None):
        found = line("Inside")
    assert (found["request_id"], found["job_id"], found["chunk"]) == ("r-1", 7, "0123")
    assert "task_id" not in found
    assert "job_id" not in line("Outside")


def test_what_one_thread_is_about_is_not_what_another_is_about(line: Line) -> None:
    found: list[dict[str, Any]] = []
    with about(job_id=7):
        thread = threading.Thread(target=lambda: found.append(line("Elsewhere")))
        thread.start()
        thread.join()
    assert "job_id" not in found[0]


def test_only_known_attributes_are_written(line: Line) -> None:
    found = line("GET", status=200, seconds=0.1, request="<a whole request>", cookies="sessionid=1")
    assert (found["status"], found["seconds"]) == (200, 0.1)
    assert not {"request", "cookies"} & set(found)


@pytest.mark.parametrize(
    "message",
    [
        "signed with django-signs-with-this",
        "GET https://tiles.example/1/2/3?access_token=pk.imagery-key-1",
        "https://atlas.example/tile?subscription-key=imagery/key+2&z=1",
        "could not connect to postgresql://landscar:p%40ssword-db@db:5432/landscar",
        "password p@ssword-db was refused",
        "Authorization: Bearer metrics-token-for-prometheus",
        "https://t.example/{z}?key=AIzaUnknownKeyOfSomebody&style=a",
        "https://t.example/?api_key=AIzaUnknownKeyOfSomebody",
        "{'Cookie': 'sessionid=AIzaUnknownKeyOfSomebody; csrftoken=AIzaUnknownKeyOfSomebody'}",
        '{"sessionid": "AIzaUnknownKeyOfSomebody"}',
        "redis://:AIzaUnknownKeyOfSomebody@redis:6379/0",
        "Not Found: /invite/AIzaUnknownKeyOfSomebody/",
        "Not Found: /password/set/MQ/AIzaUnknownKeyOfSomebody/",
    ],
)
def test_neither_keys_nor_cookies_are_written(line: Line, message: str) -> None:
    try:
        raise RuntimeError(message)
    except RuntimeError:
        found = json.dumps(line(message, exc_info=sys.exc_info()))
    hidden = [
        "django-signs-with-this", "imagery-key-1", "key+2", "ssword-db", "metrics-token", "AIzaUnknownKey",
    ]  # fmt: skip
    # The traceback shows the line of this file that raised, and not its text.
    assert not [secret for secret in hidden if secret in found]
    assert "[hidden]" in found


@pytest.mark.parametrize("message", ["The key is missing", "12 keys read", "tokens: none", "Keyboard: x"])
def test_plain_words_stay(line: Line, message: str) -> None:
    assert line(message)["message"] == message
