"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from detection.thresholds import api

RUN = "campaigns/<slug:slug>/runs/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(f"{RUN}findings/", api.FindingSetsView.as_view(), name="api-run-findings"),
    path(f"{RUN}findings/preview/", api.RulePreviewView.as_view(), name="api-run-preview"),
    path(f"{RUN}findings/prepare/", api.RuleScoresView.as_view(), name="api-run-prepare"),
]
