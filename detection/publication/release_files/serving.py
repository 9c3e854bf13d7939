"""Responses with the files of a release, also a part of one: a map reads its archive of tiles in pieces."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from detection.publication.models import Release, ReleaseFile
from detection.publication.release_files.names import CONTENT_TYPES, names_for
from imagery.files import data_path

RETRY_AFTER_S = 10
PIECE = 64 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def release_file_response(request: HttpRequest, release: Release, name: str) -> HttpResponseBase:
    """404 for a file that the release never has, 503 for one that is still being made."""
    file = release.current_files.filter(name=name).first()
    if file is None and name not in names_for(release.n_detections):
        raise Http404(_("This release has no file with this name."))
    if file is None or not data_path(file.path).is_file():
        return _not_yet()
    etag = f'"{file.sha256}"'
    response = get_conditional_response(request, etag=etag) or _content(request, release, file)
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # Caches ask each time, which costs an answer without content: a place may have been withdrawn.
    response["Cache-Control"] = f"{'public' if release.campaign.is_public else 'private'}, no-cache"
    return response


def _not_yet() -> JsonResponse:
    words = _("This file is being written. Try again in a minute.")
    return JsonResponse({"detail": words}, status=503, headers={"Retry-After": str(RETRY_AFTER_S)})


def _content(request: HttpRequest, release: Release, file: ReleaseFile) -> HttpResponseBase:
    path, kind = data_path(file.path), CONTENT_TYPES[file.name]
    wanted = request.headers.get("Range")
    if wanted and request.headers.get("If-Range", f'"{file.sha256}"') == f'"{file.sha256}"':
        part = part_of(wanted, file.n_bytes)
        if part is None:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.n_bytes}"})
        if part.stop - part.start < file.n_bytes:
            return _partial(path, kind, part, file.n_bytes)
    name = f"{release.campaign.slug}-release-{release.number}-{file.name}"
    return FileResponse(path.open("rb"), as_attachment=kind != "image/png", filename=name, content_type=kind)


def part_of(header: str, n_bytes: int) -> range | None:
    """The bytes that a Range header asks for; all of them for one that is not understood or names several
    parts, as RFC 9110 allows; None where it asks for nothing that is there."""
    found = _RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return range(n_bytes)
    first, last = found.groups()
    if not first:
        start, stop = max(0, n_bytes - int(last)), n_bytes
    else:
        start, stop = int(first), min(int(last) + 1, n_bytes) if last else n_bytes
    return range(start, stop) if start < stop else None


def _partial(path: Path, kind: str, part: range, n_bytes: int) -> StreamingHttpResponse:
    headers = {
        "Content-Range": f"bytes {part.start}-{part.stop - 1}/{n_bytes}",
        "Content-Length": str(len(part)),
    }
    return StreamingHttpResponse(_read(path, part), status=206, content_type=kind, headers=headers)


def _read(path: Path, part: range) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(part.start)
        left = len(part)
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
