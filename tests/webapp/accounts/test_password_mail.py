"""A forgotten password: a mail where mail is set up, the way to an admin where it is not."""

import re
import socketserver
import threading
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pydantic import SecretStr
from pytest_django.fixtures import Settings

from campaigns.models import Tally
from tests.factories import make_user
from webapp.accounts.services.mail_password_link import MAILS_TO_ONE
from webapp.celery import app
from webapp.settings.mail import mail_server

RESET, SENT = "/password/reset/", "/password/reset/sent/"


@pytest.fixture
def with_mail(settings: Settings, db: None) -> None:
    settings.MAIL_IS_SET_UP = True
    settings.DEFAULT_FROM_EMAIL = "landscar@example.org"


@pytest.fixture(autouse=True)
def eager() -> Iterator[None]:
    """Tasks run at once, in this process."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.mark.usefixtures("with_mail")
def test_the_mail_has_a_link_that_sets_a_password() -> None:
    user = make_user("olha", email="olha@example.org")
    client = Client()
    assert client.post(RESET, {"email": "Olha@example.org"})["Location"] == SENT
    (message,) = mail.outbox
    assert (message.to, message.from_email) == (["olha@example.org"], "landscar@example.org")
    assert "testserver" in message.subject and "olha" in message.body
    link = re.search(r"http://testserver(/password/set/\S+)", str(message.body))
    assert link
    form = client.get(link[1], follow=True).request["PATH_INFO"]
    client.post(form, {"new_password1": "marsh-heron-42", "new_password2": "marsh-heron-42"})
    user.refresh_from_db()
    assert user.check_password("marsh-heron-42")


@pytest.mark.usefixtures("with_mail")
def test_the_mail_is_in_the_language_of_the_page() -> None:
    make_user("olha", email="olha@example.org")
    Client().post(RESET, {"email": "olha@example.org"}, headers={"accept-language": "uk"})
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("with_mail")
def test_an_unknown_address_gets_the_same_answer_after_the_same_work(settings: Settings) -> None:
    """The request looks up no account: a worker does, later."""
    make_user("olha", email="olha@example.org")
    answers, queries = [], []
    with patch("webapp.accounts.passwords.queue_task", return_value=True) as queue:
        for email in ("olha@example.org", "nobody@example.org"):
            with CaptureQueriesContext(connection) as captured:
                answer = Client(REMOTE_ADDR=f"192.0.2.{len(email)}").post(RESET, {"email": email})
            answers.append((answer.status_code, answer["Location"], answer.content))
            queries.append(len(captured))
    assert answers[0] == answers[1]
    assert queries[0] == queries[1]
    assert queue.call_count == 2


@pytest.mark.usefixtures("with_mail")
def test_a_mailbox_is_not_filled_by_others() -> None:
    make_user("olha", email="olha@example.org")
    for number in range(10):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(RESET, {"email": "olha@example.org"})
    assert len(mail.outbox) == MAILS_TO_ONE.free


@pytest.mark.usefixtures("with_mail")
def test_one_address_cannot_ask_for_ever() -> None:
    answers = {Client().post(RESET, {"email": f"a{number}@example.org"}).status_code for number in range(25)}
    assert answers == {302, 429}
    assert not mail.outbox


@pytest.mark.usefixtures("with_mail")
def test_a_mistyped_address_is_refused_at_its_field() -> None:
    assert "errorlist" in Client().post(RESET, {"email": "olha"}).content.decode()
    assert not Tally.objects.exists()


def test_without_mail_the_page_leads_to_an_admin(settings: Settings, db: None) -> None:
    settings.MAIL_IS_SET_UP = False
    page = Client().get(RESET).content.decode()
    assert "Ask an admin of your campaign" in page and 'name="email"' not in page
    assert Client().post(RESET, {"email": "olha@example.org"}).status_code == 200
    assert not mail.outbox


def test_the_url_of_a_mail_server_is_read() -> None:
    given = mail_server(SecretStr("smtp://u%40x:p%2Fw@mail.example:2525"), "a@example.org")
    assert given
    assert (given.host, given.port, given.user, given.password) == ("mail.example", 2525, "u@x", "p/w")
    assert (given.starts_tls, given.is_tls, given.sender) == (True, False, "a@example.org")
    over_tls = mail_server(SecretStr("smtps://me@example.org:pw@mail.example"), "")
    assert over_tls and (over_tls.port, over_tls.is_tls, over_tls.sender) == (465, True, "me@example.org")
    relay = mail_server(SecretStr("smtp://127.0.0.1:25"), "a@example.org")
    assert relay and not relay.starts_tls
    assert mail_server(None, "") is None and mail_server(SecretStr(""), "") is None


@pytest.mark.parametrize(("url", "word"), [("http://x", "LANDSCAR_EMAIL_URL"), ("smtp://x", "MAIL_FROM")])
def test_a_wrong_url_names_the_setting_and_not_the_password(url: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        mail_server(SecretStr(url), "")


class _Smtp(socketserver.StreamRequestHandler):
    """As much of SMTP as one mail needs."""

    received: list[str] = []

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        in_data = False
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if in_data:
                in_data = line != "."
                self.received.append(line)
                if not in_data:
                    self.wfile.write(b"250 ok\r\n")
                continue
            in_data = line.upper() == "DATA"
            self.wfile.write(b"354 go\r\n" if in_data else b"250 ok\r\n")


def test_a_mail_leaves_through_the_server_of_the_url(settings: Settings, with_mail: None) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        given = mail_server(SecretStr(f"smtp://127.0.0.1:{server.server_address[1]}"), "a@example.org")
        assert given
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
            given.backend,
            given.host,
            given.port,
        )
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = given.starts_tls, given.user
        make_user("olha", email="olha@example.org")
        Client().post(RESET, {"email": "olha@example.org"})
        server.shutdown()
    assert any("/password/set/" in line for line in _Smtp.received)
