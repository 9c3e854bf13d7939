"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from detection.reports import api

urlpatterns: list[URLPattern] = [
    path("campaigns/<slug:slug>/tickets/<str:token>/", api.TicketView.as_view(), name="api-ticket"),
    path("campaigns/<slug:slug>/corrections/", api.CorrectionsView.as_view(), name="api-corrections"),
]
