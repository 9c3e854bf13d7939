"""Addresses of pages."""

from django.urls import URLPattern, path

from campaigns.setup import views

urlpatterns: list[URLPattern] = [
    path("new/", views.new_campaign, name="new-campaign"),
    path("new/<uuid:draft>/question/", views.draft_question, name="draft-question"),
    path("new/<uuid:draft>/delete/", views.delete, name="draft-delete"),
    path("new/<uuid:draft>/create/", views.create, name="draft-create"),
    path("c/<slug:slug>/settings/question/", views.settings_question, name="settings-question"),
]
