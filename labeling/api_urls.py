"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path

from labeling.answering import api as answering
from labeling.answering import picture_api as pictures
from labeling.answering import surroundings_api as surroundings
from labeling.consensus import api as consensus
from labeling.events import api as events
from labeling.exchange import api as exchange
from labeling.first_labels import api as first_labels
from labeling.joining import api as joining
from labeling.queueing import api as queueing
from labeling.queueing import rules_api as rules
from labeling.queueing import thumbnail_api as thumbnails
from labeling.tutorial import api as tutorial
from labeling.volunteers import api as volunteers

labeling = [
    path("next/", answering.NextTilesView.as_view(), name="api-label-next"),
    path("votes/", answering.VotesView.as_view(), name="api-label-votes"),
    path("heartbeat/", answering.HeartbeatView.as_view(), name="api-label-heartbeat"),
    path("progress/", answering.ProgressView.as_view(), name="api-label-progress"),
    path("assignments/<int:pk>/finish/", answering.FinishView.as_view(), name="api-label-finish"),
    path("assignments/<int:pk>/reopen/", answering.ReopenView.as_view(), name="api-label-reopen"),
    path("assignments/<int:pk>/release/", answering.ReleaseView.as_view(), name="api-label-release"),
    path("tiles/<int:pk>/picture/", pictures.PictureView.as_view(), name="api-label-picture"),
    path(
        "tiles/<int:pk>/surroundings/",
        surroundings.SurroundingsView.as_view(),
        name="api-label-surroundings",
    ),
    path(
        "tiles/<int:pk>/surroundings/<int:tile>/picture/",
        surroundings.SurroundingsPictureView.as_view(),
        name="api-label-surroundings-picture",
    ),
    path("tiles/<int:pk>/outlines/", pictures.OutlinesView.as_view(), name="api-label-outlines"),
    path("contribution/", events.ContributionView.as_view(), name="api-label-contribution"),
    path("tutorial/", tutorial.TutorialView.as_view(), name="api-tutorial"),
    path("tutorial/answers/", tutorial.TutorialAnswerView.as_view(), name="api-tutorial-answers"),
    path("tutorial/crops/<int:pk>/picture/", tutorial.CropView.as_view(), name="api-label-crop"),
    path("gold/", consensus.GoldView.as_view(), name="api-gold"),
    path("gold/<int:pk>/", consensus.GoldAnswerView.as_view(), name="api-gold-answer"),
    path("events/", events.EventsView.as_view(), name="api-label-events"),
    path("events/<int:pk>/", events.EventView.as_view(), name="api-label-event"),
    path("volunteers/", volunteers.VolunteersView.as_view(), name="api-volunteers"),
    path("volunteers/<int:pk>/exclude/", volunteers.ExcludeView.as_view(), name="api-volunteer-exclude"),
    path("volunteers/<int:pk>/restore/", volunteers.RestoreView.as_view(), name="api-volunteer-restore"),
    path("expert/", volunteers.ExpertView.as_view(), name="api-expert"),
    path("exports/", exchange.ExportsView.as_view(), name="api-label-exports"),
    path("exports/<int:pk>/file/", exchange.ExportFileView.as_view(), name="api-label-export-file"),
    path("imports/", exchange.ImportsView.as_view(), name="api-label-imports"),
    path("known-places/", first_labels.KnownPlacesView.as_view(), name="api-known-places"),
    path("known-crops/", first_labels.KnownCropsView.as_view(), name="api-known-crops"),
    path("rules/", rules.RulesView.as_view(), name="api-label-rules"),
    path("queue/order/", queueing.QueueOrderView.as_view(), name="api-queue-order"),
    path("queue/", queueing.QueueView.as_view(), name="api-label-queue"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("campaigns/<slug:slug>/labeling/", include(labeling)),
    path(
        "campaigns/<slug:slug>/tiles/<int:pk>/thumbnail.jpg",
        thumbnails.ThumbnailView.as_view(),
        name="api-thumbnail",
    ),
    path(
        "campaigns/<slug:slug>/tiles/<int:z>/<int:x>/<int:y>/thumbnail.jpg",
        thumbnails.AddressThumbnailView.as_view(),
        name="api-address-thumbnail",
    ),
    path("events/<str:code>/join/", joining.JoinView.as_view(), name="api-event-join"),
    path("events/<str:code>/board/", events.BoardView.as_view(), name="api-event-board"),
]
