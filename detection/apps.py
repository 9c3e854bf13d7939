from django.apps import AppConfig


class DetectionConfig(AppConfig):
    name = "detection"

    def ready(self) -> None:
        from campaigns.dependents import register
        from detection.dependent import DetectionDependent
        from detection.runs import receivers  # noqa: F401 - importing it connects them

        register(DetectionDependent())
