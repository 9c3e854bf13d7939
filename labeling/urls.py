"""Pages."""

from django.urls import URLPattern, path

from labeling import (
    admin_views,
    event_views,
    queue_views,
    rules_views,
    transfer_views,
    views,
    volunteer_views,
)

urlpatterns: list[URLPattern] = [
    path("join/", views.join_by_code, name="join-by-code"),
    path("join/<str:code>/", views.join, name="join"),
    path("join/<str:code>/qr.svg", event_views.qr, name="event-qr"),
    path("events/<str:code>/", event_views.event, name="event"),
    path("events/<str:code>/board/", event_views.board, name="event-board"),
    path("c/<slug:slug>/label/", views.label, name="label"),
    path("c/<slug:slug>/tutorial/", views.tutorial, name="tutorial"),
    path("c/<slug:slug>/events/", admin_views.events, name="label-events"),
    path("c/<slug:slug>/events/new/", admin_views.add_event, name="label-event-new"),
    path("c/<slug:slug>/events/<int:pk>/", admin_views.change_event, name="label-event"),
    path("c/<slug:slug>/events/<int:pk>/switch/", admin_views.switch_event, name="label-event-switch"),
    path("c/<slug:slug>/volunteers/", volunteer_views.volunteers, name="volunteers"),
    path("c/<slug:slug>/volunteers/<int:pk>/exclude/", volunteer_views.exclude, name="volunteer-exclude"),
    path("c/<slug:slug>/volunteers/<int:pk>/restore/", volunteer_views.restore, name="volunteer-restore"),
    path("c/<slug:slug>/expert/", volunteer_views.expert, name="expert"),
    path("c/<slug:slug>/expert/gold/<int:pk>/", volunteer_views.mark_as_gold, name="expert-gold"),
    path("c/<slug:slug>/expert/answer/", volunteer_views.answer_expert, name="expert-answer"),
    path("c/<slug:slug>/exports/", transfer_views.exports, name="label-exports"),
    path("c/<slug:slug>/exports/new/", transfer_views.export, name="label-export-new"),
    path("c/<slug:slug>/exports/<int:pk>/file/", transfer_views.export_file, name="label-export-file"),
    path("c/<slug:slug>/imports/", transfer_views.take_in, name="label-import"),
    path("c/<slug:slug>/rules/", rules_views.rules, name="label-rules"),
    path("c/<slug:slug>/queue/", queue_views.order, name="queue-order"),
    path("c/<slug:slug>/queue/push/", queue_views.push, name="queue-push"),
    path("c/<slug:slug>/events/queue/", admin_views.queue, name="label-queue"),
]
