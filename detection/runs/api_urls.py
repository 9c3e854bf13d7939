"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from detection.runs import api

RUN = "campaigns/<slug:slug>/runs/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("campaigns/<slug:slug>/runs/", api.RunsView.as_view(), name="api-runs"),
    path(RUN, api.RunView.as_view(), name="api-run"),
    path(f"{RUN}retry-failed/", api.RunContinueView.as_view(), name="api-run-retry-failed"),
    path(f"{RUN}stop/", api.RunStopView.as_view(), name="api-run-stop"),
    path(f"{RUN}novelty.geojson", api.RunNoveltyView.as_view(), name="api-run-novelty"),
    path(f"{RUN}tiles.geojson", api.RunTilesView.as_view(), name="api-run-tiles"),
]
