"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.review import batch_views, editor_views, views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/review/", views.review, name="review"),
    path("c/<slug:slug>/review/many/", batch_views.decide_many, name="decide-many"),
    path("c/<slug:slug>/review/many/<int:pk>/undo/", batch_views.undo_many, name="undo-many"),
    path("c/<slug:slug>/review/editors/", editor_views.editors, name="editors"),
    path("c/<slug:slug>/review/editors/<int:pk>/void/", editor_views.void, name="void-reviews"),
]
