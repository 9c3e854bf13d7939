"""Pages."""

from django.urls import URLPattern, path

from detection.review import views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/review/", views.review, name="review"),
    path("c/<slug:slug>/reports/", views.reports, name="reader-reports"),
    path("c/<slug:slug>/reports/<int:pk>/", views.answer, name="answer-report"),
]
