"""Addresses of the imagery step in the API, below /api/v1/."""

from django.urls import URLPattern, path

from campaigns.setup import probes_api, sources_api

urlpatterns: list[URLPattern] = [
    path("presets/", sources_api.PresetsView.as_view(), name="api-presets"),
    path("sources/", sources_api.SourcesView.as_view(), name="api-sources"),
    path("sources/<slug:source>/", sources_api.SourceView.as_view(), name="api-source"),
    path(
        "sources/<slug:source>/picture/", sources_api.SourcePictureView.as_view(), name="api-source-picture"
    ),
    path(
        "sources/<slug:source>/overview/",
        sources_api.SourceOverviewView.as_view(),
        name="api-source-overview",
    ),
    path("source-probes/", probes_api.ProbesView.as_view(), name="api-source-probes"),
    path("source-probes/<uuid:probe>/", probes_api.ProbeView.as_view(), name="api-source-probe"),
    path(
        "source-probes/<uuid:probe>/picture/",
        probes_api.ProbePictureView.as_view(),
        name="api-source-probe-picture",
    ),
]
