"""Addresses of the imagery step in the API, below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
