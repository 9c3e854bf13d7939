"""Addresses of the API, below /api/v1/."""

from django.urls import URLPattern, path

from campaigns import api
from campaigns.closing import api_urls as closing
from campaigns.people import api_urls as people
from campaigns.setup import api as setup_api
from campaigns.setup import api_urls as setup
from campaigns.setup import imagery_api_urls as imagery

urlpatterns: list[URLPattern] = [
    path("campaigns/", api.CampaignsView.as_view(), name="api-campaigns"),
    path("campaigns/<slug:slug>/", setup_api.CampaignChangeView.as_view(), name="api-campaign"),
    path("campaigns/<slug:slug>/jobs/", api.JobsView.as_view(), name="api-jobs"),
    path("campaigns/<slug:slug>/jobs/<int:pk>/", api.JobView.as_view(), name="api-job"),
    path("campaigns/<slug:slug>/jobs/<int:pk>/stop/", api.JobStopView.as_view(), name="api-job-stop"),
    *setup.urlpatterns,
    *imagery.urlpatterns,
    *people.urlpatterns,
    *closing.urlpatterns,
]
