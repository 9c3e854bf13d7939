from django.apps import AppConfig


class LabelingConfig(AppConfig):
    name = "labeling"

    def ready(self) -> None:
        from campaigns.dependents import register
        from campaigns.setup.steps import tell_done_by
        from labeling import receivers  # noqa: F401 - importing it connects them
        from labeling.dependent import LabelingDependent
        from labeling.first_labels.overview import has_first_labels
        from labeling.first_labels.ready_views import has_event

        register(LabelingDependent())
        tell_done_by("first-labels", has_first_labels)
        tell_done_by("ready", has_event)
