"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from detection.runs import api, preflight_api, progress_api, schedule_api

RUN = "campaigns/<slug:slug>/runs/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("campaigns/<slug:slug>/runs/", api.RunsView.as_view(), name="api-runs"),
    path("campaigns/<slug:slug>/preflight/", preflight_api.PreflightView.as_view(), name="api-preflight"),
    path(
        "campaigns/<slug:slug>/search-schedule/",
        schedule_api.SearchScheduleView.as_view(),
        name="api-search-schedule",
    ),
    path(RUN, api.RunView.as_view(), name="api-run"),
    path(f"{RUN}retry-failed/", api.RunContinueView.as_view(), name="api-run-retry-failed"),
    path(f"{RUN}stop/", api.RunStopView.as_view(), name="api-run-stop"),
    path(f"{RUN}progress/", progress_api.RunProgressView.as_view(), name="api-run-progress"),
    path(f"{RUN}cells/", progress_api.RunCellsView.as_view(), name="api-run-cells"),
    path(f"{RUN}failures/", progress_api.RunFailuresView.as_view(), name="api-run-failures"),
    path(f"{RUN}pause/", progress_api.RunPauseView.as_view(), name="api-run-pause"),
    path(f"{RUN}resume/", progress_api.RunResumeView.as_view(), name="api-run-resume"),
    path(f"{RUN}retry/", progress_api.RunRetryView.as_view(), name="api-run-retry"),
    path(f"{RUN}accept/", progress_api.RunAcceptView.as_view(), name="api-run-accept"),
    path(f"{RUN}novelty.geojson", api.RunNoveltyView.as_view(), name="api-run-novelty"),
    path(f"{RUN}tiles.geojson", api.RunTilesView.as_view(), name="api-run-tiles"),
]
