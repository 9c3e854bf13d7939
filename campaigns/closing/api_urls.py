"""Addresses of the API, below /api/v1/."""

from django.urls import URLPattern, path

from campaigns.closing import api

urlpatterns: list[URLPattern] = [
    path("campaigns/<slug:slug>/archive/", api.ArchiveView.as_view(), name="api-campaign-archive"),
    path("campaigns/<slug:slug>/delete/", api.DeleteView.as_view(), name="api-campaign-delete"),
]
