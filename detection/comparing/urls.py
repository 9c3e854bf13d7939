"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.comparing import views

SEARCH = "c/<slug:slug>/searches/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(f"{SEARCH}compare/<int:other>/", views.compare, name="compare-searches"),
    path(f"{SEARCH}promote/", views.promote, name="promote-search"),
]
