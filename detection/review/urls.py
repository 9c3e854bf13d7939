"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.review import views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/review/", views.review, name="review"),
]
