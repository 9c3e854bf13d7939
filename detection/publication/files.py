"""Responses with the files of a release."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from detection.publication.models import Release
from imagery.files import data_path

MAX_AGE_S = 3600
"""Seconds until caches ask again. Releases never change, but a campaign may be closed to the public."""


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
    response["Cache-Control"] = (
        f"{'public' if release.campaign.is_public else 'private'}, max-age={MAX_AGE_S}"
    )
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
