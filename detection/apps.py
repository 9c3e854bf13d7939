from django.apps import AppConfig


class DetectionConfig(AppConfig):
    name = "detection"

    def ready(self) -> None:
        from campaigns.dependents import register
        from detection.dependent import DetectionDependent
        from detection.review import receivers as review  # noqa: F401 - importing it connects them
        from detection.runs import receivers  # noqa: F401 - likewise
        from detection.thresholds import receivers as thresholds  # noqa: F401 - likewise

        register(DetectionDependent())
