"""Addresses of pages."""

from django.urls import URLPattern, path

from campaigns import views
from campaigns.closing import urls as closing
from campaigns.people import urls as people
from campaigns.setup import imagery_urls as imagery
from campaigns.setup import region_urls as regions
from campaigns.setup import urls as setup

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/jobs/<int:pk>/stop/", views.stop_job, name="stop-job"),
    *setup.urlpatterns,
    *imagery.urlpatterns,
    *regions.urlpatterns,
    *people.urlpatterns,
    *closing.urlpatterns,
]
