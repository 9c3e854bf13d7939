"""REST addresses, below /api/v1/."""

from django.urls import URLPattern

from detection.comparing import api_urls as comparing
from detection.precision import api_urls as precision
from detection.publication import api_urls as publication
from detection.reports import api_urls as reports
from detection.review import api_urls as review
from detection.runs import api_urls as runs
from detection.thresholds import api_urls as thresholds
from detection.training import api_urls as training

urlpatterns: list[URLPattern] = [
    *training.urlpatterns,
    *runs.urlpatterns,
    *thresholds.urlpatterns,
    *comparing.urlpatterns,
    *review.urlpatterns,
    *precision.urlpatterns,
    *publication.urlpatterns,
    *reports.urlpatterns,
]
