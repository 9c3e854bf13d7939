"""Addresses of the region step."""

from django.urls import URLPattern, path

from campaigns.setup import region

DRAFT, SETTINGS = "new/<uuid:draft>/region/", "c/<slug:slug>/settings/region/"

urlpatterns: list[URLPattern] = [
    path(DRAFT, region.draft_region, name="draft-region"),
    path(f"{DRAFT}check/", region.draft_region_check, name="draft-region-check"),
    path(f"{DRAFT}upload/", region.draft_region_upload, name="draft-region-upload"),
    path(f"{DRAFT}upload/<uuid:upload>/", region.draft_region_upload_state, name="draft-region-upload-state"),
    path(SETTINGS, region.settings_region, name="settings-region"),
    path(f"{SETTINGS}check/", region.settings_region_check, name="settings-region-check"),
    path(f"{SETTINGS}upload/", region.settings_region_upload, name="settings-region-upload"),
    path(
        f"{SETTINGS}upload/<uuid:upload>/",
        region.settings_region_upload_state,
        name="settings-region-upload-state",
    ),
]
