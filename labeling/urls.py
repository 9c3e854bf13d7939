"""Pages."""

from django.urls import URLPattern, path

from labeling import views

urlpatterns: list[URLPattern] = [
    path("join/<str:code>/", views.join, name="join"),
    path("c/<slug:slug>/label/", views.label, name="label"),
    path("c/<slug:slug>/tutorial/", views.tutorial, name="tutorial"),
    path("c/<slug:slug>/events/", views.events, name="label-events"),
    path("c/<slug:slug>/events/<int:pk>/switch/", views.switch_event, name="label-event-switch"),
    path("c/<slug:slug>/events/queue/", views.queue, name="label-queue"),
]
