"""Files that people send: streamed to disk, bounded before and while they are read, whole or absent.

`DiskUploadHandler` is the only upload handler of the application, so no upload is kept in memory. A file that
is too large raises `UploadRefused` wherever the request's form is first read; `takes_upload` makes a page
answer that in its own words. A file's name is shown and never used as a path.
"""

import errno
import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from imagery.errors import ImageryError
from imagery.messages import Words, words_of
from imagery.messages import message as _

RECEIVING = ".receiving-"
"""How the name of a file begins while it is being written; a sweep deletes what a killed process left."""
ROOM_FOR_FIELDS = 1024 * 1024
"""Bytes that the other fields of a form may take beside its file."""
CHUNK = 256 * 1024
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
View = Callable[..., HttpResponseBase]


class UploadRefused(ImageryError, RequestDataTooBig):
    """The file is too large, or there is no room for it. Nothing of it is stored."""

    def __init__(self, words: Words, status: int = 413) -> None:
        super().__init__(words)
        self.status = status


class StoredUpload(NamedTuple):
    path: Path
    sha256: str
    size: int


class ReceivedFile(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """An upload on disk. Closing it, which the end of the request does, deletes it unless it was kept."""

    def __init__(self, folder: Path, name: str, content_type: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=folder, prefix=RECEIVING)
        self.disk = os.fdopen(handle, "w+b")
        super().__init__(self.disk, name, content_type, 0)
        self.path = Path(path)
        self.digest = hashlib.sha256()

    def receive(self, chunk: bytes) -> None:
        self.disk.write(chunk)
        self.digest.update(chunk)
        self.size = (self.size or 0) + len(chunk)

    def temporary_file_path(self) -> str:
        return str(self.path)

    def keep_as(self, target: Path) -> None:
        """Raises OSError, for a target on another file system too."""
        self.disk.flush()
        os.fsync(self.disk.fileno())
        # mkstemp gives 0600; a worker under another user must read what the web process wrote.
        os.fchmod(self.disk.fileno(), 0o644)
        self.path.replace(target)

    def close(self) -> None:
        super().close()
        self.path.unlink(missing_ok=True)


class DiskUploadHandler(FileUploadHandler):
    """Writes each file of a form to disk as it arrives. All files of a request together are bounded."""

    chunk_size = CHUNK

    def __init__(
        self, request: HttpRequest | None = None, max_bytes: int | None = None, folder: Path | None = None
    ) -> None:
        super().__init__(request)
        self._max_bytes = settings.MAX_UPLOAD_BYTES if max_bytes is None else max_bytes
        self._folder = folder or settings.DATA_ROOT / "uploads"
        self._received = 0
        self.file: ReceivedFile | None = None

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > self._max_bytes + ROOM_FOR_FIELDS:
            raise too_large(self._max_bytes)

    def new_file(self, field_name: str, file_name: str, content_type: str, *more: Any, **named: Any) -> None:
        super().new_file(field_name, file_name, content_type, *more, **named)
        try:
            self.file = ReceivedFile(self._folder, file_name, content_type)
        except OSError as error:
            raise _no_room(error) from error

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        if self._received > self._max_bytes:
            self._drop()
            raise too_large(self._max_bytes)
        try:
            self._open_file.receive(raw_data)
        except OSError as error:
            self._drop()
            raise _no_room(error) from error

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self._open_file.seek(0)
        return self._open_file

    def upload_interrupted(self) -> None:
        self._drop()

    @property
    def _open_file(self) -> ReceivedFile:
        if self.file is None:
            raise RuntimeError("A chunk came before its file.")
        return self.file

    def _drop(self) -> None:
        if self.file is not None:
            self.file.close()


def store_upload(file: "UploadedFile[bytes]", folder: Path, max_bytes: int, suffix: str = "") -> StoredUpload:
    """Keep an uploaded file below `folder` under a name of its own, with `suffix` such as ".tif".

    The file is whole there or absent. Raises `UploadRefused` for one that is larger than `max_bytes` and when
    the disk has no room.
    """
    if (file.size or 0) > max_bytes:
        raise too_large(max_bytes)
    target = folder / f"{secrets.token_hex(8)}{suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if isinstance(file, ReceivedFile) and _renamed(file, target):
            return StoredUpload(target, file.digest.hexdigest(), file.size or 0)
        return _copy(file, target, max_bytes)
    except OSError as error:
        raise _no_room(error) from error


def _renamed(file: ReceivedFile, target: Path) -> bool:
    """False when the target is on another file system, so that the file has to be copied."""
    try:
        file.keep_as(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _copy(file: "UploadedFile[bytes]", target: Path, max_bytes: int) -> StoredUpload:
    copy = ReceivedFile(target.parent, target.name, "")
    try:
        for chunk in file.chunks(CHUNK):
            copy.receive(chunk)
            if (copy.size or 0) > max_bytes:
                raise too_large(max_bytes)
        copy.keep_as(target)
        return StoredUpload(target, copy.digest.hexdigest(), copy.size or 0)
    finally:
        copy.close()


def takes_upload(
    *, max_bytes: Callable[[], int], refused: View, folder: Callable[[], Path] | None = None
) -> Callable[[View], View]:
    """For a page that takes files from people who are signed in. `refused(request, words=…, **address)`
    answers a file that was refused; scripts, which ask for JSON, get `{"file": [words]}`.

    The form is read here and not in the middleware that guards against forged requests, because that would
    read it with the application's general limit; the same guard runs afterwards.
    """

    def decorate(view: View) -> View:
        guarded = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def bounded(request: HttpRequest, **address: Any) -> HttpResponseBase:
            if not getattr(request, "user", None) or not request.user.is_authenticated:
                forget_form(request)  # unread; the view knows what a stranger may be told
                return view(request, **address)
            where = folder() if folder else None
            request.upload_handlers = [DiskUploadHandler(request, max_bytes(), where)]
            try:
                request.POST  # noqa: B018 - reading it reads the form
            except UploadRefused as refusal:
                forget_form(request)
                return _answer(refusal, request, refused, address)
            return guarded(request, **address)

        return bounded

    return decorate


def _answer(
    refusal: UploadRefused, request: HttpRequest, refused: View, address: dict[str, Any]
) -> HttpResponseBase:
    words = words_of(refusal)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"file": [str(words)]}, status=refusal.status)
    return refused(request, words=words, **address)


def forget_form(request: HttpRequest) -> None:
    """Let the rest of the request find an empty form, where reading it again would raise again."""
    request._mark_post_parse_error()  # type: ignore[attr-defined]  # as Django's own handler of such errors does


def too_large(max_bytes: int) -> UploadRefused:
    return UploadRefused(
        _("The file is larger than %(most)d MiB. Make it smaller or split it, or ask the operator for more.")
        % {"most": max_bytes // 2**20}
    )


def _no_room(error: OSError) -> UploadRefused:
    if error.errno in NO_SPACE:
        words = _(
            "The server’s disk is full, so nothing of the file was kept. Ask the operator to free space."
        )
    else:
        words = _(
            "The server cannot store the file (%(error)s), so nothing of it was kept. "
            "Ask the operator to check the folder’s permissions."
        ) % {"error": error.strerror or error}
    return UploadRefused(words, status=507)
