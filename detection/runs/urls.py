"""Addresses of the buttons that start and continue a search."""

from django.urls import URLPattern, path

from detection.runs import views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/runs/start/", views.search_region, name="search-region"),
    path("c/<slug:slug>/runs/<int:number>/continue/", views.continue_search, name="continue-search"),
]
