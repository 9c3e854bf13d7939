"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.reports import answer_views, views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/map/report/", views.report, name="report-error"),
    path("c/<slug:slug>/corrections/", views.corrections, name="corrections"),
    path("c/<slug:slug>/reports/", answer_views.reports, name="reader-reports"),
    path("c/<slug:slug>/reports/<int:pk>/", answer_views.answer, name="answer-report"),
    path("c/<slug:slug>/reports/<int:pk>/training/", answer_views.train, name="report-training"),
    path("c/<slug:slug>/reports/<str:token>/", views.ticket, name="ticket"),
]
