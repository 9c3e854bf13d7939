"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, path

from detection.review import api, claims_api

BASE = "campaigns/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path(f"{BASE}/detections/", api.DetectionsView.as_view(), name="api-detections"),
    path(f"{BASE}/detections/next/", claims_api.NextView.as_view(), name="api-detections-next"),
    path(f"{BASE}/claims/", claims_api.ClaimsView.as_view(), name="api-claims"),
    path(f"{BASE}/detections/<int:pk>/", api.DetectionView.as_view(), name="api-detection"),
    path(
        f"{BASE}/detections/<int:pk>/picture/",
        api.DetectionPictureView.as_view(),
        name="api-detection-picture",
    ),
    path(
        f"{BASE}/detections/<int:pk>/outlines/",
        api.DetectionOutlinesView.as_view(),
        name="api-detection-outlines",
    ),
    path(f"{BASE}/detections/<int:pk>/history/", api.HistoryView.as_view(), name="api-detection-history"),
    path(f"{BASE}/detections/<int:pk>/reviews/", api.ReviewsView.as_view(), name="api-reviews"),
    path(f"{BASE}/reviews/<uuid:review_id>/undo/", api.UndoReviewView.as_view(), name="api-review-undo"),
]
