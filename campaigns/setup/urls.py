"""Addresses of pages."""

from django.urls import URLPattern, path

from campaigns.setup import settings_views, superpixel_views, views

urlpatterns: list[URLPattern] = [
    path("new/", views.new_campaign, name="new-campaign"),
    path("new/<uuid:draft>/question/", views.draft_question, name="draft-question"),
    path("new/<uuid:draft>/superpixels/", superpixel_views.draft_superpixels, name="draft-superpixels"),
    path("new/<uuid:draft>/delete/", views.delete, name="draft-delete"),
    path("new/<uuid:draft>/create/", views.create, name="draft-create"),
    path("c/<slug:slug>/settings/", settings_views.campaign_settings, name="campaign-settings"),
    path(
        "c/<slug:slug>/settings/superpixels/",
        superpixel_views.settings_superpixels,
        name="settings-superpixels",
    ),
    path("c/<slug:slug>/settings/question/", views.settings_question, name="settings-question"),
]
