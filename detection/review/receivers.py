from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from detection.review.services.carry_over import carry_over
from detection.runs.models import DetectionRun
from detection.runs.signals import findings_changed


@receiver(findings_changed)
def settle_decisions(run: DetectionRun, detection_ids: Collection[int] | None, **_signal: Any) -> None:
    carry_over(run=run, detection_ids=detection_ids)
