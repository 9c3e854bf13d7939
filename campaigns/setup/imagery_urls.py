"""Addresses of the imagery step."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
