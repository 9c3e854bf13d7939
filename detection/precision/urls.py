"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.precision import views

urlpatterns: list[URLPattern] = [path("c/<slug:slug>/precision/", views.precision, name="precision")]
