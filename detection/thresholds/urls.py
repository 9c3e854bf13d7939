"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.thresholds import views

PAGE = "c/<slug:slug>/searches/<int:number>/thresholds/"

urlpatterns: list[URLPattern] = [
    path(PAGE, views.thresholds_page, name="search-thresholds"),
    path(f"{PAGE}prepare/", views.prepare, name="search-thresholds-prepare"),
    path(f"{PAGE}apply/", views.apply, name="search-thresholds-apply"),
]
