"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from detection.precision import api

urlpatterns: list[URLPattern] = [
    path("campaigns/<slug:slug>/precision/", api.PrecisionView.as_view(), name="api-precision"),
]
