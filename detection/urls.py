"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.comparing import urls as comparing
from detection.overview import overview
from detection.precision import urls as precision
from detection.publication import urls as publication
from detection.reports import urls as reports
from detection.review import urls as review
from detection.runs import urls as runs
from detection.thresholds import urls as thresholds
from detection.training import urls as training

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/", overview, name="campaign"),
    *training.urlpatterns,
    *runs.urlpatterns,
    *thresholds.urlpatterns,
    *comparing.urlpatterns,
    *review.urlpatterns,
    *precision.urlpatterns,
    *publication.urlpatterns,
    *reports.urlpatterns,
]
