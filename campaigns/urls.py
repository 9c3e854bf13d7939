"""Addresses of pages."""

from django.urls import URLPattern, path

from campaigns import views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/jobs/<int:pk>/stop/", views.stop_job, name="stop-job"),
]
