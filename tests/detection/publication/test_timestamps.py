"""An outside authority signs the checksums of a release; openssl is the authority here, and the judge."""

import subprocess
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from campaigns.models import Campaign
from detection.models import Place, Release
from detection.publication.services.publish_release import publish_release
from detection.publication.services.withdraw_place import withdraw_place
from detection.publication.tasks import write_files, write_files_where_due
from tests.factories_detection import confirm, make_detection, make_run

FILES = "/api/v1/campaigns/amber/releases/1/files/"
CONFIG = """
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True)


class Authority:
    """Answers on loopback. `spoil` changes what it sends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spoil: Callable[[bytes], bytes] = lambda answer: answer
        self.n_asked = 0
        (folder / "serial").write_text("01")
        (folder / "ts.cnf").write_text(CONFIG.format(folder=folder))
        subject = ("-subj", "/CN=Test authority", "-days", "2", "-nodes", "-newkey", "rsa:2048")
        certificate = ("-addext", "extendedKeyUsage=critical,timeStamping", "-keyout", "key.pem")
        made = openssl(folder, "req", "-x509", *subject, *certificate, "-out", "authority.pem")
        assert made.returncode == 0, made.stderr

    def answer(self, query: bytes) -> bytes:
        self.n_asked += 1
        (self.folder / "query").write_bytes(query)
        signer = ("-signer", "authority.pem", "-inkey", "key.pem", "-config", "ts.cnf")
        done = openssl(self.folder, "ts", "-reply", "-queryfile", "query", *signer, "-out", "answer")
        assert done.returncode == 0, done.stderr
        return self.spoil((self.folder / "answer").read_bytes())


@pytest.fixture
def authority(tmp_path: Path, settings: Settings) -> Iterator[Authority]:
    found = Authority(tmp_path)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = found.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/tsr"
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def release(campaign: Campaign, admin: User, editor: User, second_editor: User) -> Release:
    run = make_run(campaign)
    for area in (1.25, 2.5):
        confirm(make_detection(run, area_ha=area), editor, second_editor)
    return publish_release(campaign=campaign, run=run, published_by=admin)


def content(client: Client, name: str) -> bytes:
    return b"".join(client.get(FILES + name).streaming_content)  # type: ignore[attr-defined]  # streamed


def is_proven(client: Client, authority: Authority) -> bool:
    for name in ("SHA256SUMS", "SHA256SUMS.tsr"):
        (authority.folder / name).write_bytes(content(client, name))
    files = ("-data", "SHA256SUMS", "-in", "SHA256SUMS.tsr", "-CAfile", "authority.pem")
    return openssl(authority.folder, "ts", "-verify", *files).returncode == 0


def test_openssl_verifies_the_timestamp(release: Release, authority: Authority, client: Client) -> None:
    write_files(release.pk)
    assert is_proven(client, authority)
    (authority.folder / "SHA256SUMS").write_bytes(b"other sums")
    files = ("-data", "SHA256SUMS", "-in", "SHA256SUMS.tsr", "-CAfile", "authority.pem")
    assert openssl(authority.folder, "ts", "-verify", *files).returncode != 0


def test_after_a_withdrawal_the_new_checksums_are_signed(
    release: Release, authority: Authority, admin: User, client: Client
) -> None:
    write_files(release.pk)
    withdraw_place(place=Place.objects.get(number=2), withdrawn_by=admin, reason="A clear-cut")
    assert client.get(FILES + "SHA256SUMS.tsr").status_code == 503
    write_files_where_due()
    assert is_proven(client, authority)
    assert authority.n_asked == 2
    write_files_where_due()
    assert authority.n_asked == 2


@pytest.mark.parametrize("answer", [b"", b"<html>", b"0\x030\x01\x02", b"x" * 100_000])
def test_a_wrong_answer_is_not_stored_and_asked_for_again(
    release: Release, authority: Authority, client: Client, answer: bytes
) -> None:
    authority.spoil = lambda _good: answer
    write_files(release.pk)
    assert client.get(FILES + "SHA256SUMS").status_code == 200
    assert client.get(FILES + "SHA256SUMS.tsr").status_code == 503
    authority.spoil = lambda good: good
    write_files_where_due()
    assert is_proven(client, authority)


def test_an_answer_to_another_question_is_refused(
    release: Release, authority: Authority, client: Client
) -> None:
    write_files(release.pk)
    old = content(client, "SHA256SUMS.tsr")
    release.files.filter(name="SHA256SUMS.tsr").delete()
    authority.spoil = lambda _good: old
    write_files(release.pk)
    assert client.get(FILES + "SHA256SUMS.tsr").status_code == 503


def test_without_the_server_everything_else_is_there(
    release: Release, settings: Settings, client: Client
) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/tsr"
    write_files(release.pk)
    assert client.get(FILES + "SHA256SUMS").status_code == 200
    assert client.get(FILES + "SHA256SUMS.tsr").status_code == 503


def test_without_an_authority_there_is_no_such_file(release: Release, client: Client) -> None:
    write_files(release.pk)
    assert client.get(FILES + "SHA256SUMS.tsr").status_code == 404
