"""Pages."""

from django.urls import URLPattern, path

from labeling.answering import views as answering
from labeling.events import manage_views as events_admin
from labeling.events import views as events
from labeling.exchange import views as exchange
from labeling.first_labels import ready_views as ready
from labeling.first_labels import views as first_labels
from labeling.joining import views as joining
from labeling.queueing import map_views as queue_maps
from labeling.queueing import rules_views as rules
from labeling.queueing import views as queueing
from labeling.tutorial import views as tutorial
from labeling.volunteers import views as volunteers

urlpatterns: list[URLPattern] = [
    path("join/", joining.join_by_code, name="join-by-code"),
    path("join/<str:code>/", joining.join, name="join"),
    path("join/<str:code>/qr.svg", events.qr, name="event-qr"),
    path("events/<str:code>/", events.event, name="event"),
    path("events/<str:code>/board/", events.board, name="event-board"),
    path("c/<slug:slug>/label/", answering.label, name="label"),
    path("c/<slug:slug>/tutorial/", tutorial.tutorial, name="tutorial"),
    path("c/<slug:slug>/events/", events_admin.events, name="label-events"),
    path("c/<slug:slug>/events/new/", events_admin.add_event, name="label-event-new"),
    path("c/<slug:slug>/events/<int:pk>/", events_admin.change_event, name="label-event"),
    path("c/<slug:slug>/events/<int:pk>/switch/", events_admin.switch_event, name="label-event-switch"),
    path("c/<slug:slug>/volunteers/", volunteers.volunteers, name="volunteers"),
    path("c/<slug:slug>/volunteers/<int:pk>/exclude/", volunteers.exclude, name="volunteer-exclude"),
    path("c/<slug:slug>/volunteers/<int:pk>/restore/", volunteers.restore, name="volunteer-restore"),
    path("c/<slug:slug>/expert/", volunteers.expert, name="expert"),
    path("c/<slug:slug>/expert/gold/<int:pk>/", volunteers.mark_as_gold, name="expert-gold"),
    path("c/<slug:slug>/expert/answer/", volunteers.answer_expert, name="expert-answer"),
    path("c/<slug:slug>/exports/", exchange.exports, name="label-exports"),
    path("c/<slug:slug>/exports/new/", exchange.add_export, name="label-export-new"),
    path("c/<slug:slug>/exports/<int:pk>/file/", exchange.export_file, name="label-export-file"),
    path("c/<slug:slug>/imports/new/", exchange.add_import, name="label-import-new"),
    path("c/<slug:slug>/first-labels/", first_labels.first_labels, name="first-labels"),
    path("c/<slug:slug>/first-labels/random/", first_labels.add_random, name="first-labels-random"),
    path("c/<slug:slug>/first-labels/places/", first_labels.add_places, name="first-labels-places"),
    path("c/<slug:slug>/first-labels/places.geojson", first_labels.places_file, name="known-places-file"),
    path("c/<slug:slug>/first-labels/crops/", first_labels.add_crops, name="first-labels-crops"),
    path("c/<slug:slug>/first-labels/names/<int:pk>/", first_labels.answer_names, name="first-labels-names"),
    path("c/<slug:slug>/ready/", ready.ready, name="campaign-ready"),
    path("c/<slug:slug>/rules/", rules.rules, name="label-rules"),
    path("c/<slug:slug>/queue/", queueing.queue, name="queue-order"),
    path("c/<slug:slug>/queue/request/", queueing.add_request, name="queue-request"),
    path("c/<slug:slug>/queue/map/", queue_maps.queue_map, name="queue-map"),
    path("c/<slug:slug>/queue/count/", queue_maps.count_request, name="queue-count"),
    path("c/<slug:slug>/events/queue/", events_admin.queue, name="label-queue"),
]
