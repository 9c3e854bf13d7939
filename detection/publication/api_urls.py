"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from detection.publication import api, oembed_api, place_api
from detection.publication.release_files import api as files_api

RELEASES = "campaigns/<slug:slug>/releases"
PLACE = "campaigns/<slug:slug>/places/<int:number>"

urlpatterns: list[URLPattern] = [
    path("oembed/", oembed_api.OEmbedView.as_view(), name="api-oembed"),
    path(f"{PLACE}/", place_api.PlaceView.as_view(), name="api-place"),
    path(f"{PLACE}/withdraw/", place_api.WithdrawPlaceView.as_view(), name="api-withdraw-place"),
    path(f"{RELEASES}/", api.ReleasesView.as_view(), name="api-releases"),
    path(f"{RELEASES}/<int:number>/", api.ReleaseView.as_view(), name="api-release"),
    path(
        f"{RELEASES}/<int:number>/detections.geojson",
        api.ReleaseDetectionsView.as_view(),
        name="api-release-detections",
    ),
    path(
        f"{RELEASES}/<int:number>/coverage.geojson",
        api.ReleaseCoverageView.as_view(),
        name="api-release-coverage",
    ),
    path(
        f"{RELEASES}/<int:number>/files/<str:name>",
        files_api.ReleaseFormatView.as_view(),
        name="api-release-file",
    ),
    path(
        f"{RELEASES}/<int:number>/places/<int:place>/",
        files_api.ReleasePlaceView.as_view(),
        name="api-release-place",
    ),
    path(
        f"{RELEASES}/<int:number>/pictures/<int:z>/<int:x>/<int:y>",
        files_api.ReleasePictureView.as_view(),
        name="api-release-picture",
    ),
]
