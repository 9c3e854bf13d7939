"""Uploads are streamed to disk, bounded, and whole or absent."""

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from imagery import uploads
from imagery.uploads import DiskUploadHandler, ReceivedFile, UploadRefused, store_upload, takes_upload
from tests.factories import make_user

CONTENT = bytes(range(256)) * 40


def received(settings: Settings, content: bytes = CONTENT, name: str = "a.tif") -> UploadedFile:
    request = RequestFactory().post("/", {"file": SimpleUploadedFile(name, content)})
    file = request.FILES["file"]
    assert isinstance(file, ReceivedFile)
    return file


def test_an_upload_is_on_disk_while_the_request_lives(settings: Settings) -> None:
    file = received(settings)
    path = Path(file.temporary_file_path())
    assert path.read_bytes() == CONTENT
    assert path.is_relative_to(settings.DATA_ROOT)
    file.close()
    assert not path.exists()


def test_a_stored_upload_is_whole_and_stays(settings: Settings, tmp_path: Path) -> None:
    file = received(settings)
    stored = store_upload(file, tmp_path / "kept", 1_000_000, ".tif")
    file.close()
    assert stored.path.read_bytes() == CONTENT
    assert (stored.sha256, stored.size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert stored.path.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [stored.path.name]


@pytest.mark.parametrize("name", ["../../etc/passwd.tif", "/etc/x.tif", "..\\x.tif", "a\0b.tif"])
def test_the_name_is_never_a_path(settings: Settings, tmp_path: Path, name: str) -> None:
    stored = store_upload(SimpleUploadedFile(name, CONTENT), tmp_path / "kept", 1_000_000, ".tif")
    assert stored.path.parent == tmp_path / "kept"
    assert stored.path.stem.isalnum()


def test_two_files_of_one_name_do_not_clash(settings: Settings, tmp_path: Path) -> None:
    first, second = (
        store_upload(SimpleUploadedFile("a.tif", content), tmp_path, 1000) for content in (b"one", b"two")
    )
    assert (first.path.read_bytes(), second.path.read_bytes()) == (b"one", b"two")


def test_a_file_is_copied_to_another_disk(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = received(settings)

    def refuse(self: ReceivedFile, target: Path) -> None:
        if self is file:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        original(self, target)

    original = ReceivedFile.keep_as
    monkeypatch.setattr(ReceivedFile, "keep_as", refuse)
    stored = store_upload(file, tmp_path / "kept", 1_000_000)
    assert stored.path.read_bytes() == CONTENT
    assert stored.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_a_large_file_is_refused_by_its_announced_length() -> None:
    class Unread(FileUploadHandler):
        """Fails when anything of the body is read."""

        def new_file(self, *args: Any, **named: Any) -> None:
            raise AssertionError("The body was read.")

    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a", bytes(3 * 2**20))})
    request.upload_handlers = [DiskUploadHandler(request, 100), Unread(request)]
    with pytest.raises(UploadRefused, match="larger than"):
        request.FILES  # noqa: B018 - reading it reads the form


def test_all_files_of_a_form_together_are_bounded(settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    files = {f"file{n}": SimpleUploadedFile("a", bytes(400)) for n in range(3)}
    with pytest.raises(UploadRefused):
        RequestFactory().post("/", files).FILES  # noqa: B018 - reading it reads the form
    assert not list(settings.DATA_ROOT.rglob("*receiving*"))


def test_a_full_disk_is_told_in_words_and_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: ReceivedFile, chunk: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(ReceivedFile, "receive", fail)
    with pytest.raises(UploadRefused, match="disk is full") as refusal:
        received(settings)
    assert refusal.value.status == 507
    assert not list(settings.DATA_ROOT.rglob("*receiving*"))


def test_a_full_disk_while_storing_leaves_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = received(settings)
    monkeypatch.setattr(uploads.os, "fsync", fail)
    with pytest.raises(UploadRefused, match="disk is full"):
        store_upload(file, tmp_path / "kept", 1_000_000)
    assert not list((tmp_path / "kept").iterdir())


def page(**limits: Any) -> Any:
    def refused(request: HttpRequest, words: object) -> HttpResponse:
        return HttpResponse(f"refused: {words}", status=413)

    @takes_upload(refused=refused, **limits)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.FILES["file"].read())

    return view


def test_a_page_answers_a_refused_file_in_its_own_words(db: None, settings: Settings) -> None:
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a", bytes(2000))})
    request.user = make_user("olha")
    answer = page(max_bytes=lambda: 1000)(request)
    assert answer.content.startswith(b"refused: The file is larger")
    assert not request.POST


def test_a_page_still_refuses_a_forged_request(db: None, settings: Settings) -> None:
    request = RequestFactory(enforce_csrf_checks=True).post("/", {"file": SimpleUploadedFile("a", b"12")})
    request._dont_enforce_csrf_checks = False  # type: ignore[attr-defined]  # the factory sets it
    request.user = make_user("olha")
    assert page(max_bytes=lambda: 1000)(request).status_code == 403


def test_a_stranger_sends_nothing(client: Client) -> None:
    """The view answers as to anybody who may not, and finds nothing that was sent."""
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a", b"12")})

    @takes_upload(max_bytes=lambda: 1000, refused=lambda _request, **_more: HttpResponse(status=413))
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=302 if not request.FILES and not request.POST else 200)

    assert view(request).status_code == 302


def test_any_other_page_answers_a_large_file_with_a_page_of_words(client: Client, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    forger = Client(enforce_csrf_checks=True)
    forger.get("/sign-in/")
    answer = forger.post("/sign-in/", {"file": SimpleUploadedFile("a", bytes(2 * 2**20))})
    assert answer.status_code == 413
    assert "larger than" in answer.content.decode()
