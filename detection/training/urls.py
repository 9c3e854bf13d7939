"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.training import views

urlpatterns: list[URLPattern] = [path("c/<slug:slug>/retrain/", views.retrain, name="retrain")]
