from django.apps import AppConfig


class LabelingConfig(AppConfig):
    name = "labeling"

    def ready(self) -> None:
        from campaigns.dependents import register
        from labeling.dependent import LabelingDependent

        register(LabelingDependent())
