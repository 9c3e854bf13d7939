"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from campaigns.api import views

urlpatterns: list[URLPattern] = [
    path("campaigns/", views.CampaignsView.as_view(), name="api-campaigns"),
    path("campaigns/<slug:slug>/", views.CampaignView.as_view(), name="api-campaign"),
    path("campaigns/<slug:slug>/jobs/", views.JobsView.as_view(), name="api-jobs"),
    path("campaigns/<slug:slug>/jobs/<int:pk>/", views.JobView.as_view(), name="api-job"),
    path("campaigns/<slug:slug>/jobs/<int:pk>/stop/", views.JobStopView.as_view(), name="api-job-stop"),
]
