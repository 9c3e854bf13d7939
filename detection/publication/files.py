"""The files of a release, and responses with them."""

import gzip
import hashlib
import json
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from detection.publication.models import Release
from imagery.files import data_path, write_atomically


def folder_of(release: Release) -> str:
    return f"releases/{release.campaign.slug}/{release.number}"


def write_document(release: Release, name: str, document: dict[str, Any]) -> tuple[str, str]:
    """Returns the path below DATA_ROOT and the SHA-256 of the uncompressed file."""
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"{folder_of(release)}/{name}-{sha256[:12]}.geojson"
    write_atomically(path, content)
    write_atomically(f"{path}.gz", gzip.compress(content, mtime=0))
    return path, sha256


def detections_response(request: HttpRequest, release: Release) -> HttpResponseBase:
    name = f"{release.campaign.slug}-release-{release.number}.geojson"
    return _respond(request, release, release.geojson, release.sha256, name)


def coverage_response(request: HttpRequest, release: Release) -> HttpResponseBase:
    name = f"{release.campaign.slug}-release-{release.number}-coverage.geojson"
    return _respond(request, release, release.coverage_geojson, release.coverage_sha256, name)


def _respond(request: HttpRequest, release: Release, path: str, sha256: str, name: str) -> HttpResponseBase:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{sha256}{"-gzip" if packed else ""}"'
    response = get_conditional_response(request, etag=etag) or _open(f"{path}.gz" if packed else path, name)
    if packed and response.status_code == 200:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    # Caches ask each time, which costs an answer without content: a place may have been withdrawn.
    response["Cache-Control"] = f"{'public' if release.campaign.is_public else 'private'}, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _open(path: str, name: str) -> FileResponse:
    try:
        file = data_path(path).open("rb")
    except FileNotFoundError as error:
        raise Http404(
            _("The file of this release is missing on the server. Restore it from a backup.")
        ) from error
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/geo+json")
