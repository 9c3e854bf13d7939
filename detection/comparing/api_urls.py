"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from detection.comparing import api

RUN = "campaigns/<slug:slug>/runs/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(f"{RUN}compare/<int:other>/", api.RunCompareView.as_view(), name="api-run-compare"),
    path(f"{RUN}promote/", api.RunPromoteView.as_view(), name="api-run-promote"),
]
