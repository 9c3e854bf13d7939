from typing import Any

from django.dispatch import receiver

from detection.runs.models import DetectionRun
from detection.runs.signals import scores_changed
from detection.thresholds.models import CandidateFile


@receiver(scores_changed)
def forget_candidates(run: DetectionRun, **_signal: Any) -> None:
    CandidateFile.objects.filter(run=run).delete()
