from django.apps import AppConfig


class LabelingConfig(AppConfig):
    name = "labeling"

    def ready(self) -> None:
        from campaigns.setup.steps import tell_done_by
        from labeling.first_labels.overview import has_first_labels
        from labeling.first_labels.ready_views import has_event

        tell_done_by("first-labels", has_first_labels)
        tell_done_by("ready", has_event)
