"""Addresses of pages."""

from django.urls import URLPattern, path

from campaigns import views
from campaigns.people import urls as people
from campaigns.regions import urls as regions
from campaigns.setup import imagery_urls as imagery
from campaigns.setup import urls as setup

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/jobs/<int:pk>/stop/", views.stop_job, name="stop-job"),
    *setup.urlpatterns,
    *imagery.urlpatterns,
    *regions.urlpatterns,
    *people.urlpatterns,
]
