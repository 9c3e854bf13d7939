"""Addresses of pages."""

from django.urls import URLPattern, path

from campaigns.closing import views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/settings/archive/", views.archive, name="campaign-archive"),
    path("c/<slug:slug>/settings/delete/", views.delete, name="campaign-delete"),
]
