"""Addresses of pages."""

from django.urls import URLPattern, path

from detection.publication import place_views, views
from detection.publication.districts import views as district_views
from detection.publication.feed import ReleaseFeed

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/map/", views.public_map, name="public-map"),
    path("c/<slug:slug>/map/embed/", views.embed, name="embed-map"),
    path("c/<slug:slug>/map/feed/", ReleaseFeed(), name="release-feed"),
    path("c/<slug:slug>/map/releases/<int:number>/", views.release, name="release"),
    path("c/<slug:slug>/map/places/<int:number>/", place_views.place, name="place"),
    path("c/<slug:slug>/map/places/<int:number>/withdraw/", place_views.withdraw, name="withdraw-place"),
    path("c/<slug:slug>/districts/", district_views.districts, name="districts"),
    path("c/<slug:slug>/releases/", views.releases, name="releases"),
]
