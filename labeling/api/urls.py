"""REST addresses, below /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path

from labeling.api import events, pictures, queue, rules, surroundings, transfers, tutorial, views, volunteers

labelling = [
    path("next/", views.NextTilesView.as_view(), name="api-label-next"),
    path("votes/", views.VotesView.as_view(), name="api-label-votes"),
    path("heartbeat/", views.HeartbeatView.as_view(), name="api-label-heartbeat"),
    path("progress/", views.ProgressView.as_view(), name="api-label-progress"),
    path("assignments/<int:pk>/finish/", views.FinishView.as_view(), name="api-label-finish"),
    path("assignments/<int:pk>/reopen/", views.ReopenView.as_view(), name="api-label-reopen"),
    path("assignments/<int:pk>/release/", views.ReleaseView.as_view(), name="api-label-release"),
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
    path("gold/", tutorial.GoldView.as_view(), name="api-gold"),
    path("gold/<int:pk>/", tutorial.GoldAnswerView.as_view(), name="api-gold-answer"),
    path("events/", events.EventsView.as_view(), name="api-label-events"),
    path("events/<int:pk>/", events.EventView.as_view(), name="api-label-event"),
    path("volunteers/", volunteers.VolunteersView.as_view(), name="api-volunteers"),
    path("volunteers/<int:pk>/exclude/", volunteers.ExcludeView.as_view(), name="api-volunteer-exclude"),
    path("volunteers/<int:pk>/restore/", volunteers.RestoreView.as_view(), name="api-volunteer-restore"),
    path("expert/", volunteers.ExpertView.as_view(), name="api-expert"),
    path("exports/", transfers.ExportsView.as_view(), name="api-label-exports"),
    path("exports/<int:pk>/file/", transfers.ExportFileView.as_view(), name="api-label-export-file"),
    path("imports/", transfers.ImportsView.as_view(), name="api-label-imports"),
    path("rules/", rules.RulesView.as_view(), name="api-label-rules"),
    path("queue/order/", queue.QueueOrderView.as_view(), name="api-queue-order"),
    path("queue/", views.QueueView.as_view(), name="api-label-queue"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("campaigns/<slug:slug>/labelling/", include(labelling)),
    path("events/<str:code>/join/", events.JoinView.as_view(), name="api-event-join"),
    path("events/<str:code>/board/", events.BoardView.as_view(), name="api-event-board"),
]
