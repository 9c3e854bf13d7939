"""Addresses of searches' pages and buttons."""

from django.urls import URLPattern, path

from detection.runs import new_search_views, page_views, views

SEARCH = "c/<slug:slug>/searches/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/runs/start/", views.search_region, name="search-region"),
    path("c/<slug:slug>/runs/<int:number>/continue/", views.continue_search, name="continue-search"),
    path("c/<slug:slug>/searches/new/", new_search_views.new_search, name="search-new"),
    path("c/<slug:slug>/searches/new/look/", new_search_views.start_looking, name="search-look-ahead"),
    path("c/<slug:slug>/searches/repeat/", new_search_views.repeat, name="search-repeat"),
    path("c/<slug:slug>/searches/schedule/", new_search_views.schedule, name="search-schedule"),
    path(SEARCH, page_views.search_page, name="search"),
    path(f"{SEARCH}pause/", page_views.pause_search, name="search-pause"),
    path(f"{SEARCH}resume/", page_views.resume_search, name="search-resume"),
    path(f"{SEARCH}cancel/", page_views.cancel_search, name="search-cancel"),
    path(f"{SEARCH}retry/", page_views.retry_failed, name="search-retry"),
    path(f"{SEARCH}accept/", page_views.accept_failed, name="search-accept"),
]
