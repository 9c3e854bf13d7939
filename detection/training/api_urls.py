"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from detection.training import api

urlpatterns: list[URLPattern] = [
    path("campaigns/<slug:slug>/models/", api.ModelsView.as_view(), name="api-models"),
    path("campaigns/<slug:slug>/models/retrain/", api.RetrainView.as_view(), name="api-retrain"),
    path("campaigns/<slug:slug>/models/<int:number>/", api.ModelView.as_view(), name="api-model"),
]
