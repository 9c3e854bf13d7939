"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.review import editor_views, views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/review/", views.review, name="review"),
    path("c/<slug:slug>/review/editors/", editor_views.editors, name="editors"),
    path("c/<slug:slug>/review/editors/<int:pk>/void/", editor_views.void, name="void-reviews"),
]
